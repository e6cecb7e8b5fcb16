/** A profile's canonical tree, over the defaults, to the one form that the planner reads. */
import type {
  AttributeDefinition,
  Household,
  MapNode,
  PayerConcept,
  Profile,
  ProductName,
  Sampling,
} from '../../model/index.ts';
import type { Context } from '../context.ts';
import { emptyMap, entryOf, wordsFor } from '../../trees/index.ts';
import { withoutErrors } from '../problems.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { itemsOf, readDate, readInteger, readText, readWord } from '../scalars.ts';
import { wordsOf } from '../vocabulary.ts';
import { agesFrom } from './age.ts';
import { readAllergies } from './allergies.ts';
import { readAttributes, readLabs } from './attributes.ts';
import { readAttributeBounds } from './bounds.ts';
import { withinAges } from './condition-ages.ts';
import { readConditions } from './conditions.ts';
import { checkContradictions } from './contradictions.ts';
import { readCorrelations } from './correlations.ts';
import { readCoverage } from './coverage.ts';
import { readDemographics } from './demographics.ts';
import { checkDependencies } from './dependencies.ts';
import { readGeography } from './geography.ts';
import { readHousehold } from './household.ts';
import { checkMedications } from './idle-medications.ts';
import { namesWritten } from './names.ts';
import { readJourneyUses } from './journey-uses.ts';
import { readMedications } from './medications.ts';
import { createSection } from './section.ts';
import type { Section } from './section.ts';
import { sourcedConditions, sourcedDemographics, takesSource } from './sourced.ts';
import { withUntreated } from './untreated.ts';
import { withUsualCorrelations } from './usual-correlations.ts';
import { withWorkedOut } from './worked-out.ts';
import { readUtilization } from './utilization.ts';
import type { AroundUse } from './after-discharge.ts';
import type { UtilizationReading } from './utilization.ts';

const MOST_PEOPLE = 100_000_000;

/** `undefined` where the profile has an error; every problem is reported. `id` names its streams. */
export function normalizeProfile(tree: MapNode, id: string, context: Context): Profile | undefined {
  return withoutErrors(context.problems, () => {
    const read = readProfile(tree, id, context);
    if (read === undefined) return undefined;
    const profile = withWorkedOut(withUntreated(read, context), context);
    const needs = checkDependencies(profile, tree, context);
    checkContradictions(profile, context);
    checkMedications(profile, context);
    return withinAges(needs === undefined ? profile : withUsualCorrelations(profile, needs, context), context);
  });
}

function readProfile(tree: MapNode, id: string, outer: Context): Profile | undefined {
  const { problems } = outer;
  const reader = createReader(tree, 'a profile', problems);
  const section = createSection(reader, outer.defaults.profile, problems);
  const title = readTitle(reader, outer) ?? id;
  const settings = readSettings(section, outer);
  const context = settings === undefined ? outer : { ...outer, asOf: settings.asOf.value };
  const coverageNode = section.take('coverage')?.node;
  const coverage = coverageNode && readCoverage(coverageNode, context);
  const isSourced = takesSource(reader, context);
  const people = readPeople(reader, { payer: coverage?.payer, isSourced }, context);
  const written = section.take('conditions')?.node;
  const conditions = isSourced ? sourcedConditions(written, tree.at, people?.geography, context) : written;
  const medications = section.take('medications')?.node;
  const journeys = section.take('journeys')?.node;
  const allergies = section.take('allergies')?.node;
  const correlations = reader.take('correlations');
  const bounds = reader.take('bounds');
  const { own, utilization } = readOwnAttributes(
    reader,
    { taken: people?.attributes ?? [], payer: coverage?.payer?.name, hasJourneys: journeys !== undefined },
    context,
  );
  const clinical = {
    conditions: conditions === undefined ? [] : readConditions(conditions, context),
    medications: medications === undefined ? [] : readMedications(medications, context),
    journeys: journeys === undefined ? [] : readJourneyUses(journeys, context),
    ...(allergies === undefined ? {} : { allergies: readAllergies(allergies, context) }),
  };
  reader.finish([], OF_DEMOGRAPHICS);
  if (settings === undefined || people === undefined) return undefined;
  const attributes = [...people.attributes, ...own];
  const correlated = {
    attributes,
    conditions: clinical.conditions,
    written: new Set(namesWritten(tree).keys()),
  };
  return {
    id,
    title,
    ...settings,
    ...clinical,
    attributes,
    correlations: correlations === undefined ? [] : readCorrelations(correlations, correlated, context),
    geography: people.geography,
    ...(bounds === undefined ? {} : { bounds: readAttributeBounds(bounds, attributes, context) }),
    ...(isSourced ? { source: 'populationsim' as const } : {}),
    ...(people.household === undefined ? {} : { household: people.household }),
    ...(utilization === undefined ? {} : { utilization }),
    coverage: coverage?.definition,
    at: tree.at,
  };
}

