/** The names of distributions: which this engine runs, and which keys give a kind away. */
import type { DistributionName, MapNode } from '../../model/index.ts';
import { TELLING } from '../../trees/index.ts';
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

/** The kind that a map's keys give away where it names none. */
export function impliedKind({ entries }: MapNode): RunnableName | undefined {
  const keys = entries.map(({ key }) => key);
  const told = TELLING.find(([key]) => keys.includes(key));
  if (told !== undefined) return told[1];
  const bounds = keys.filter((key) => !['round', 'decimals', 'integer'].includes(key));
  return bounds.length === 2 && bounds.includes('min') && bounds.includes('max') ? 'uniform' : undefined;
}
