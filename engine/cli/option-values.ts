/** Texts of the command line as values: whole numbers, dates, ranges of persons, and `path=value` settings. */
import { InvalidArgumentError } from 'commander';
import { didYouMean } from '../diagnostics/index.ts';
import type { Override, SourceRange } from '../model/index.ts';
import { skillKinds } from './choices.ts';

export function parseCount(text: string): number {
  const count = wholeNumber(text);
  if (count === undefined || count < 1)
    throw new InvalidArgumentError(
      'It is a whole number of people, from 1 to the `limits: people` of the profile executor.',
    );
  return count;
}

export function parsePerson(text: string): number {
  const person = wholeNumber(text);
  if (person === undefined || person < 1)
    throw new InvalidArgumentError('It is the number of one person, counted from 1.');
  return person;
}

export function parseSeed(text: string): number {
  const seed = wholeNumber(text);
  if (seed === undefined) {
    throw new InvalidArgumentError(
      `It is a whole number from -${Number.MAX_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}, 0 and negative ones included.`,
    );
  }
  return seed;
}

/** Several are of a kind, so its plural is as good. */
/** `profiles` are templates; a pattern is called by its whole name. */
function shortOf(kind: string): readonly string[] {
  const [, short] = /^(.+)-template$/.exec(kind) ?? [];
  return short === undefined ? [] : [short, `${short}s`];
}

export function parseKind(text: string): string {
  const kind = skillKinds.find((one) => [one, `${one}s`, ...shortOf(one)].includes(text));
  if (kind !== undefined) return kind;
  throw new InvalidArgumentError(didYouMean(text, skillKinds) ?? `Kinds are ${skillKinds.join(', ')}.`);
}

export function parseDate(text: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const date = match === null ? undefined : new Date(`${text}T00:00:00Z`);
  if (date === undefined || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError('It is a day of the calendar as YYYY-MM-DD.');
  }
  return text;
}

export function parsePersons(text: string): { readonly from: number; readonly to: number } {
  const match = /^(\d+)\.\.(\d+)$/.exec(text);
  const from = wholeNumber(match?.[1] ?? '');
  const to = wholeNumber(match?.[2] ?? '');
  if (from !== undefined && to !== undefined && to >= 1 && to < from)
    throw new InvalidArgumentError(`It runs backwards; ${to}..${from} is a range.`);
  if (from === undefined || to === undefined || from < 1 || to < 1) {
    throw new InvalidArgumentError('It is a range of person numbers counted from 1, such as 1..500.');
  }
  return { from, to };
}

/** `demographics.age.mean=70`: the value is JSON where it reads as JSON, else text; lists and maps are JSON only. Repeats add up. */
export function parseSetting(text: string, before: readonly Override[] = []): readonly Override[] {
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(at, 0)).split('.');
  if (at < 1 || path.some((part) => part.trim() === '')) {
    throw new InvalidArgumentError('It is a place in the profile and its value, such as demographics.age.mean=70.');
  }
  return [
    ...before,
    { path: path.map((part) => part.trim()), value: settingValue(text.slice(at + 1)), at: inSetting(text, at) },
  ];
}

/** For options that may be given more than once. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function wholeNumber(text: string): number | undefined {
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function settingValue(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new SyntaxError('not a key');
      return value;
    });
  } catch {
    if (/^\s*[[{]/.test(text))
      throw new InvalidArgumentError(
        'It begins like a list or a map, which is written as JSON: products=["patientsim"].',
      );
    return text;
  }
}

/** Every setting is a text of its own: `<--set demographics.age.mean>`. */
function inSetting(text: string, end: number): SourceRange {
  const file = `<--set ${text.slice(0, end)}>`;
  return { file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
}
