/** What the expressions of a profile, and of journeys that its people take, may read. */
import type { AreaFigures, MapEntry, MapNode, Profile } from '../../model/index.ts';
import type { Reference } from '../context.ts';
import { entryOf } from '../../trees/index.ts';
import { valueTypeOf, valuesOf } from '../distribution/index.ts';
import type { NameMeaning, Names } from '../expression/index.ts';
import { followsDischarge } from './after-discharge.ts';

/** Names that an attribute cannot have. */
export const RESERVED_NAMES: readonly string[] = [
  'age',
  'gender',
  'sex',
  'race',
  'ethnicity',
  'language',
  'geography',
  'household',
  'severity',
  'plan',
  'payer',
  'coverage',
  'state',
  'arm',
  'weekday',
  'month_of_year',
  'and',
  'or',
  'not',
  'in',
  'between',
  'at',
  'true',
  'false',
];

const DEMOGRAPHICS: readonly string[] = ['age', 'gender', 'race', 'ethnicity', 'language'];

/** What `utilization` says beside how often. */
const WINDOW = 'window';

const OVERALL_RANK = 'rpl_themes';

export type NamedParts = Pick<Profile, 'attributes' | 'conditions' | 'coverage'>;

export function namesOf(
  { attributes, conditions, coverage }: NamedParts,
  { knowledge, payers, states }: Reference,
): Names {
  const number: NameMeaning = { type: 'number', values: undefined };
  const names = new Map<string, NameMeaning>(knowledge.observations.map(({ name }) => [name, number]));
  for (const name of placeFigures(knowledge)) names.set(name, number);
  for (const { name, distribution } of attributes) {
    names.set(name, { type: valueTypeOf(distribution), values: valuesOf(distribution) });
  }
  names.set('state', { type: 'text', values: states.length === 0 ? undefined : states.map(({ code }) => code) });
  const severity = conditions[0]?.severity;
  if (severity !== undefined) names.set('severity', { type: valueTypeOf(severity), values: valuesOf(severity) });
  if (coverage !== undefined) {
    names.set('plan', { type: 'text', values: valuesOf(coverage.plans) });
    names.set('payer', { type: 'text', values: payers.map(({ name }) => name) });
  }
  return names;
}

/** Names that the text of a profile defines, whether what stands there can be read or not; of any type. */
export function namesWritten(profile: MapNode): Names {
  const entriesUnder = (key: string): readonly MapEntry[] => {
    const found = entryOf(profile, key)?.value;
    return found?.kind === 'map' ? found.entries : [];
  };
  const people = entriesUnder('demographics').filter(({ key }) => DEMOGRAPHICS.includes(key));
  const counted = entriesUnder('utilization').filter((entry) => entry.key !== WINDOW && !followsDischarge(entry));
  const named = [...people, ...['attributes', 'labs'].flatMap(entriesUnder), ...counted];
  const names = [...named.map(({ key }) => key), 'age', 'gender'];
  return new Map(names.map((name) => [name, { type: undefined, values: undefined }]));
}

/** Names that any of the profiles defines, for journeys that no profile has taken up yet. Differing types are left open. */
export function namesOfAny(profiles: readonly NamedParts[], reference: Reference): Names {
  const none = namesOf({ attributes: [], conditions: [], coverage: undefined }, reference);
  const all = new Map<string, NameMeaning>(none);
  for (const name of [...DEMOGRAPHICS, 'severity', 'plan', 'payer']) {
    all.set(name, { type: name === 'age' ? 'number' : 'text', values: undefined });
  }
  for (const profile of profiles) {
    for (const [name, { type }] of namesOf(profile, reference)) {
      const known = all.get(name);
      all.set(name, { type: known === undefined || known.type === type ? type : undefined, values: undefined });
    }
  }
  return all;
}

/** Figures of social vulnerability of the county in which a person lives, where a file of them is loaded; `svi` is the overall rank. */
function placeFigures({ population: { socialIndicators } }: Reference['knowledge']): ReadonlySet<string> {
  const known = figuresOf.get(socialIndicators) ?? new Set<string>();
  if (figuresOf.has(socialIndicators)) return known;
  for (const { figures } of socialIndicators) for (const name of figures.keys()) known.add(name);
  if (known.has(OVERALL_RANK)) known.add('svi');
  figuresOf.set(socialIndicators, known);
  return known;
}

/** By the table of a tree: every profile asks, and there are thousands of counties. */
const figuresOf = new WeakMap<readonly AreaFigures[], Set<string>>();
