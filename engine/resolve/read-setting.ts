/** What belongs to the run: `seed 7`, `as of 2024-06-30`, `as of June 30, 2024`. */
import type { FactBody, Span } from './fact.ts';
import { readNumber } from './read-number.ts';
import type { Token } from './tokens.ts';
import { MONTHS_WRITTEN } from './vocabulary.ts';

type Setting = Extract<FactBody, { readonly kind: 'seed' | 'as_of' }> & Span;

export function readSeed(tokens: readonly Token[], index: number): Setting | undefined {
  const start = tokens[index]?.word === 'random' ? index + 1 : index;
  if (tokens[start]?.word !== 'seed') return undefined;
  let next = start + 1;
  while (['of', 'is', ':', '=', 'number'].includes(tokens[next]?.word ?? '')) next += 1;
  const number = readNumber(tokens, next);
  if (number === undefined || !Number.isSafeInteger(number.value)) return undefined;
  return { kind: 'seed', seed: number.value, from: index, to: number.to };
}

export function readAsOf(tokens: readonly Token[], index: number): Setting | undefined {
  const words = [tokens[index]?.word, tokens[index + 1]?.word];
  const length = words[0] === 'asof' ? 1 : words[0] === 'as' && ['of', 'at', 'on'].includes(words[1] ?? '') ? 2 : 0;
  if (length === 0) return undefined;
  const skipped = [':', '=', '\n', 'date'].includes(tokens[index + length]?.word ?? '') ? 1 : 0;
  const date = readDate(tokens, index + length + skipped);
  return date === undefined ? undefined : { kind: 'as_of', date: date.date, from: index, to: date.to };
}

function readDate(tokens: readonly Token[], index: number): { readonly date: string; readonly to: number } | undefined {
  const token = tokens[index];
  if (token?.kind === 'date') {
    const [year, month, day] = token.word.split('-').map(Number);
    return dated([year, month, day], index + 1);
  }
  const isSlashed = tokens[index + 1]?.word === '/' && tokens[index + 3]?.word === '/';
  if (isSlashed)
    return dated([wholeAt(tokens, index + 4), wholeAt(tokens, index), wholeAt(tokens, index + 2)], index + 5);
  const skipComma = (at: number): number => (tokens[at]?.word === ',' ? at + 1 : at);
  const month = MONTHS_WRITTEN.get(token?.word ?? '');
  if (month !== undefined) {
    const year = skipComma(index + 2);
    return dated([wholeAt(tokens, year), month, wholeAt(tokens, index + 1)], year + 1);
  }
  const monthAfterDay = MONTHS_WRITTEN.get(tokens[index + 1]?.word ?? '');
  const year = skipComma(index + 2);
  return monthAfterDay === undefined
    ? undefined
    : dated([wholeAt(tokens, year), monthAfterDay, wholeAt(tokens, index)], year + 1);
}

function wholeAt(tokens: readonly Token[], index: number): number | undefined {
  const token = tokens[index];
  return token?.kind === 'number' && /^\d+$/.test(token.word) ? Number(token.word) : undefined;
}

/** As `YYYY-MM-DD`, where the calendar has that day. */
function dated(
  [year, month, day]: readonly (number | undefined)[],
  to: number,
): { readonly date: string; readonly to: number } | undefined {
  if (year === undefined || month === undefined || day === undefined || year < 1900 || year > 2999) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return { date: [year, pad(month), pad(day)].join('-'), to };
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
