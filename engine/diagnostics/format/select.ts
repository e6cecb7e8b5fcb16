/**
 * Diagnostics in the order of files, lines and columns, causes before what follows from them, at most 100 a file and 1,000 in all. Errors stay when warnings have
 * to go; what was left out is counted.
 */
import { foldConsequences } from '../consequences.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Severity } from '../entry.ts';
import { problemsIn } from './summarize.ts';

const FILE_LIMIT = 100;
const RUN_LIMIT = 1000;
const CONSEQUENCE: Diagnostic['code'] = 'validate-cause-elsewhere';
const GRAVITY: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export interface Selection {
  readonly kept: readonly Diagnostic[];
  readonly omitted: number;
}

export function selectDiagnostics(diagnostics: readonly Diagnostic[]): Selection {
  const sorted = foldConsequences(diagnostics).toSorted(inOrderOfPlace);
  const perFile = new Map<string, number>();
  const kept = sorted
    .toSorted((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity])
    .filter(({ at }) => {
      const count = (perFile.get(at?.file ?? '') ?? 0) + 1;
      perFile.set(at?.file ?? '', count);
      return count <= FILE_LIMIT;
    })
    .slice(0, RUN_LIMIT);
  const all = sorted.reduce((sum, one) => sum + problemsIn(one), 0);
  return { kept: kept.toSorted(inOrderOfPlace), omitted: kept.reduce((left, one) => left - problemsIn(one), all) };
}

/** What has no place comes first, and what follows from others behind them. */
function inOrderOfPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(Number(a.code === CONSEQUENCE), Number(b.code === CONSEQUENCE)) ||
    compare(a.at?.file ?? '', b.at?.file ?? '') ||
    compare(a.at?.start.line ?? 0, b.at?.start.line ?? 0) ||
    compare(a.at?.start.column ?? 0, b.at?.start.column ?? 0) ||
    compare(a.code, b.code)
  );
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
