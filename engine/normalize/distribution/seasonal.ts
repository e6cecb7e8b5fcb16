/**
 * A base whose values are multiplied by the month and the weekday on which they hold: those of a profile hold on its
 * `as_of`, those of a journey at their moment. A multiple of a curve is a curve of its kind, so that what is left of the
 * seasons after this is at most a choice between curves.
 */
import type { DataNode, Distribution } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readNumberWhere } from '../scalars.ts';
import type { ReadPart } from './composites.ts';
import { changeLeaves } from './leaves.ts';
import { isCurve, readBounds, readRounding, withLimits } from './limits.ts';
import type { Bounds } from './limits.ts';
import { scaledLeaf } from './scale.ts';
import { bySeason, factorOn } from './season-rules.ts';
import type { Multipliers } from './season-rules.ts';
import { isEmpty } from './truncation.ts';
import { leavesOf } from '../../trees/index.ts';

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

interface Seasonal {
  readonly reader: Reader;
  readonly what: string;
  readonly context: Context;
  readonly readPart: ReadPart;
}

export function readSeasonal({ reader, what, context, readPart }: Seasonal): Distribution | undefined {
  const { problems, asOf, isInTime } = context;
  const node = reader.need('base');
  const [months, weekdays] = [reader.take('months'), reader.take('weekdays')];
  const limits = { ...readBounds(reader, what, context), ...readRounding(reader, what, context) };
  const base = node && readPart(node, what, context);
  if (asOf === undefined && isInTime !== true)
    return problems.report('normalize-not-supported', { part: 'seasonal' }, reader.at);
  if (months === undefined && weekdays === undefined)
    return problems.report('normalize-key-missing', { key: 'months', within: what }, reader.at);
  const byMonth = months && readMultipliers(months, `months of ${what}`, MONTHS, context);
  const byWeekday = weekdays && readMultipliers(weekdays, `weekdays of ${what}`, WEEKDAYS, context);
  if (!base || (months && !byMonth) || (weekdays && !byWeekday)) return undefined;
  const multipliers: Multipliers = { byMonth: byMonth ?? new Map(), byWeekday: byWeekday ?? new Map() };
  const made = (factor: number): Distribution | undefined =>
    bounded(multiply(base, factor, what, context), limits, what, context);
  return asOf === undefined ? bySeason(multipliers, made, reader.at) : made(factorOn(asOf, multipliers));
}

/** Multipliers by month, counted from 0; a month that is not named has 1. */
export function readMonths(node: DataNode, what: string, context: Context): ReadonlyMap<number, number> | undefined {
  return readMultipliers(node, what, MONTHS, context);
}

/** Multipliers by place in `names`; a month may be called by its number. What is not named is left as it is. */
function readMultipliers(
  node: DataNode,
  what: string,
  names: readonly string[],
  { problems }: Context,
): ReadonlyMap<number, number> | undefined {
  const reader = readerOf(node, what, problems);
  const found = new Map<number, number>();
  let isSound = reader !== undefined;
  for (const { key, keyAt, value } of reader?.rest() ?? []) {
    const place = placeOf(key, names);
    const setting = { what: `A multiplier of the ${what}`, expected: '0 or more', holds: (one: number) => one >= 0 };
    const multiplier = readNumberWhere(value, setting, problems);
    if (place === -1)
      problems.report('normalize-word-unknown', { what: `one of the ${what}`, word: key, known: names }, keyAt);
    else if (found.has(place)) problems.report('normalize-duplicate', { what, name: key }, keyAt);
    if (place === -1 || found.has(place) || multiplier === undefined) isSound = false;
    else found.set(place, multiplier);
  }
  return isSound ? found : undefined;
}

/** By its number (of months), its name or the first three letters of it. */
function placeOf(key: string, names: readonly string[]): number {
  if (names === MONTHS && /^([1-9]|1[0-2])$/.test(key)) return Number(key) - 1;
  const word = key.toLowerCase();
  return names.findIndex((name) => name === word || name.slice(0, 3) === word);
}

function multiply(base: Distribution, factor: number, what: string, { problems }: Context): Distribution | undefined {
  const unfit = leavesOf(base).find((leaf) => scaledLeaf(leaf, factor) === undefined);
  if (unfit === undefined) return changeLeaves(base, (leaf) => scaledLeaf(leaf, factor) ?? leaf);
  const problem = { what: `The base of ${what}`, expected: 'numbers that can be multiplied', found: unfit.kind };
  return problems.report('normalize-value-kind', problem, unfit.at);
}

/** Bounds cut the multiplied values, inside the bounds of the base. */
function bounded(
  distribution: Distribution | undefined,
  { min = -Infinity, max = Infinity, ...rounding }: Bounds,
  what: string,
  { problems }: Context,
): Distribution | undefined {
  if (distribution === undefined) return undefined;
  const isBounded = min > -Infinity || max < Infinity;
  const uncut = leavesOf(distribution).find((leaf) => isBounded && !isCurve(leaf));
  if (uncut !== undefined) {
    const problem = { what: `The base of ${what}`, expected: 'a curve, which bounds can cut', found: uncut.kind };
    return problems.report('normalize-value-kind', problem, uncut.at);
  }
  const cut = isBounded ? changeLeaves(distribution, (leaf) => cutLeaf(leaf, min, max)) : distribution;
  const empty = leavesOf(cut).find((leaf) => isEmpty(leaf) || (leaf.min ?? -Infinity) > (leaf.max ?? Infinity));
  if (empty !== undefined) return problems.report('normalize-truncation', { what }, empty.at);
  return withLimits(cut, rounding);
}

function cutLeaf(leaf: Distribution, min: number, max: number): Distribution {
  const [low, high] = [Math.max(min, leaf.min ?? -Infinity), Math.min(max, leaf.max ?? Infinity)];
  return { ...leaf, ...(low > -Infinity ? { min: low } : {}), ...(high < Infinity ? { max: high } : {}) };
}
