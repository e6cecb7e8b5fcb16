/** How often an event repeats: words like `monthly` and `3x_week`, lengths, or `{ every, unit, count }`. */
import { DAYS_A_WEEK, MEAN_DAYS_A_MONTH, MEAN_DAYS_A_YEAR } from '../../model/index.ts';
import type { DataNode, Expression, Offset, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readExpression } from '../expression/index.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { plainWord, readInteger } from '../scalars.ts';
import { readDuration } from './duration.ts';
import { daysIn, offsetOf, unitNamed } from './offset.ts';

export interface Rhythm extends Beat {
  /** As the author limits it. */
  readonly count: number | undefined;
  /** It does not recur from the occurrence on at which this holds. */
  readonly until: Expression | undefined;
  /** The catalogue says so, and not the journey. */
  readonly isUsual?: true;
  readonly at: SourceRange;
}

interface Beat {
  readonly every: Offset;
  /** So often a week, where it is written like that. */
  readonly aWeek?: number;
}

const WORDS: Readonly<Record<string, Offset>> = {
  daily: offsetOf(1, 'day'),
  weekly: offsetOf(1, 'week'),
  biweekly: offsetOf(2, 'week'),
  monthly: offsetOf(1, 'month'),
  quarterly: offsetOf(1, 'quarter'),
  semiannually: offsetOf(6, 'month'),
  annually: offsetOf(1, 'year'),
  yearly: offsetOf(1, 'year'),
};

/** `recurrence` with an `until` beside it; `usual` is the catalogue's, where the author says nothing. */
export function takeRhythm(reader: Reader, usual: Rhythm | undefined, context: Context): Rhythm | undefined {
  const [node, entry] = [reader.take('recurrence'), reader.takeEntry('until')];
  const rhythm = node ? readRhythm(node, context) : usual && { ...usual, isUsual: true as const };
  if (entry === undefined) return rhythm;
  const until = readExpression(entry.value, 'The end of a recurrence', context);
  if (rhythm !== undefined) return until && { ...rhythm, until };
  const reason = 'the event does not recur';
  if (node === undefined) context.problems.report('normalize-without-effect', { part: 'until', reason }, entry.keyAt);
  return undefined;
}

function readRhythm(node: DataNode, context: Context): Rhythm | undefined {
  if (node.kind === 'map') return readMap(node, context);
  const beat = node.kind === 'scalar' ? beatOf(node.value) : undefined;
  if (beat !== undefined && daysIn(beat.every) > 0) return { ...beat, count: undefined, until: undefined, at: node.at };
  const text = node.kind === 'scalar' ? String(node.value) : 'a list';
  return context.problems.report('normalize-recurrence', { text }, node.at);
}

function beatOf(value: unknown): Beat | undefined {
  if (typeof value !== 'string') return undefined;
  const word = plainWord(value);
  const usual = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (usual !== undefined) return { every: usual };
  const [, times, name] = /^(\d{1,2})x_([a-z]+)$/.exec(word) ?? [];
  const unit = unitNamed(name ?? '');
  if (unit === undefined || Number(times) === 0) return undefined;
  const days = {
    minute: 0,
    hour: 0,
    day: 1,
    week: DAYS_A_WEEK,
    month: MEAN_DAYS_A_MONTH,
    quarter: 3 * MEAN_DAYS_A_MONTH,
    year: MEAN_DAYS_A_YEAR,
  }[unit];
  if (days === 0) return undefined;
  const aWeek = days === DAYS_A_WEEK && Number(times) > 1 ? { aWeek: Number(times) } : {};
  return { every: offsetOf(days / Number(times), 'day'), ...aWeek };
}

function readMap(node: Extract<DataNode, { kind: 'map' }>, context: Context): Rhythm | undefined {
  const { problems } = context;
  const reader = createReader(node, 'a recurrence', problems);
  const [everyNode, unitNode, countNode] = [reader.need('every'), reader.take('unit'), reader.take('count')];
  const untilNode = reader.take('until');
  reader.finish();
  const until = untilNode && readExpression(untilNode, 'The end of a recurrence', context);
  const count = countNode && readInteger(countNode, { what: '`count`', min: 1, max: 1_000_000 }, problems);
  const beat = everyNode && readEvery(everyNode, unitNode, context);
  if (beat === undefined || (countNode && count === undefined) || (untilNode && until === undefined)) return undefined;
  if (daysIn(beat.every) > 0) return { ...beat, count, until, at: node.at };
  return problems.report(
    'normalize-value-range',
    { what: '`every`', value: 0, expected: 'above 0' },
    everyNode?.at ?? node.at,
  );
}

function readEvery(node: DataNode, unitNode: DataNode | undefined, context: Context): Beat | undefined {
  const { problems } = context;
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    const word = beatOf(node.value);
    if (word !== undefined) return word;
    const duration = readDuration(node, context);
    return duration?.kind === 'length'
      ? { every: duration.length }
      : problems.report('normalize-recurrence', { text: node.value }, node.at);
  }
  const unit = unitNode?.kind === 'scalar' ? unitNamed(String(unitNode.value)) : undefined;
  if (unitNode === undefined)
    return problems.report('normalize-key-missing', { key: 'unit', within: 'a recurrence' }, node.at);
  if (unit === undefined) return problems.report('normalize-recurrence', { text: 'unit' }, unitNode.at);
  if (node.kind === 'scalar' && typeof node.value === 'number') return { every: offsetOf(node.value, unit) };
  return problems.report(
    'normalize-value-kind',
    { what: '`every`', expected: 'a number', found: `a ${node.kind}` },
    node.at,
  );
}
