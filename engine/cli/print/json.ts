/**
 * Data for programs. Whole numbers beyond the safe range become text, so that nothing is rounded on the way; characters that
 * a terminal would act on are escaped.
 */
import { safeJson } from '../../diagnostics/index.ts';

export function formatJson(value: unknown): string {
  return safeJson(value, { plain });
}

/** On one line, for streams of events. */
export function formatJsonLine(value: unknown): string {
  return safeJson(value, { indent: 0, plain });
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}
