/**
 * Bins with how many values fell into each. Bins that touch are filled evenly; bins of whole numbers that do not touch hold
 * whole numbers, both ends inside.
 */
import type { DataNode, Distribution, QuantilePoint, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { wordsFor } from '../../trees/index.ts';
import type { Reader } from '../reader.ts';
import { readerOf } from '../reader.ts';
import { readNumber } from '../scalars.ts';
import { readBounds, readRounding } from './limits.ts';
import { readWeight, sharesOf } from './weights.ts';

interface Measured {
  readonly node: DataNode;
  readonly reader: Reader;
  readonly what: string;
}

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly at: SourceRange;
}

export function readHistogram({ node, reader, what }: Measured, context: Context): Distribution | undefined {
  const limits = { ...readBounds(reader, what, context), ...readRounding(reader, what, context) };
  const read = binsOf(node, what, context);
  const bins = read?.filter((bin) => bin !== undefined).toSorted((one, other) => one.from - other.from) ?? [];
  if (bins.length === 0 || bins.length < (read?.length ?? 0)) return undefined;
  const shares = sharesOf(asShares(bins), ({ from, to }) => `${from}-${to}`, node.at, context.problems);
  const isWhole = holdsWholeNumbers(bins);
  if (shares === undefined || !areApart(bins, isWhole, { what, context })) return undefined;
  const points = pointsOf(bins, shares, isWhole ? 0.5 : 0);
  const whole = isWhole ? { integer: true } : {};
  return { kind: 'empirical', points, ...whole, ...limits, at: reader.at };
}

function binsOf(node: DataNode, what: string, context: Context): readonly (Bin | undefined)[] | undefined {
  if (node.kind === 'list') return node.items.map((item) => binOfMap(item, what, context));
  if (node.kind === 'map') {
    return node.entries.map(({ key, keyAt, value }) => {
      const range = rangeOf(key, keyAt, what, context);
      const weight = readWeight(value, what, context.problems);
      return range && weight !== undefined ? { ...range, weight, at: keyAt } : undefined;
    });
  }
  const found = wordsFor(node);
  return context.problems.report(
    'normalize-value-kind',
    { what: `The histogram of ${what}`, expected: 'a list or a map of bins', found },
    node.at,
  );
}

function binOfMap(node: DataNode, what: string, context: Context): Bin | undefined {
  const { problems } = context;
  const reader = readerOf(node, `a bin of ${what}`, problems);
  if (reader === undefined) return undefined;
  const label = reader.take('band', 'range');
  const range = label?.kind === 'scalar' ? rangeOf(String(label.value), label.at, what, context) : undefined;
  const [low, high] = label === undefined ? [reader.need('min', 'from'), reader.need('max', 'to')] : [];
  const weightNode = reader.need('weight', 'share');
  const weight = weightNode && readWeight(weightNode, what, problems);
  reader.finish();
  const from = low && readNumber(low, `A bin of ${what}`, problems);
  const to = high && readNumber(high, `A bin of ${what}`, problems);
  const ends =
    range ?? (from === undefined || to === undefined ? undefined : ordered(from, to, node.at, what, context));
  return ends && weight !== undefined ? { ...ends, weight, at: node.at } : undefined;
}

type Range = Pick<Bin, 'from' | 'to'>;

function rangeOf(text: string, at: SourceRange, what: string, context: Context): Range | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:(?:-|–|to)\s*(\d+(?:\.\d+)?))?\s*$/.exec(text);
  if (match !== null) return ordered(Number(match[1]), Number(match[2] ?? match[1]), at, what, context);
  const problem = { what: `A bin of ${what}`, expected: 'like `10-20`', found: `\`${text}\`` };
  return context.problems.report('normalize-value-kind', problem, at);
}

function ordered(from: number, to: number, at: SourceRange, what: string, { problems }: Context): Range | undefined {
  if (from <= to) return { from, to };
  return problems.report('normalize-bounds', { low: from, high: to, what: `A bin of ${what}` }, at);
}

/** Counts as shares of their sum; what is not all whole is shares already. */
function asShares(bins: readonly Bin[]): readonly Bin[] {
  const total = bins.reduce((sum, { weight }) => sum + weight, 0);
  const areCounts = total > 1 && bins.every(({ weight }) => Number.isInteger(weight));
  return areCounts ? bins.map((bin) => ({ ...bin, weight: bin.weight / total })) : bins;
}

function holdsWholeNumbers(bins: readonly Bin[]): boolean {
  const isWhole = bins.every(({ from, to }) => Number.isInteger(from) && Number.isInteger(to));
  return isWhole && !bins.some(({ from }, index) => from === bins[index - 1]?.to && from !== bins[index - 1]?.from);
}

function areApart(
  bins: readonly Bin[],
  isWhole: boolean,
  { what, context }: { readonly what: string; readonly context: Context },
): boolean {
  const overlap = bins.find(({ from, to }, index) => {
    const before = bins[index - 1]?.to ?? -Infinity;
    return isWhole ? from <= before : from < before || from === to;
  });
  if (overlap === undefined) return true;
  const name = String(overlap.from);
  context.problems.report('normalize-duplicate', { what: `value in the bins of ${what}`, name }, overlap.at);
  return false;
}

/** Between bins that leave a gap, two points have one probability. */
function pointsOf(bins: readonly Bin[], shares: readonly number[], margin: number): readonly QuantilePoint[] {
  const points: QuantilePoint[] = [];
  let below = 0;
  for (const [index, { from, to }] of bins.entries()) {
    points.push({ probability: below, value: from - margin });
    below = index === bins.length - 1 ? 1 : below + (shares[index] ?? 0);
    points.push({ probability: below, value: to + margin });
  }
  return points;
}
