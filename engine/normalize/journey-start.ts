/** When a journey begins on the calendar. */
import type {
  DataNode,
  Distribution,
  ElementaryDistribution,
  JourneyStart,
  MapNode,
  QuantilePoint,
} from '../model/index.ts';
import type { Context } from './context.ts';
import { isNoNumber, readDistribution, readMonths, withLimits } from './distribution/index.ts';
import { createReader } from './reader.ts';
import type { Reader } from './reader.ts';
import { isDate, leavesOf } from '../trees/index.ts';
import { plainWord, readDate, readInteger, readPositive, readText } from './scalars.ts';
import { hasFailed } from './problems.ts';

const WORDS = ['diagnosis_date', 'enrollment_date'];

export function readStart(node: DataNode, context: Context): JourneyStart | undefined {
  if (node.kind === 'map') return readWindow(node, context);
  const { problems } = context;
  const text = readText(node, '`start`', problems);
  if (text === undefined) return undefined;
  if (isDate(text)) return { kind: 'date', date: text, at: node.at };
  switch (plainWord(text)) {
    case 'enrollment_date':
    case 'enrollment':
      return { kind: 'enrollment', at: node.at };
    case 'diagnosis_date':
    case 'diagnosis':
      return defaultStart(node.at, context);
    default:
      return problems.report(
        'normalize-word-unknown',
        { what: 'start of a journey', word: text, known: WORDS },
        node.at,
      );
  }
}

/** The start of journeys that do not say when, and of those that begin with a diagnosis. */
export function defaultStart(at: JourneyStart['at'], { defaults, problems }: Context): JourneyStart | undefined {
  return defaults.journeyStart ?? problems.report('normalize-default-missing', { key: 'start' }, at);
}

function readWindow(node: MapNode, context: Context): JourneyStart | undefined {
  const { problems } = context;
  const reader = createReader(node, 'the start of a journey', problems);
  const { at } = node;
  const found = problems.found.length;
  const start = readPersonal(reader, context) ?? readTrailing(reader, context) ?? readBetween(reader, context);
  reader.finish();
  if (start !== undefined || hasFailed(problems, found)) return start;
  return problems.report('normalize-key-missing', { key: 'from', within: 'the start of a journey' }, at);
}

/** At an age, with a condition, or with what happens in another journey. */
function readPersonal(reader: Reader, context: Context): JourneyStart | undefined {
  const { problems } = context;
  const { at } = reader;
  const [age, diagnosis, event] = [reader.take('age'), reader.take('diagnosis'), reader.take('event')];
  const journeyNode = event && reader.take('journey');
  const years = age && readInteger(age, { what: '`age`', min: 0, max: 120 }, problems);
  if (years !== undefined) return { kind: 'age', years, at };
  const code = diagnosis && readText(diagnosis, '`diagnosis`', problems);
  if (code !== undefined) return { kind: 'diagnosis', code: code.toUpperCase(), at };
  const name = event && readText(event, 'An event', problems);
  const journey = journeyNode && readText(journeyNode, 'A journey', problems);
  return name === undefined ? undefined : { kind: 'event', event: name, journey, at };
}

function readTrailing(reader: Reader, { problems }: Context): JourneyStart | undefined {
  const trailing = reader.take('trailing_days');
  const days = trailing && readInteger(trailing, { what: '`trailing_days`', min: 1, max: 36_525 }, problems);
  const spread = trailing && reader.take('distribution', 'type');
  if (spread !== undefined && !(spread.kind === 'scalar' && spread.value === 'uniform')) {
    const reason = 'those of `trailing_days` are all as likely; other curves stand beside `between`';
    problems.report('normalize-without-effect', { part: 'distribution', reason }, spread.at);
  }
  const covered = trailing && reader.take('covered');
  if (days === undefined) return undefined;
  return { kind: 'trailing', days, ...(covered && { covered: true }), at: reader.at };
}

