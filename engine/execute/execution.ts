/** What a build needs, and what it reports. */
import type { Diagnostic } from '../diagnostics/index.ts';
import type {
  BuiltTable,
  CheckResult,
  FidelityLine,
  PoolTable,
  Program,
  Provenance,
  TableVerdict,
} from '../model/index.ts';
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
  /** Called after each statement, with the people that the work done so far comes to. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Called where another process builds the target, which is waited for then; absent, the build gives up. */
  readonly onLocked?: ((pid: number) => void) | undefined;
  /** Called when a step of the build is behind it, so that a test can end the process there. */
  readonly onStep?: StepTaken | undefined;
}

export type StepTaken = (step: Step) => void;

/** Moments of a build after each of which the process may die. */
export type Step =
  | 'locked'
  | 'copied'
  | 'opened'
  | 'filled'
  | 'checked'
  | 'recorded'
  | 'closed'
  | 'flushed'
  | 'log removed'
  | 'renamed'
  | 'released';
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
  /** The target was already as this build would make it, and was left alone. */
  readonly unchanged: boolean;
  /** What was done with each table that holds data, and why. */
  readonly verdicts: readonly TableVerdict[];
  readonly milliseconds: { readonly generate: number; readonly verify: number; readonly swap: number };
  readonly diagnostics: readonly Diagnostic[];
}

/** Of a build that failed and left the target alone. */
export function nothingBuilt(diagnostics: readonly Diagnostic[]): ExecutionReport {
  const milliseconds = { generate: 0, verify: 0, swap: 0 };
  return {
    file: undefined,
    tables: [],
    checks: [],
    fidelity: [],
    unchanged: false,
    verdicts: [],
    milliseconds,
    diagnostics,
  };
}
