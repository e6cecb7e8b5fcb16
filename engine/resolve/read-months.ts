/** Ages below a year or between two: `18-month-old`, `under 24 months`, `6 to 23 months old`. Whole years are ages as others. */
import type { FactBody, Span } from './fact.ts';
import { JOINERS, JOINERS_AFTER_BETWEEN, readNumber, readRange } from './read-number.ts';
import { isPeopleWord } from './read-person.ts';
import type { Token } from './tokens.ts';
import { COMPARISONS } from './vocabulary.ts';

type ReadMonths = Extract<FactBody, { readonly kind: 'age' | 'months' }> & Span;

/** Months in each; a day counts as a part. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['month', 1],
  ['mo', 1],
  ['mos', 1],
  ['week', 7 / 30.4375],
  ['wk', 7 / 30.4375],
  ['day', 1 / 30.4375],
]);
const YEAR = 12;

/** From the beginning of one month of life to that of another; an open end is `undefined`. */
interface Months {
  readonly from: number | undefined;
  readonly until: number | undefined;
  readonly to: number;
}

export function readMonths(tokens: readonly Token[], index: number): ReadMonths | undefined {
  const start = ['age', 'aged', 'ages'].includes(tokens[index]?.word ?? '') ? index + 1 : index;
  const numbers = readCompared(tokens, start) ?? readBetween(tokens, start);
  const unit = UNITS.get(tokens[numbers?.to ?? -1]?.stem ?? '');
  if (numbers === undefined || unit === undefined) return undefined;
  const behind = endOfAge(tokens, numbers.to + 1);
  const isSaid = start > index || behind > numbers.to + 1 || isPeopleWord(tokens[index - 1]?.word ?? '');
  if (!isSaid) return undefined;
  const [low, high] = [yearsOf(numbers.from, unit), yearsOf(numbers.until, unit)];
  const span = { from: index, to: behind };
  const isWhole = [low, high].every((years) => years === undefined || Number.isInteger(years));
  if (isWhole && unit === 1) {
    return { kind: 'age', low, high: high === undefined ? undefined : high - 1, ...span };
  }
  return { kind: 'months', years: [Math.floor(low ?? 0), Math.ceil(high ?? (low ?? 0) + 1) - 1], ...span };
}

function yearsOf(months: number | undefined, unit: number): number | undefined {
  return months === undefined ? undefined : (months * unit) / YEAR;
}

/** Who is over 24 months old has lived them: as is who is at least as old. */
function readCompared(tokens: readonly Token[], index: number): Months | undefined {
  const comparison = COMPARISONS.find(({ words }) => words.every((word, step) => tokens[index + step]?.word === word));
  const number = comparison && readNumber(tokens, index + comparison.words.length);
  if (comparison === undefined || number === undefined) return undefined;
  if (comparison.bound === 'low') return { from: number.value, until: undefined, to: number.to };
  return { from: undefined, until: number.value + Number(comparison.shift === 0), to: number.to };
}

function readBetween(tokens: readonly Token[], index: number): Months | undefined {
  const isBetween = tokens[index]?.word === 'between';
  const at = index + Number(isBetween);
  const range = readRange(tokens, at, isBetween ? JOINERS_AFTER_BETWEEN : JOINERS) ?? single(tokens, at);
  return range === undefined ? undefined : { from: range.low, until: range.high + 1, to: range.to };
}

function single(
  tokens: readonly Token[],
  index: number,
): { readonly low: number; readonly high: number; readonly to: number } | undefined {
  const number = readNumber(tokens, index);
  return number === undefined ? undefined : { low: number.value, high: number.value, to: number.to };
}

/** Past `old`, `olds` and `of age`. */
function endOfAge(tokens: readonly Token[], index: number): number {
  const words = [tokens[index]?.word ?? '', tokens[index + 1]?.word ?? ''];
  if (['old', 'olds'].includes(words[0] ?? '')) return index + 1;
  return words.join(' ') === 'of age' ? index + 2 : index;
}
