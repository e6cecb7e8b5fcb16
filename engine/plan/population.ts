/**
 * Everything that is drawn once a person, side by side in one wide scratch table: age, attributes, condition and
 * medication flags, place, plan, the start of each journey. All other tables read from here.
 */
import type {
  AttributeDefinition,
  ColumnType,
  Distribution,
  Journey,
  JourneyStart,
  JourneyUse,
  NamedTerm,
  Offset,
  PlannedTable,
  Scalar,
  Term,
} from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { planEvents } from './events.ts';
import type { Scope } from './expressions.ts';
import { eligiblePlaces, placeDistribution } from './geography.ts';
import { nameKeys } from './keys.ts';
import { namedValues, plainType, probabilityTerm, sampleTerm } from './sampling.ts';
import {
  boolean,
  call,
  date,
  day,
  double,
  drawOf,
  integer,
  keep,
  literal,
  named,
  output,
  pick,
  project,
  when,
} from './terms.ts';

export interface Population {
  readonly table: PlannedTable;
  /** Attribute and lab columns with their types. */
  readonly attributes: readonly PlannedAttribute[];
}

export interface PlannedAttribute extends AttributeDefinition {
  readonly column: string;
  readonly type: ColumnType;
}

function attributeColumn(name: string): string {
  return name === 'age' ? 'age' : `attribute:${name}`;
}

export function planPopulation(context: PlanContext): Population {
  const { profile } = context.cohort;
  const attributes = profileAttributes(context).map((attribute) => planAttribute(attribute, context));
  const scope = populationScope(context, attributes);
  const columns: { term: NamedTerm; type: ColumnType }[] = [
    ...attributes.map((one) => ({ term: named(one.column, attributeTerm(one, context, scope)), type: one.type })),
    { term: named('birth_date', birthDate(context)), type: date },
    ...profile.conditions.flatMap((condition) => conditionColumns(condition, context, scope)),
    ...profile.medications.map(({ drug, prevalence }) => ({
      term: named(
        `medication:${drug}`,
        call('less', drawOf(`${profile.id}/medications/${drug}`), probabilityTerm(prevalence, scope)),
      ),
      type: boolean,
    })),
    { term: named('place', placeKey(context)), type: integer },
    ...coverageColumns(context, scope),
    ...journeyColumns(context, scope),
    ...luckColumns(context, scope),
  ];
  return {
    attributes,
    table: {
      schema: 'scratch',
      name: 'population',
      fill: 'scratch',
      comment: 'What is drawn once a person.',
      columns: [
        { name: 'person_id', type: integer },
        ...columns.map(({ term, type }) => ({ name: term.name, type })),
      ].map((one) => ({ ...one, nullable: true, comment: '', references: undefined })),
      primaryKey: ['person_id'],
      relation: project({ kind: 'persons' }, [keep('person_id'), ...columns.map(({ term }) => term)]),
      origins: [profile.at],
    },
  };
}

/** The profile's own attributes, and the baseline of every observation that its journeys measure and it does not define. */
function profileAttributes({ cohort, knowledge }: PlanContext): readonly AttributeDefinition[] {
  const own = new Set(cohort.profile.attributes.map(({ name }) => name));
  const uses = cohort.journeys.flatMap((journey) => journey.phases.flatMap((phase) => phase.events));
  const measured = new Set(uses.flatMap((use) => use.definition.observations.map(({ value }) => value)));
  const added = knowledge.observations
    .filter(({ name }) => measured.has(name) && !own.has(name))
    .map(({ name, baseline, at }) => ({ name, role: 'labs' as const, distribution: baseline, at }));
  return [...cohort.profile.attributes, ...added];
}

function planAttribute(attribute: AttributeDefinition, { enumerations }: PlanContext): PlannedAttribute {
  const type = plainType(attribute.distribution);
  const placed = { ...attribute, column: attributeColumn(attribute.name) };
  if (type !== undefined) return { ...placed, type };
  const values = (namedValues(attribute.distribution) ?? []).filter((value) => value !== null).map(String);
  return {
    ...placed,
    distribution: withTextValues(attribute.distribution),
    type: enumerations.define('core', attribute.name, values),
  };
}

