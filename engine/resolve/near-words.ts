/** Known words that an unknown one may have been meant for: near enough that leaving it out would change the request. */
import { nearest } from '../diagnostics/index.ts';
import type { Lexicon } from './lexicon.ts';
import type { Template } from './template.ts';
import { tokenizePhrase } from './tokens.ts';
import { PEOPLE_WORDS, PERSON_WORDS } from './vocabulary.ts';

const OPPOSITES = ['un', 'non', 'in', 'im', 'ir', 'dis', 'a'];
const SHORTEST = 5;
const LONG = 8;
const ENDINGS = new Set(['', ...'s es d ed r er rs ers ee ees ing ly y al ally ic ics ion ions or ors'.split(' ')]);

/** Words of templates, conditions, plans, places and people, as written. */
export function knownWords(templates: readonly Template[], lexicon: Lexicon): ReadonlySet<string> {
  const labels = templates.flatMap((template) => template.labels.map(({ text }) => text));
  const spoken = [...lexicon.entries.values()].flatMap((entries) => entries.map(({ text }) => text)).filter(isSpoken);
  const words = [...labels, ...spoken].flatMap((text) => tokenizePhrase(text).filter(({ kind }) => kind === 'word'));
  return new Set([...words.map(({ word }) => word), ...PERSON_WORDS, ...PEOPLE_WORDS]);
}

export function nearWords(word: string, known: ReadonlySet<string>): readonly string[] {
  const limit = word.length < SHORTEST ? 0 : word.length < LONG ? 1 : 2;
  if (limit === 0 || known.has(word)) return [];
  const similar = [...known].filter(
    (other) =>
      !isOtherForm(word, other) &&
      !isOpposite(word, other) &&
      Math.abs(other.length - word.length) <= limit &&
      editsWithin(word, other, limit),
  );
  return nearest(word, similar);
}

/** `employees` beside `employer`: the same word in another form, not a slip of the pen. */
function isOtherForm(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same >= SHORTEST && ENDINGS.has(one.slice(same)) && ENDINGS.has(other.slice(same));
}

/** `uninsured` beside `insured`. */
function isOpposite(one: string, other: string): boolean {
  return OPPOSITES.some((prefix) => one === prefix + other || other === prefix + one);
}

/** Official titles of codes are long; requests use other words. */
function isSpoken(text: string): boolean {
  return text.split(' ').length <= 4;
}

/** Whether at most `limit` letters are missing, added, replaced or swapped. */
function editsWithin(one: string, other: string, limit: number): boolean {
  let [before, row]: number[][] = [[], Array.from({ length: other.length + 1 }, (_value, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = at(row, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? at(before, j - 2) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, at(row, j) + 1, at(next, j - 1) + 1));
    }
    [before, row] = [row, next];
  }
  return at(row, other.length) <= limit;
}

function at(row: readonly number[] | undefined, index: number): number {
  return row?.[index] ?? Infinity;
}
