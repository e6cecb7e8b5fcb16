/** A value as JSON in which even the characters that JSON lets through cannot act on a terminal. */
import { UNSHOWABLE } from '../wording.ts';

export function safeJson(
  value: unknown,
  {
    indent = 2,
    plain = (part) => part,
  }: { readonly indent?: number; readonly plain?: (part: unknown) => unknown } = {},
): string {
  return JSON.stringify(value, (_key, part: unknown) => plain(part), indent).replaceAll(UNSHOWABLE, escaped);
}

/** As JSON escapes characters: by UTF-16 units. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
