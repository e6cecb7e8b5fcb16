/** The cycles of a phase: how long one lasts and how many there are. */
import type { DataNode, Expression, Offset, SourceRange } from '../../model/index.ts';
import { readExpression } from '../expression/index.ts';
import { readerOf } from '../reader.ts';
import { readInteger } from '../scalars.ts';
import { readLength } from './duration.ts';
import type { JourneyContext } from './event-drafts.ts';
import { daysIn } from './offset.ts';

export interface Cycle {
  readonly length: Offset;
  /** As many as fit the phase where absent. */
  readonly count: number | undefined;
  /** No further cycle begins once it holds. */
  readonly until: Expression | undefined;
  /** All phases of the journey repeat together: days count from the start of the whole cycle. */
  readonly isWhole?: true;
  readonly at: SourceRange;
}

const MOST_CYCLES = 1000;

export function readCycle(node: DataNode, context: JourneyContext): Cycle | undefined {
  const { problems } = context;
  const reader = readerOf(node, 'a cycle', problems);
  if (reader === undefined) return undefined;
  const [lengthNode, countNode, untilNode] = [reader.need('length'), reader.take('count'), reader.take('until')];
  reader.finish();
  const until = untilNode && readExpression(untilNode, 'The end of cycles', context);
  const length = lengthNode && readLength(lengthNode, context);
  const count = countNode && readInteger(countNode, { what: '`count`', min: 1, max: MOST_CYCLES }, problems);
  if (lengthNode === undefined || length === undefined || (countNode && count === undefined)) return undefined;
  if (untilNode && until === undefined) return undefined;
  if (daysIn(length) >= 1) return { length, count, until, at: node.at };
  const what = 'The length of a cycle';
  return problems.report(
    'normalize-value-range',
    { what, value: daysIn(length), expected: 'a day or more' },
    lengthNode.at,
  );
}

/** Where a phase of cycles ends that does not say so. */
export function endOfCycles(begins: Offset, { length, count }: Cycle): Offset | undefined {
  if (count === undefined) return undefined;
  return {
    months: begins.months + length.months * count,
    days: begins.days + length.days * count,
    minutes: begins.minutes + length.minutes * count,
  };
}

/** How many cycles a window holds. */
export function cyclesIn(from: Offset, to: Offset, { length, count }: Cycle): number {
  return count ?? Math.max(1, Math.floor((daysIn(to) - daysIn(from)) / daysIn(length) + 1e-6));
}
