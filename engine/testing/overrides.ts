/** What a test lays over a template, as `--set` does. */
import type { Override } from '../model/index.ts';

const at = { file: '<test>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };

/** By the path of what each value replaces. */
export function set(values: Readonly<Record<string, Override['value']>>): readonly Override[] {
  return Object.entries(values).map(([path, value]) => ({ path: path.split('.'), value, at }));
}