/** Values of an enumeration are texts, also where the author wrote a number among them. */
function withTextValues(distribution: Distribution): Distribution {
  const textOf = (value: Scalar): Scalar => (value === null ? null : String(value));
  switch (distribution.kind) {
    case 'fixed':
      return { ...distribution, value: textOf(distribution.value) };
    case 'categorical':
      return { ...distribution, options: distribution.options.map((one) => ({ ...one, value: textOf(one.value) })) };
    case 'conditional':
      return {
        ...distribution,
        rules: distribution.rules.map((rule) => ({ ...rule, distribution: withTextValues(rule.distribution) })),
      };
    case 'mixture':
      return {
        ...distribution,
        components: distribution.components.map((one) => ({ ...one, distribution: withTextValues(one.distribution) })),
      };
    default:
      return distribution;
  }
}

function attributeTerm(attribute: PlannedAttribute, { cohort }: PlanContext, scope: Scope): Term {
  const uniform = drawOf(`${cohort.profile.id}/${attribute.role}/${attribute.name}`);
  return sampleTerm(attribute.distribution, uniform, attribute.type, scope);
}

/** Names as siblings of the wide projection. */
function populationScope(context: PlanContext, attributes: readonly PlannedAttribute[]): Scope {
  const { profile } = context.cohort;
  const known = new Map(attributes.map((one) => [one.name, output(one.column)]));
  const primary = profile.conditions[0];
  return {
    name: (name) => {
      const attribute = known.get(name);
      if (attribute !== undefined) return attribute;
      if (name === 'severity' && primary?.severity !== undefined) return output(`severity:${primary.code}`);
      if (name === 'plan' && profile.coverage !== undefined) return output('plan');
      if ((name === 'payer' || name === 'coverage') && profile.coverage !== undefined) {
        return literal(profile.coverage.payer.value);
      }
      if (name === 'state') return placeState(context);
      const observation = context.knowledge.observations.find((one) => one.name === name);
      return observation === undefined
        ? literal(null)
        : sampleTerm(
            observation.baseline,
            drawOf(`${profile.id}/labs/${name}`),
            { kind: 'double' },
            populationScope(context, attributes),
          );
    },
    hasCondition: (prefix) =>
      anyOf(
        profile.conditions.filter(({ code }) => code.startsWith(prefix)).map(({ code }) => output(`condition:${code}`)),
      ),
    hasMedication: (drug) =>
      anyOf(profile.medications.filter((one) => one.drug === drug).map((one) => output(`medication:${one.drug}`))),
  };
}

function anyOf(flags: readonly Term[]): Term {
  return flags.length === 0 ? literal(false) : call('or', ...flags);
}

/** Evenly among the days on which somebody born has the drawn age in completed years on `as_of`. */
function birthDate({ cohort }: PlanContext): Term {
  const asOf = day(cohort.profile.asOf.value);
  const birthdayYearsAgo = (years: Term): Term => call('add_months', asOf, call('multiply', years, -12));
  const latest = birthdayYearsAgo(output('age'));
  const beforeEarliest = birthdayYearsAgo(call('add', output('age'), 1));
  const days = call('days_between', beforeEarliest, latest);
  return call('add_days', latest, call('negate', pick(drawOf(`${cohort.profile.id}/demographics/birth_date`), days)));
}

function conditionColumns(
  { code, prevalence, severity }: PlanContext['cohort']['profile']['conditions'][number],
  { cohort, enumerations }: PlanContext,
  scope: Scope,
): { term: NamedTerm; type: ColumnType }[] {
  const stream = `${cohort.profile.id}/conditions/${code}`;
  const flag = {
    term: named(`condition:${code}`, call('less', drawOf(stream), probabilityTerm(prevalence, scope))),
    type: boolean,
  };
  if (severity === undefined) return [flag];
  const severities = cohort.profile.conditions.flatMap((one) =>
    one.severity === undefined ? [] : (namedValues(one.severity) ?? []).map(String),
  );
  const type = enumerations.define('patientsim', 'condition_severity', severities);
  const value = sampleTerm(withTextValues(severity), drawOf(`${stream}/severity`), type, scope);
  const held = when(output(`condition:${code}`), value, literal(null));
  return [flag, { term: named(`severity:${code}`, held), type }];
}

function placeKey(context: PlanContext): Term {
  const keys = nameKeys(context.knowledge.places.map(({ postalCode }) => postalCode));
  return placeTerm(context, integer, (place) => keys.get(place.postalCode) ?? 0);
}

