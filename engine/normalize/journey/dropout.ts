/** The `dropout` of a study: a share of the treated, or a hazard that is even, of a Weibull shape, or different in pieces of time. */
import type { DataNode, Dropout, HazardPiece } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { createReader, readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { itemsOf, readNumberWhere, readWord } from '../scalars.ts';
import { readLength } from './duration.ts';
import { daysIn } from './offset.ts';
import { hasFailed } from '../problems.ts';

const DAYS_A_YEAR = 365.25;
const KINDS = ['weibull', 'exponential', 'piecewise'] as const;

export function readShare(node: DataNode, what: string, { problems }: Context): number | undefined {
  const holds = (value: number): boolean => value >= 0 && value < 1;
  return readNumberWhere(node, { what, expected: 'a share from 0 to below 1', holds }, problems);
}

export function readDropout(node: DataNode, context: Context): Dropout | undefined {
  const { at } = node;
  if (node.kind !== 'map') {
    const share = readShare(node, 'The share of dropout', context);
    return share === undefined ? undefined : { kind: 'weibull', share, shape: 1, at };
  }
  const reader = createReader(node, 'a dropout', context.problems);
  const before = context.problems.found.length;
  const dropout = readKind(reader, context);
  reader.finish();
  return hasFailed(context.problems, before) ? undefined : dropout;
}

/** Where it does not say which hazard it is, its keys do. */
function readKind(reader: Reader, context: Context): Dropout | undefined {
  const { at } = reader;
  const node = reader.take('hazard');
  const has = (name: string): boolean => reader.rest().some(({ key }) => key === name);
  const implied = has('pieces') ? 'piecewise' : has('rate') ? 'exponential' : 'weibull';
  const kind =
    node === undefined ? implied : readWord(node, { what: 'hazard of a dropout', words: KINDS }, context.problems);
  switch (kind) {
    case 'weibull': {
      const share = takeShare(reader, context);
      const shape = takeShape(reader, context);
      return share === undefined || shape === undefined ? undefined : { kind, share, shape, at };
    }
    case 'exponential': {
      const rate = takeRate(reader, context);
      if (rate !== undefined) return { kind, rate, at };
      const share = takeShare(reader, context);
      return share === undefined ? undefined : { kind: 'weibull', share, shape: 1, at };
    }
    case 'piecewise': {
      const pieces = reader.need('pieces');
      return pieces && { kind, pieces: readPieces(pieces, context), at };
    }
    case undefined:
      return undefined;
  }
}

function takeShare(reader: Reader, context: Context): number | undefined {
  const node = reader.need('share');
  return node && readShare(node, 'The share of dropout', context);
}

function takeShape(reader: Reader, { problems }: Context): number | undefined {
  const node = reader.take('shape');
  const holds = (value: number): boolean => value > 0 && value <= 10;
  const what = 'The shape of dropout';
  return node === undefined ? 1 : readNumberWhere(node, { what, expected: 'above 0, up to 10', holds }, problems);
}

function takeRate(reader: Reader, { problems }: Context): number | undefined {
  const node = reader.take('rate');
  const holds = (value: number): boolean => value >= 0 && value <= 100;
  const what = 'The rate of dropout';
  return node && readNumberWhere(node, { what, expected: 'from 0 to 100 a person-year', holds }, problems);
}

/** Each from the end of the one before; a share is of those who are still there. */
function readPieces(node: DataNode, context: Context): readonly HazardPiece[] {
  const { problems } = context;
  const pieces: HazardPiece[] = [];
  let from = 0;
  for (const item of itemsOf(node)) {
    const reader = readerOf(item, 'a piece of a dropout', problems);
    if (reader === undefined) continue;
    const untilNode = reader.take('until');
    const until = untilNode && readLength(untilNode, context);
    const end = until && Math.round(daysIn(until));
    if (untilNode && end !== undefined && end <= from) {
      const expected = `behind day ${from}, where the piece before ends`;
      problems.report('normalize-value-range', { what: '`until`', value: end, expected }, untilNode.at);
    }
    const rate = takeRate(reader, context) ?? rateOfShare(reader, end === undefined ? undefined : end - from, context);
    reader.finish();
    if (rate !== undefined) pieces.push({ from, rate });
    from = end ?? Infinity;
  }
  return pieces;
}

function rateOfShare(reader: Reader, days: number | undefined, context: Context): number | undefined {
  const node = reader.take('share');
  const share = node && readShare(node, 'The share of a piece', context);
  if (node !== undefined && days === undefined)
    return context.problems.report(
      'normalize-key-missing',
      { key: 'until', within: 'a piece with a `share`' },
      reader.at,
    );
  if (node === undefined)
    return context.problems.report('normalize-key-missing', { key: 'rate', within: 'a piece of a dropout' }, reader.at);
  return share === undefined || days === undefined || days <= 0
    ? undefined
    : (-Math.log1p(-share) / days) * DAYS_A_YEAR;
}
