/** The share of people or occurrences for whom an event happens: `probability`, any `…_rate`, and `condition` on top. */
import type { Probability } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { certain, onlyGiven, readProbability } from '../probability.ts';
import type { Reader } from '../reader.ts';

/** `base` holds where the author says nothing. */
export function readChance(reader: Reader, base: Probability | undefined, context: Context): Probability | undefined {
  const rates = reader
    .rest()
    .filter(({ key }) => key.endsWith('_rate'))
    .map(({ key }) => key);
  const share = reader.take('probability', ...rates);
  const condition = reader.take('condition', 'given');
  const probability = share === undefined ? base : readProbability(share, 'The probability of an event', context);
  if (condition === undefined) return probability;
  return onlyGiven(probability ?? certain(condition.at), condition, 'an event', context);
}
