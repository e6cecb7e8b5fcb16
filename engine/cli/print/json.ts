/** Data for programs. Whole numbers beyond the safe range become text, so that nothing is rounded on the way. */

export function formatJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => plain(part), 2);
}

/** On one line, for streams of events. */
export function formatJsonLine(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => plain(part));
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}
