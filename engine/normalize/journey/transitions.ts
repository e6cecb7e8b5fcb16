/** Ways out of a phase: after a time, upon an event, or once a condition holds at one of its checks. */
import type { DataNode, Located, Offset, Probability, SourceRange } from '../../model/index.ts';
import { certain, onlyGiven, readProbability } from '../probability.ts';
import { readerOf } from '../reader.ts';
import { itemsOf, readText } from '../scalars.ts';
import { readDuration } from './duration.ts';
import type { JourneyContext } from './event-drafts.ts';
import { daysIn, offsetOf } from './offset.ts';
import type { Span } from './span.ts';
import { hasFailed } from '../problems.ts';

export interface TransitionDraft {
  readonly to: Located<string>;
  /** Upon every occurrence of an event, or at every check; else once, at a time after the phase begins. */
  readonly event: Located<string> | undefined;
  readonly every: Offset | undefined;
  /** From the event or from the beginning of the phase; the usual end of the phase where absent. */
  readonly wait: Span | undefined;
  readonly probability: Probability;
  readonly at: SourceRange;
}

/** How often a condition is asked that says no more. */
const USUAL_CHECK = offsetOf(3, 'month');

export function readTransitions(node: DataNode, context: JourneyContext): readonly TransitionDraft[] {
  return itemsOf(node).flatMap((item) => readTransition(item, context) ?? []);
}

function readTransition(node: DataNode, context: JourneyContext): TransitionDraft | undefined {
  const { problems } = context;
  const reader = readerOf(node, 'a transition', problems);
  if (reader === undefined) return undefined;
  const found = problems.found.length;
  const [toNode, eventNode] = [reader.need('to'), reader.take('event')];
  const [afterNode, everyEntry] = [reader.take('after'), reader.takeEntry('every')];
  const [shareNode, conditionNode] = [reader.take('probability'), reader.take('condition')];
  reader.finish();
  const to = toNode && readText(toNode, 'The phase of a transition', problems);
  const event = eventNode && readText(eventNode, 'An event', problems);
  const share = shareNode ? readProbability(shareNode, 'The probability of a transition', context) : certain(node.at);
  const probability = share && conditionNode ? onlyGiven(share, conditionNode, 'a transition', context) : share;
  const wait = afterNode && readWait(afterNode, context);
  const every = everyEntry && readEvery(everyEntry.value, context);
  if (everyEntry && (eventNode ?? afterNode)) {
    const reason = 'a transition upon an event or after a time is no matter of checks';
    problems.report('normalize-without-effect', { part: 'every', reason }, everyEntry.keyAt);
  }
  if (toNode === undefined || to === undefined || probability === undefined || hasFailed(problems, found))
    return undefined;
  const isCheck = eventNode === undefined && afterNode === undefined && (everyEntry ?? conditionNode) !== undefined;
  return {
    to: { value: to, at: toNode.at },
    event: eventNode && event !== undefined ? { value: event, at: eventNode.at } : undefined,
    every: isCheck ? (every ?? USUAL_CHECK) : undefined,
    wait,
    probability,
    at: node.at,
  };
}

function readWait(node: DataNode, context: JourneyContext): Span | undefined {
  const duration = readDuration(node, context);
  if (duration === undefined) return undefined;
  const [earliest, latest] =
    duration.kind === 'window' ? [duration.from, duration.to] : [duration.length, duration.length];
  if (daysIn(earliest) >= 0) return { earliest, latest };
  const found = { what: 'The `after` of a transition', value: daysIn(earliest), expected: 'not below 0 days' };
  return context.problems.report('normalize-value-range', found, node.at);
}

function readEvery(node: DataNode, context: JourneyContext): Offset | undefined {
  const duration = readDuration(node, context);
  if (duration === undefined) return undefined;
  if (duration.kind === 'length' && daysIn(duration.length) >= 1) return duration.length;
  const found = { what: 'The `every` of a transition', value: 'that', expected: 'a day or more' };
  return context.problems.report('normalize-value-range', found, node.at);
}
