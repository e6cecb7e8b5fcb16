/** The names of distributions: which this engine runs, and which keys give a kind away. */
import type { DistributionName, MapNode } from '../../model/index.ts';
import { plainWord } from '../scalars.ts';

export type RunnableName = DistributionName;

const RUNNABLE: Readonly<Record<RunnableName, true>> = {
  fixed: true,
  categorical: true,
  explicit: true,
  uniform: true,
  normal: true,
  log_normal: true,
  exponential: true,
  weibull: true,
  triangular: true,
  gamma: true,
  beta: true,
  poisson: true,
  negative_binomial: true,
  zipf: true,
  empirical: true,
  age_bands: true,
  mixture: true,
  conditional: true,
  derived: true,
  seasonal: true,
};

const SPELLINGS: Readonly<Record<string, RunnableName>> = {
  lognormal: 'log_normal',
  constant: 'fixed',
  gaussian: 'normal',
};

export const runnableNames: readonly string[] = Object.keys(RUNNABLE);

export function runnableName(text: string): RunnableName | undefined {
  const word = plainWord(text);
  if (Object.hasOwn(SPELLINGS, word)) return SPELLINGS[word];
  return isRunnable(word) ? word : undefined;
}

function isRunnable(word: string): word is RunnableName {
  return Object.hasOwn(RUNNABLE, word);
}

export const STANDARD_DEVIATION = ['std_dev', 'std', 'sd', 'standard_deviation'] as const;

const SAME: readonly (readonly string[])[] = [
  STANDARD_DEVIATION,
  ['round', 'decimals'],
  ['min', 'low'],
  ['max', 'high'],
];

/** All keys that mean the same as this one. */
export function spellingsOf(key: string): readonly string[] {
  return SAME.find((spellings) => spellings.includes(key)) ?? [key];
}

/** Keys that belong to one kind alone, for maps that do not name their kind. */
const TELLING: readonly (readonly [key: string, kind: RunnableName])[] = [
  ['weights', 'categorical'],
  ['values', 'explicit'],
  ['value', 'fixed'],
  ['bands', 'age_bands'],
  ['components', 'mixture'],
  ['rules', 'conditional'],
  ['formula', 'derived'],
];

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
  'low',
  'high',
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

/** The kind that a map's keys give away where it names none. */
export function impliedKind({ entries }: MapNode): RunnableName | undefined {
  const keys = entries.map(({ key }) => key);
  const told = TELLING.find(([key]) => keys.includes(key));
  if (told !== undefined) return told[1];
  const bounds = keys.filter((key) => !['round', 'decimals', 'integer'].includes(key));
  return bounds.length === 2 && bounds.includes('min') && bounds.includes('max') ? 'uniform' : undefined;
}

/** A bare map of shares: every value a number, no key a parameter. */
export function isBareShares({ entries }: MapNode): boolean {
  return (
    entries.length > 0 &&
    entries.every(
      ({ key, value }) => value.kind === 'scalar' && typeof value.value === 'number' && !PARAMETERS.has(key),
    )
  );
}