function placeState(context: PlanContext): Term {
  const { knowledge } = context;
  const type = context.enumerations.define('core', 'state', knowledge.places.map(({ state }) => state).toSorted());
  return placeTerm(context, type, (place) => place.state);
}

function placeTerm(
  { cohort, knowledge, library }: PlanContext,
  type: ColumnType,
  value: (place: (typeof knowledge.places)[number]) => Scalar,
): Term {
  const places = eligiblePlaces(cohort.profile.geography, knowledge.places, library.states);
  const distribution = placeDistribution(places, value, cohort.profile.geography.at);
  return sampleTerm(distribution, drawOf(`${cohort.profile.id}/demographics/geography`), type, neverAsked);
}

/** For distributions that hold no expression. */
const neverAsked: Scope = {
  name: () => literal(null),
  hasCondition: () => literal(false),
  hasMedication: () => literal(false),
};

function coverageColumns(context: PlanContext, scope: Scope): { term: NamedTerm; type: ColumnType }[] {
  const { cohort, enumerations, library } = context;
  const { coverage } = cohort.profile;
  if (coverage === undefined) return [];
  const plans = enumerations.define('membersim', 'plan_name', (namedValues(coverage.plans) ?? []).map(String));
  const plan = sampleTerm(coverage.plans, drawOf(`${cohort.profile.id}/coverage/plan`), plans, scope);
  const payer = library.payers.find(({ name }) => name === coverage.payer.value);
  return [
    { term: named('plan', plan), type: plans },
    { term: named('enrolled_on', enrolledOn(context, payer?.minAge ?? 0)), type: date },
  ];
}

/** Whole years of coverage that a person has behind them on `as_of`, if old enough. */
const COVERAGE_YEARS = 3;

/** The later of a new year's day and the first of the month in which the person reached the payer's least age. */
function enrolledOn({ cohort }: PlanContext, minAge: number): Term {
  const firstYear = `${Number(cohort.profile.asOf.value.slice(0, 4)) - COVERAGE_YEARS}-01-01`;
  const eligible = call('first_of_month', call('add_months', output('birth_date'), minAge * 12));
  return call('greatest', day(firstYear), eligible, output('birth_date'));
}

function journeyColumns(context: PlanContext, scope: Scope): { term: NamedTerm; type: ColumnType }[] {
  const { cohort } = context;
  return cohort.journeys.map((journey) => {
    const use = cohort.profile.journeys.find((one) => one.journey === journey.id);
    const start = call('greatest', journeyStart(journey, use?.start ?? journey.start, context), output('birth_date'));
    return { term: named(`journey:${journey.id}`, taken(journey, use, start, context, scope)), type: date };
  });
}

/** The chance of each event whose probability depends on the person. */
function luckColumns(context: PlanContext, scope: Scope): { term: NamedTerm; type: ColumnType }[] {
  const personal = planEvents(context).filter(({ use }) => use.probability.kind === 'given');
  return personal.map(({ path, use }) => ({
    term: named(`luck:${path}`, probabilityTerm(use.probability, scope)),
    type: double,
  }));
}

function taken(
  journey: Journey,
  use: JourneyUse | undefined,
  start: Term,
  { cohort }: PlanContext,
  scope: Scope,
): Term {
  const certain = use === undefined || (use.probability.kind === 'constant' && use.probability.value >= 1);
  if (certain) return start;
  const chance = call(
    'less',
    drawOf(`${cohort.profile.id}/journeys/${journey.id}`),
    probabilityTerm(use.probability, scope),
  );
  return when(chance, start, literal(null));
}

function journeyStart(journey: Journey, start: JourneyStart, { cohort }: PlanContext): Term {
  const uniform = drawOf(`${journey.id}/start`);
  switch (start.kind) {
    case 'date':
      return day(start.date);
    case 'between':
      return call(
        'add_days',
        day(start.from),
        pick(uniform, call('add', call('days_between', day(start.from), day(start.to)), 1)),
      );
    case 'trailing': {
      const last = before(day(cohort.profile.asOf.value), journey.duration);
      return call('add_days', last, call('negate', pick(uniform, start.days)));
    }
    case 'enrollment':
      return cohort.profile.coverage === undefined ? day(cohort.profile.asOf.value) : output('enrolled_on');
  }
}

function before(end: Term, { months, days }: Offset): Term {
  return call('add_days', call('add_months', end, -months), -days);
}