function readBetween(reader: Reader, context: Context): JourneyStart | undefined {
  const { problems } = context;
  const { at } = reader;
  const distribution = reader.take('distribution', 'type');
  const [mean, deviation] = [reader.take('mean'), reader.take('std_dev', 'std', 'sd')];
  const monthsNode = reader.take('months');
  const window = readDates(reader, context);
  if (window === undefined) return undefined;
  if (window.from > window.to) {
    const what = 'The end of the window';
    return problems.report('normalize-value-range', { what, value: window.to, expected: 'after its beginning' }, at);
  }
  const months = monthsNode && readMonths(monthsNode, 'months of the start of a journey', context);
  if (monthsNode && months === undefined) return undefined;
  if (months) {
    const isSeasonal = distribution?.kind === 'scalar' && distribution.value === 'seasonal';
    for (const [part, node] of Object.entries({
      distribution: isSeasonal ? undefined : distribution,
      mean,
      std_dev: deviation,
    })) {
      const reason = 'the months decide how starts are spread';
      if (node !== undefined) problems.report('normalize-without-effect', { part, reason }, node.at);
    }
    const spread = seasonalDays(window, months, at);
    if (spread !== undefined) return { kind: 'between', ...window, spread, at };
    const what = 'The months of the start of a journey';
    return problems.report(
      'normalize-value-range',
      { what, value: 0, expected: 'above 0 somewhere in the window' },
      at,
    );
  }
  const kind = distribution?.kind === 'scalar' ? String(distribution.value) : undefined;
  if (kind !== 'normal') {
    for (const [part, node] of Object.entries({ mean, std_dev: deviation })) {
      const reason = 'only `distribution: normal` has one beside it';
      if (node !== undefined) problems.report('normalize-without-effect', { part, reason }, node.at);
    }
    if (kind === 'uniform' || distribution === undefined) return { kind: 'between', ...window, at };
    const spread = readSpread(distribution, window, context);
    return spread && { kind: 'between', ...window, spread, at };
  }
  const middle = mean && readDate(mean, '`mean`', problems);
  const days = deviation && readPositive(deviation, '`std_dev`', problems);
  if (middle === undefined || days === undefined) {
    const key = mean === undefined ? 'mean' : 'std_dev';
    return mean && deviation
      ? undefined
      : problems.report('normalize-key-missing', { key, within: 'the start of a journey' }, at);
  }
  const [of, end] = [daysBetween(window.from, middle), daysBetween(window.from, window.to) + 1];
  const spread = { kind: 'normal' as const, mean: of + 0.5, standardDeviation: days, min: 0, max: end, at };
  return { kind: 'between', ...window, spread, at };
}

/** A whole distribution, in days from the first date; cut to the window. */
function readSpread(node: DataNode, { from, to }: Window, context: Context): Distribution | undefined {
  const read = readDistribution(node, 'the start of a journey', { ...context, asOf: from });
  if (read === undefined) return undefined;
  if (!leavesOf(read).some(isNoNumber)) return withLimits(read, { min: 0, max: daysBetween(from, to) + 1 });
  const expected = 'a distribution of numbers of days from its first date';
  const found = { what: 'The start of a journey', expected, found: 'other values' };
  return context.problems.report('normalize-value-kind', found, node.at);
}

/** Days of a window, each as likely as its month: the quantiles, straight within each month. */
function seasonalDays(
  { from, to }: Window,
  months: ReadonlyMap<number, number>,
  at: JourneyStart['at'],
): ElementaryDistribution | undefined {
  const end = daysBetween(from, to) + 1;
  const [year = 0, month = 1] = from.split('-').map(Number);
  const edges = [0];
  for (let next = month; (edges.at(-1) ?? 0) < end; next += 1) {
    const first = new Date(Date.UTC(year, next, 1)).toISOString().slice(0, 10);
    edges.push(Math.min(end, daysBetween(from, first)));
  }
  const weights = edges.slice(1).map((edge, index) => {
    const days = edge - (edges[index] ?? 0);
    return days * (months.get((month - 1 + index) % 12) ?? 1);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return undefined;
  let below = 0;
  const points: QuantilePoint[] = [];
  for (const [index, weight] of weights.entries()) {
    if (weight === 0) continue;
    points.push({ probability: below === 0 ? 0 : below + LEAST_SHARE, value: edges[index] ?? 0 });
    below += weight / total;
    points.push({ probability: below > 1 - LEAST_SHARE ? 1 : below, value: edges[index + 1] ?? end });
  }
  return { kind: 'empirical', points, at };
}

/** What a jump over months without starts takes, so that shares rise. */
const LEAST_SHARE = 1e-9;

interface Window {
  readonly from: string;
  readonly to: string;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function readDates(reader: Reader, { problems }: Context): Window | undefined {
  const between = reader.take('between');
  const [low, high] = [reader.take('from', 'min'), reader.take('to', 'max')];
  const [first, last] = between?.kind === 'list' ? between.items : [low, high];
  if (first === undefined && last === undefined) return undefined;
  if (first === undefined || last === undefined) {
    return problems.report(
      'normalize-key-missing',
      { key: first === undefined ? 'from' : 'to', within: 'the start of a journey' },
      reader.at,
    );
  }
  const [from, to] = [readDate(first, '`from`', problems), readDate(last, '`to`', problems)];
  return from === undefined || to === undefined ? undefined : { from, to };
}
