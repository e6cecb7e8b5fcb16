/** Who takes a branch: a share, a condition, both, or everybody who is left. */
import type { Probability } from '../../model/index.ts';
import { certain, onlyGiven, readProbability } from '../probability.ts';
import type { Reader } from '../reader.ts';
import type { JourneyContext } from './event-drafts.ts';

export function branchRates(reader: Reader): readonly string[] {
  return reader
    .rest()
    .filter(({ key }) => key.endsWith('_rate'))
    .map(({ key }) => key);
}

export function readShare(reader: Reader, context: JourneyContext): Probability | undefined {
  const [share, condition, rest] = [
    reader.takeEntry('probability', ...branchRates(reader)),
    reader.takeEntry('condition', 'if'),
    reader.takeEntry('else'),
  ];
  const useless = rest && (share ?? condition);
  if (useless) {
    const reason = '`else` takes everybody who is left';
    context.problems.report('normalize-without-effect', { part: useless.key, reason }, useless.keyAt);
  }
  const probability = share
    ? readProbability(share.value, 'The probability of a branch', context)
    : certain(condition?.value.at ?? rest?.keyAt ?? reader.at);
  if (probability === undefined || condition === undefined) return probability;
  return onlyGiven(probability, condition.value, 'a branch', context);
}
