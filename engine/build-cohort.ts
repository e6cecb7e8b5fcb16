/** A plan to a file, within the limits of the tree. */
import { diagnostic } from './diagnostics/index.ts';
import type { Diagnostic } from './diagnostics/index.ts';
import { countRowsPerPerson, executeProgram, nothingBuilt, previewProgram } from './execute/index.ts';
import type { Execution, ExecutionReport, Standby, Step } from './execute/index.ts';
import type { Loaded } from './load-tree.ts';
import type { BuildLimits, Plan, Program, Provenance } from './model/index.ts';
import { compileProgram, pools } from './plan-request.ts';
import type { Clock } from './ports/index.ts';
import { ENGINE_VERSION } from './read/index.ts';
import { compareDeclared, judgeChecks } from './verify/index.ts';

export interface Build {
  readonly plan: Plan;
  /** The plan, compiled; compiled here where absent. */
  readonly program?: Program;
  readonly loaded: Loaded;
  readonly target: string;
  /** Replaces a file that HealthSim did not make. */
  readonly force: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  /** Called where another process builds the target, which is waited for then; absent, the build gives up. */
  readonly onLocked?: (pid: number) => void;
  /** What was made ready beforehand, by whoever builds again and again. */
  readonly standby?: Standby;
  /** Connections at work at the same time; as many as there are cores where absent. */
  readonly workers?: number;
  /** Called when a step is behind the build; only tests listen. */
  readonly onStep?: (step: Step) => void;
  /** Persons built at a time; only tests and benchmarks choose. */
  readonly rangeSize?: number;
}

export type BuildReport = ExecutionReport;

export async function buildCohort({ signal, standby, ...build }: Build): Promise<BuildReport> {
  const { limits } = build.loaded.library.defaults;
  const outOfTime = AbortSignal.timeout(Math.min(limits.minutes.value * 60_000, LONGEST_TIMEOUT));
  const either = signal === undefined ? outOfTime : AbortSignal.any([signal, outOfTime]);
  const execution = executionOf({ ...build, signal: either });
  const tooMany = await expectTooManyRows(execution, limits);
  if (tooMany !== undefined) return nothingBuilt([tooMany]);
  const report = await executeProgram(execution, standby);
  if (report.file !== undefined || !outOfTime.aborted || signal?.aborted === true) return report;
  const { value: minutes, at } = limits.minutes;
  return { ...report, diagnostics: [diagnostic('execute-out-of-time', { minutes }, at)] };
}

/** What a build would do with each table of its file, and why; nothing is changed. */
export async function previewBuild(build: Build): ReturnType<typeof previewProgram> {
  return previewProgram(executionOf(build));
}

function executionOf({ plan, loaded, program = compileProgram(plan), ...rest }: Build): Execution {
  const { limits } = loaded.library.defaults;
  return {
    ...rest,
    program,
    pools: pools(),
    persons: plan.persons,
    provenance: provenanceOf(plan, loaded),
    resources: { memoryMegabytes: limits.memoryMegabytes.value, temporaryMegabytes: limits.temporaryMegabytes.value },
    judge: judgeChecks,
    compare: (sums) => compareDeclared(plan.fidelity, sums),
  };
}

/** What a timer can wait for, in milliseconds. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
/** Below, the limit on the events of a person bounds the rows well enough. */
const COUNTED_ABOVE = 100_000;
const COUNTED_PEOPLE = 200;

async function expectTooManyRows(execution: Execution, { rows: limit }: BuildLimits): Promise<Diagnostic | undefined> {
  const { persons } = execution;
  const people = persons.to - persons.from + 1;
  if (people <= COUNTED_ABOVE) return undefined;
  const perPerson = await countRowsPerPerson(execution, COUNTED_PEOPLE).catch(() => 0);
  const rows = Math.round(people * perPerson);
  if (rows <= limit.value) return undefined;
  return diagnostic(
    'execute-limit-rows',
    { people, perPerson, rows, counted: COUNTED_PEOPLE, limit: limit.value },
    limit.at,
  );
}

function provenanceOf({ cohort, seed, asOf }: Plan, { skills, digest }: Loaded): Provenance {
  return { cohort, seed, asOf, engineVersion: ENGINE_VERSION, skills, skillsDigest: digest };
}
