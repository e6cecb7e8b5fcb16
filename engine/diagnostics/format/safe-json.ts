/** A value as JSON in which even the characters that JSON lets through cannot act on a terminal. */
export function safeJson(
  value: unknown,
  {
    indent = 2,
    plain = (part) => part,
  }: { readonly indent?: number; readonly plain?: (part: unknown) => unknown } = {},
): string {
  return JSON.stringify(value, (_key, part: unknown) => plain(part), indent).replaceAll(
    /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
