/**
 * Lengths and windows as authors write them. `2-4 weeks` runs from the second number to the fourth; `weeks 14-27` names weeks,
 * so it ends when week 27 does.
 */
import type { DataNode, Offset } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { plainOf } from '../../trees/index.ts';
import { daysIn, offsetOf, sum, unitNamed } from './offset.ts';

/** A length where the author gave one number, a window where two. */
export type Duration =
  | { readonly kind: 'length'; readonly length: Offset }
  | { readonly kind: 'window'; readonly from: Offset; readonly to: Offset };

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`;
const RANGE = String.raw`${NUMBER}(?:\s*(?:-|–|to)\s*${NUMBER})?`;
const AMOUNT_FIRST = new RegExp(String.raw`^\s*${RANGE}\s*([a-z]+)\s*$`, 'i');
const UNIT_FIRST = new RegExp(String.raw`^\s*([a-z]+)\s*${RANGE}\s*$`, 'i');

/** A whole number counts days. */
export function readDuration(node: DataNode, { problems }: Context): Duration | undefined {
  const value = plainOf(node);
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'length', length: offsetOf(value, 'day') };
  const duration = typeof value === 'string' ? durationOf(value) : undefined;
  if (duration === undefined) return problems.report('normalize-duration', { text: shown(value) }, node.at);
  if (duration.kind === 'length' || isForward(duration.from, duration.to)) return duration;
  const what = `The window \`${shown(value)}\``;
  return problems.report('normalize-bounds', { low: duration.from.days, high: duration.to.days, what }, node.at);
}

/** The length, or the end of a window: the longest that a journey can take. */
export function readEnd(node: DataNode, context: Context): Offset | undefined {
  const duration = readDuration(node, context);
  return duration?.kind === 'window' ? duration.to : duration?.length;
}

/** One length: a window is one where it begins at once. */
export function readLength(node: DataNode, context: Context): Offset | undefined {
  const duration = readDuration(node, context);
  if (duration?.kind !== 'window') return duration?.length;
  if (daysIn(duration.from) === 0) return duration.to;
  return context.problems.report('normalize-length-of-window', { text: shown(plainOf(node)) }, node.at);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function isForward(from: Offset, to: Offset): boolean {
  return from.months <= to.months && from.days <= to.days && from.minutes <= to.minutes;
}

/** `280 days + 42 days` adds its parts. */
export function durationOf(text: string): Duration | undefined {
  const [first, ...others] = text.split('+').map(partOf);
  if (first === undefined) return undefined;
  return others.reduce<Duration | undefined>((all, part) => (all && part ? lengthened(all, part) : undefined), first);
}

function lengthened(duration: Duration, by: Duration): Duration | undefined {
  if (by.kind === 'window') return undefined;
  if (duration.kind === 'length') return { kind: 'length', length: sum(duration.length, by.length) };
  return { kind: 'window', from: duration.from, to: sum(duration.to, by.length) };
}

function partOf(text: string): Duration | undefined {
  const amountFirst = AMOUNT_FIRST.exec(text);
  if (amountFirst !== null) {
    const [, low, high, word] = amountFirst;
    return spanOf({ low, high, word, end: 0 });
  }
  const [, word, low, high] = UNIT_FIRST.exec(text) ?? [];
  return spanOf({ low, high: high ?? low, word, end: 1 });
}

function spanOf({ low, high, word, end }: WrittenSpan): Duration | undefined {
  const unit = unitNamed(word ?? '');
  if (unit === undefined || low === undefined) return undefined;
  if (high === undefined) return { kind: 'length', length: offsetOf(Number(low), unit) };
  return { kind: 'window', from: offsetOf(Number(low), unit), to: offsetOf(Number(high) + end, unit) };
}

interface WrittenSpan {
  readonly low: string | undefined;
  readonly high: string | undefined;
  readonly word: string | undefined;
  /** Added to the second number: 1 where numbers name whole units. */
  readonly end: 0 | 1;
}
