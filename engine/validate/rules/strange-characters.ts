/**
 * Characters by which a text looks like another one: letters of another alphabet within a Latin word, Latin letters in
 * disguise (full width, mathematical), and what is invisible or turns the direction of writing.
 */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const LATIN = /\p{Script=Latin}/u;
const LOOKALIKE =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/gu;
const INVISIBLE = /[\p{Cf}\p{Cc}\u115f\u1160\u3164\uffa0]/gu;

export function strangeCharacters(text: string): readonly string[] {
  const words = text.match(WORD) ?? [];
  const mixed = words.flatMap((word) => (LATIN.test(word) ? (word.match(LOOKALIKE) ?? []) : []));
  const invisible = text.match(INVISIBLE) ?? [];
  const found = [...new Set([...mixed, ...disguised(text), ...invisible])];
  return found.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
}

/** Single characters that stand for one ASCII letter or digit. */
function disguised(text: string): readonly string[] {
  return Array.from(text).filter(
    (character) => character > '\u007f' && /^[A-Za-z0-9]$/.test(character.normalize('NFKC')),
  );
}
