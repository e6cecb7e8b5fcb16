/** Distributions as they were measured: a histogram, or quantiles with straight lines between them. */
import type { Distribution, MapEntry, QuantilePoint } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { wordsFor } from '../../trees/index.ts';
import type { Reader } from '../reader.ts';
import { readNumber } from '../scalars.ts';
import { readAgeBands } from './age-bands.ts';
import { readHistogram } from './histogram.ts';
import { readBounds, readRounding } from './limits.ts';

export function readEmpirical(reader: Reader, what: string, context: Context): Distribution | undefined {
  const { problems } = context;
  const node = reader.take('quantiles');
  const histogram = node === undefined ? reader.take('histogram') : undefined;
  if (histogram !== undefined) return readHistogram({ node: histogram, reader, what }, context);
  if (node === undefined) return readAgeBands(reader, what, context);
  const limits = { ...readBounds(reader, what, context), ...readRounding(reader, what, context) };
  if (node.kind !== 'map') {
    const problem = { what: `The quantiles of ${what}`, expected: 'a map', found: wordsFor(node) };
    return problems.report('normalize-value-kind', problem, node.at);
  }
  const points = node.entries.flatMap((entry) => pointOf(entry, what, context) ?? []);
  if (points.length < node.entries.length) return undefined;
  const rising = points.toSorted((one, other) => one.probability - other.probability);
  const [first, last] = [rising.at(0), rising.at(-1)];
  if (first?.probability !== 0 || last?.probability !== 1) {
    const found = `${first?.probability} to ${last?.probability}`;
    const problem = { what: `The probabilities of the quantiles of ${what}`, expected: 'from 0 to 1', found };
    return problems.report('normalize-value-kind', problem, node.at);
  }
  const fall = rising.find(({ value }, index) => value < (rising[index - 1]?.value ?? value));
  if (fall !== undefined) {
    const before = rising[rising.indexOf(fall) - 1]?.value ?? 0;
    return problems.report('normalize-bounds', { low: before, high: fall.value, what: 'The quantiles' }, node.at);
  }
  const { min = first.value, max = last.value } = limits;
  if (min > last.value || max < first.value) return problems.report('normalize-truncation', { what }, reader.at);
  return { kind: 'empirical', points: rising, ...limits, at: reader.at };
}

function pointOf({ key, keyAt, value }: MapEntry, what: string, { problems }: Context): QuantilePoint | undefined {
  const probability = Number(key);
  const number = readNumber(value, `A quantile of ${what}`, problems);
  if (probability >= 0 && probability <= 1) return number === undefined ? undefined : { probability, value: number };
  const problem = {
    what: `A quantile of ${what}`,
    expected: 'named by a probability from 0 to 1',
    found: `\`${key}\``,
  };
  return problems.report('normalize-value-kind', problem, keyAt);
}