/** Keys that are looked for beside `demographics`, as in `--set age.mean=70`. */
const OF_DEMOGRAPHICS: ReadonlyMap<string, string> = new Map(
  ['age', 'gender', 'sex', 'race', 'ethnicity', 'language', 'geography', 'household'].map((key) => [
    key,
    `demographics.${key}`,
  ]),
);

function readTitle(reader: Reader, { problems }: Context): string | undefined {
  reader.take('description');
  const node = reader.take('profile_name', 'name', 'profile_id');
  return node && readText(node, 'The name of a profile', problems);
}

type Settings = Pick<Profile, 'count' | 'seed' | 'asOf' | 'sampling' | 'products' | 'productPlaces'>;

function readSettings(section: Section, { problems }: Context): Settings | undefined {
  const [count, seed, asOf] = [section.need('count')?.node, section.need('seed')?.node, section.need('as_of')?.node];
  const [sampling, products] = [section.take('sampling')?.node, section.need('products')?.node];
  const people = count && readInteger(count, { what: '`count`', min: 1, max: MOST_PEOPLE }, problems);
  const extremes = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
  const number = seed && readInteger(seed, { what: '`seed`', ...extremes }, problems);
  const date = asOf && readDate(asOf, '`as_of`', problems);
  const names =
    products &&
    itemsOf(products).flatMap((item) => {
      const value = readWord(item, { what: 'product', words: PRODUCTS }, problems);
      return value === undefined ? [] : [{ value, at: item.at }];
    });
  const way =
    sampling && readWord<Sampling>(sampling, { what: 'sampling', words: ['independent', 'stratified'] }, problems);
  if (!count || !seed || !asOf || people === undefined || number === undefined || date === undefined || !names)
    return undefined;
  return {
    count: { value: people, at: count.at },
    seed: { value: number, at: seed.at },
    asOf: { value: date, at: asOf.at },
    sampling: { value: way ?? 'independent', at: (sampling ?? count).at },
    products: [...new Set(names.map(({ value }) => value))],
    productPlaces: names,
  };
}

const PRODUCT_NAMES: Readonly<Record<ProductName, true>> = {
  patientsim: true,
  membersim: true,
  rxmembersim: true,
  trialsim: true,
  networksim: true,
};
const PRODUCTS = wordsOf(PRODUCT_NAMES);

type People = Pick<Profile, 'attributes' | 'geography' | 'household'>;

function readPeople(
  reader: Reader,
  { payer, isSourced }: { readonly payer: PayerConcept | undefined; readonly isSourced: boolean },
  context: Context,
): People | undefined {
  const { problems, defaults } = context;
  const node = reader.take('demographics') ?? emptyMap(reader.at);
  if (node.kind !== 'map') {
    return problems.report(
      'normalize-value-kind',
      { what: 'demographics', expected: 'a map', found: wordsFor(node) },
      node.at,
    );
  }
  const demographics = createReader(node, 'demographics', problems);
  const fallback = entryOf(defaults.profile, 'demographics')?.value;
  const usual = fallback?.kind === 'map' ? fallback : undefined;
  const takesThere = takesSource(demographics, context);
  const place = createSection(demographics, usual, problems).need('geography');
  const geography = place && readGeography(place.node, context);
  const below = isSourced || takesThere ? sourcedDemographics(usual, reader.at, geography, context) : usual;
  const section = createSection(demographics, below, problems);
  const attributes = readDemographics(section, payer, context);
  const household = readHousehold(section, context);
  demographics.finish();
  const adults = household === undefined ? attributes : attributes.map((one) => ofAdults(one, household));
  return geography && { attributes: adults, geography, ...(household === undefined ? {} : { household }) };
}

function ofAdults(attribute: AttributeDefinition, { adultFrom }: Household): AttributeDefinition {
  if (attribute.name !== 'age') return attribute;
  return { ...attribute, distribution: agesFrom(attribute.distribution, adultFrom) };
}

interface OwnAttributes extends Pick<UtilizationReading, 'utilization'> {
  readonly own: readonly AttributeDefinition[];
}

/** A laboratory value under `labs` and the same under `attributes` would be two truths. */
function readOwnAttributes(
  reader: Reader,
  { taken, ...around }: { readonly taken: readonly AttributeDefinition[] } & AroundUse,
  context: Context,
): OwnAttributes {
  const [attributes, labs] = [reader.take('attributes'), reader.take('labs')];
  const used = reader.take('utilization');
  const { attributes: counts, utilization } =
    used === undefined ? { attributes: [], utilization: undefined } : readUtilization(used, around, context);
  const read = [
    ...(attributes === undefined ? [] : readAttributes(attributes, context)),
    ...(labs === undefined ? [] : readLabs(labs, context)),
    ...counts,
  ];
  const own: AttributeDefinition[] = [];
  for (const attribute of read) {
    if ([...taken, ...own].some(({ name }) => name === attribute.name)) {
      context.problems.report('normalize-duplicate', { what: 'attribute', name: attribute.name }, attribute.at);
    } else own.push(attribute);
  }
  return { own, utilization };
}
