/** Functions that work something out of values, with what each takes. */
import type { FunctionName } from '../../model/index.ts';

interface Taken {
  readonly least: number;
  readonly most: number;
  readonly words: string;
}

export const FUNCTIONS: Readonly<Record<FunctionName, Taken>> = {
  power: { least: 2, most: 2, words: 'two numbers, that which is raised and the power' },
  least: { least: 2, most: Infinity, words: 'at least two numbers' },
  greatest: { least: 2, most: Infinity, words: 'at least two numbers' },
  if: { least: 3, most: 3, words: 'a condition, what holds then and what holds else' },
};

export function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}
