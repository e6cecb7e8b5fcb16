/** Pieces of message text: values cut to a readable length, and the nearest known names. */
import { distance } from 'fastest-levenshtein';
import type { BoundEnd } from '../model/index.ts';

const EXCERPT_LENGTH = 60;
/** How much of an excerpt the last word may take, so that it is left whole or left out. */
const WORD_LENGTH = 20;
const NEAREST_COUNT = 3;

/** A value as it may stand in a message: control and bidirectional characters escaped, never longer than 60 characters. */
export function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return escapeControls(text.length > EXCERPT_LENGTH ? `${betweenWords(text)}…` : text);
}

/** Cut between words, where one ends near enough. */
function betweenWords(text: string): string {
  const start = text.slice(0, EXCERPT_LENGTH);
  if (/[\s,;|]/.test(text.charAt(EXCERPT_LENGTH))) return start;
  const last = Math.max(...[' ', ',', ';', '|'].map((between) => start.lastIndexOf(between)));
  return last < EXCERPT_LENGTH - WORD_LENGTH ? start : start.slice(0, last).replace(/[\s,;|]+$/, '');
}

/** `73,000,000`: a count that a reader can take in. */
export function counted(number: number): string {
  return number.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** Long whole numbers as `counted`, years and all others as they are written. */
export function digits(number: number): string {
  return Number.isInteger(number) && Math.abs(number) >= 10_000 ? number.toLocaleString('en-US') : String(number);
}

/** `above 9`, `at least 7 and at most 9`. */
export function boundsText({
  low,
  high,
}: {
  readonly low?: BoundEnd | undefined;
  readonly high?: BoundEnd | undefined;
}): string {
  const ends = [
    ...(low === undefined ? [] : [`${low.isOpen ? 'above' : 'at least'} ${low.value}`]),
    ...(high === undefined ? [] : [`${high.isOpen ? 'below' : 'at most'} ${high.value}`]),
  ];
  return ends.join(' and ');
}

/** Would move a terminal's cursor, change its colours, reorder its text, or be seen by nobody. */
export const UNSHOWABLE: RegExp =
  /(?![\t\n])[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Characters that a terminal would not show as they are, as `\u{…}`. */
export function escapeControls(text: string): string {
  return text.replace(UNSHOWABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The known names that `name` may have been meant for, nearest first, at most three; of codes those of the nearest numbers. */
export function nearest(name: string, known: Iterable<string>): readonly string[] {
  const all = [...known];
  if (areCodes([name, ...all])) return nearestCodes(Number(name), all);
  const wanted = name.toLowerCase();
  const limit = Math.max(2, Math.floor(name.length / 2.5));
  return [...new Set(all)]
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, edits }) =>
        edits <= limit || (wanted.length > 2 && candidate.toLowerCase().includes(wanted)) || isPartOf(candidate, name),
    )
    .toSorted((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, NEAREST_COUNT)
    .map(({ candidate }) => candidate);
}

const CODE_DIGITS = 3;

/** Numbers of one length, as those of counties are: those beside each other belong together. */
function areCodes(names: readonly string[]): boolean {
  const [first = ''] = names;
  return (
    names.length > 1 &&
    names.every((name) => name.length === first.length && /^\d+$/.test(name)) &&
    first.length >= CODE_DIGITS
  );
}

function nearestCodes(wanted: number, codes: readonly string[]): readonly string[] {
  return [...new Set(codes)]
    .toSorted((a, b) => Math.abs(Number(a) - wanted) - Math.abs(Number(b) - wanted) || (a < b ? -1 : 1))
    .slice(0, NEAREST_COUNT);
}

/** `admission` is one of the words of `urgent_admissions`. */
function isPartOf(candidate: string, name: string): boolean {
  const words = wordsOf(name);
  return words.length > 1 && candidate.length > 3 && wordsOf(candidate).every((word) => words.includes(word));
}

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[\s_-]+/)
    .map((word) => word.replace(/s$/, ''));
}

/** In how many letters a name differs from the one of these that it differs from least. */
export function editsToNearest(name: string, known: Iterable<string>): number {
  return Math.min(...[...known].map((one) => distance(name, one)));
}

/** `did you mean …` for hints, or nothing where no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const names = nearest(name, known);
  return names.length === 0 ? undefined : `Nearest: ${names.map((one) => `\`${one}\``).join(', ')}.`;
}

/** Names in code marks, for a sentence. */
export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

const LISTED = 8;

/** The first of these as they may stand in a message. */
export function excerptList(parts: readonly string[]): string {
  const shown = parts.slice(0, LISTED).map((part) => excerpt(part));
  return parts.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}

const LISTED_NAMES = 12;

/** Names in code marks, the first of them where they are many. */
export function cutList(names: readonly string[], most: number = LISTED_NAMES): string {
  const shown = names.slice(0, most).map((name) => `\`${excerpt(name)}\``);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** The nearest names, or what names there are. */
export function nearestOrAll(name: string, known: readonly string[]): string | undefined {
  return didYouMean(name, known) ?? (known.length === 0 ? undefined : `Known here: ${cutList(known)}.`);
}

/** A sentence begins with a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** As one of its kind. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
