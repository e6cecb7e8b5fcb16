/** Keys that mean the same, and the keys that tell what a distribution is: what a value laid over another has to know. */
import type { MapNode, Scalar } from '../model/index.ts';

export const STANDARD_DEVIATION = ['std_dev', 'std', 'sd', 'standard_deviation'] as const;

/** Of each group a map has one. */
const SAME: readonly (readonly string[])[] = [
  STANDARD_DEVIATION,
  ['round', 'decimals'],
  ['min', 'low', 'minimum'],
  ['max', 'high', 'maximum'],
  ['mean', 'lambda'],
  ['distribution', 'type', 'kind'],
  ['values', 'options', 'categories'],
  ['weights', 'probabilities'],
  ['given', 'if', 'condition', 'when'],
  ['probability', 'prevalence'],
  ['gender', 'sex'],
  ['state', 'states'],
  ['county_fips', 'counties'],
  ['plan', 'plans', 'plan_distribution'],
  ['duration', 'duration_days'],
  ['profile_name', 'journey_name', 'cohort_name', 'name', 'profile_id', 'journey_id'],
  ['screening_failure', 'screen_failure', 'screen_failure_rate'],
  ['block', 'block_size'],
  ['stratify_by', 'strata'],
  ['masking', 'blinding'],
];

const NAMED: ReadonlySet<string> = new Set(['attributes', 'labs', 'utilization']);

/** Where values of parameters stand, or what declares them. */
export const PARAMETERS_KEY = 'parameters';

/** The keys of the map there are names that an author chose. */
export function holdsNames(path: readonly string[]): boolean {
  return path.at(-1) === PARAMETERS_KEY || (path.length === 1 && NAMED.has(path[0] ?? ''));
}

/** All keys that mean the same as this one. */
export function spellingsOf(key: string): readonly string[] {
  return SAME.find((spellings) => spellings.includes(key)) ?? [key];
}

/** Keys that belong to one kind of distribution alone, for maps that do not name their kind. */
export const TELLING = [
  ['weights', 'categorical'],
  ['values', 'explicit'],
  ['value', 'fixed'],
  ['bands', 'age_bands'],
  ['components', 'mixture'],
  ['rules', 'conditional'],
  ['formula', 'derived'],
] as const;

const PARAMETERS: ReadonlySet<string> = new Set([
  'mean',
  'median',
  'mode',
  'mu',
  'sigma',
  'shape',
  'scale',
  'rate',
  'min',
  'max',
  'round',
  'decimals',
  'integer',
  'distribution',
  'type',
  'use',
  'given',
  'then',
  'else',
  ...STANDARD_DEVIATION,
  ...TELLING.map(([key]) => key),
]);

/** A bare map of shares: every value a number, no key a parameter. */
export function isBareShares({ entries }: MapNode, isNumber: (value: Scalar) => boolean = isPlainNumber): boolean {
  return (
    entries.length > 0 &&
    entries.every(({ key, value }) => value.kind === 'scalar' && isNumber(value.value) && !PARAMETERS.has(key))
  );
}

function isPlainNumber(value: Scalar): boolean {
  return typeof value === 'number';
}
