/** When a journey begins on the calendar. */
import type { DataNode, JourneyStart } from '../model/index.ts';
import type { Context } from './context.ts';
import { createReader } from './reader.ts';
import type { Reader } from './reader.ts';
import { isDate, plainWord, readDate, readInteger, readText } from './scalars.ts';

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

function readWindow(node: Extract<DataNode, { kind: 'map' }>, context: Context): JourneyStart | undefined {
  const { problems } = context;
  const reader = createReader(node, 'the start of a journey', problems);
  const trailing = reader.take('trailing_days');
  const days = trailing && readInteger(trailing, { what: '`trailing_days`', min: 1, max: 36_525 }, problems);
  const window = readDates(reader, context);
  reader.finish();
  if (trailing !== undefined) return days === undefined ? undefined : { kind: 'trailing', days, at: node.at };
  if (window === undefined) return undefined;
  if (window.from <= window.to) return { kind: 'between', ...window, at: node.at };
  return problems.report(
    'normalize-value-range',
    { what: 'The end of the window', value: window.to, expected: 'after its beginning' },
    node.at,
  );
}

function readDates(reader: Reader, { problems }: Context): { readonly from: string; readonly to: string } | undefined {
  const between = reader.take('between');
  const spread = reader.take('distribution', 'type');
  const [low, high] = [reader.take('from', 'min'), reader.take('to', 'max')];
  if (spread && !(spread.kind === 'scalar' && spread.value === 'uniform')) {
    const part = spread.kind === 'scalar' ? String(spread.value) : 'distribution';
    problems.report('normalize-not-supported', { part: `start: ${part}` }, spread.at);
  }
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
