/** What a build needs, and what it reports. */
import type { Diagnostic } from '../diagnostics/index.ts';
import type { BuiltTable, CheckResult, FidelityLine, PoolTable, Program, Provenance } from '../model/index.ts';
import type { Clock } from '../ports/index.ts';

export interface Execution {
  readonly program: Program;
  readonly pools: readonly PoolTable[];
  readonly persons: { readonly from: number; readonly to: number };
  readonly provenance: Provenance;
  readonly target: string;
  readonly force: boolean;
  readonly resources: Resources;
  readonly clock: Clock;
  /** Whether what the checks found lets the file take its place. */
  readonly judge: (results: readonly CheckResult[]) => readonly Diagnostic[];
  /** What came out, held against what was declared. */
  readonly compare: (sums: readonly number[]) => readonly FidelityLine[];
  readonly signal?: AbortSignal | undefined;
  /** Connections at work at the same time; as many as there are cores where absent. */
  readonly workers?: number | undefined;
  /** Persons per range; only tests choose another. */
  readonly rangeSize?: number | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What the database may take. */
export interface Resources {
  readonly memoryMegabytes: number;
  readonly temporaryMegabytes: number;
}

export interface ExecutionReport {
  /** Absent where the build failed and the target was left alone. */
  readonly file: string | undefined;
  readonly tables: readonly BuiltTable[];
  readonly checks: readonly CheckResult[];
  readonly fidelity: readonly FidelityLine[];
  readonly milliseconds: { readonly generate: number; readonly verify: number; readonly swap: number };
  readonly diagnostics: readonly Diagnostic[];
}
