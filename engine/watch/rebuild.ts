/**
 * A reading of the tree into builds of the cohorts whose plan says something else than at their last build. A cohort
 * that an error touches keeps its file.
 */
import { foldConsequences, hasErrors, ownerOf } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Plan, Program } from '../model/index.ts';
import { buildCohort, createProgramCompiler, createStandby } from '../pipeline.ts';
import type { Loaded, Standby, TreeReading } from '../pipeline.ts';
import type { Clock } from '../ports/index.ts';
import { declaredCohorts } from './declared-cohorts.ts';
import { filesOf } from './files-of.ts';
import { createHindrances } from './hindrances.ts';
import type { Hindrances } from './hindrances.ts';
import { builtAtOf, goneNotice, missingOf, tryingAgain, waitingFor } from './outputs.ts';
import { createUnderstanding } from './understanding.ts';
import type { PlannedCohort } from './understanding.ts';
import type { Tell, WatchEvent } from './watch-event.ts';

export interface RebuildOptions {
  /** Empty for every cohort of the tree. */
  readonly cohorts: readonly string[];
  readonly fileOf: (cohort: string) => string;
  readonly clock: Clock;
  readonly tell: Tell;
  readonly onProgress?: (cohort: string, done: number, total: number) => void;
}

export interface Rebuild {
  /** Something has been written and may be read soon: what any build needs is made ready meanwhile. */
  readonly expect: () => void;
  readonly run: (reading: TreeReading, signal: AbortSignal) => Promise<void>;
  /** The next run builds every cohort, whatever its plan says. */
  readonly forget: () => void;
  /**
   * Whether what was read last is to be built once more: a built file has been taken away since this was last asked, or one
   * that could not be written is due to be tried again.
   */
  readonly isWanted: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

interface LastBuild {
  readonly text: string;
  readonly plan: Plan;
  readonly rows: ReadonlyMap<string, number>;
}

type Verdict = 'built' | 'kept' | 'missing' | 'unchanged' | 'cancelled';

interface Round {
  readonly options: RebuildOptions;
  readonly compile: (plan: Plan) => Program;
  readonly lastBuilds: Map<string, LastBuild>;
  readonly standby: Standby;
  readonly loaded: Loaded;
  readonly errors: readonly Diagnostic[];
  readonly signal: AbortSignal;
  readonly isForced: boolean;
  /** Cohorts whose file was taken away. */
  readonly gone: ReadonlySet<string>;
  readonly hindrances: Hindrances;
}

export function createRebuild(options: RebuildOptions): Rebuild {
  const understanding = createUnderstanding(options.cohorts);
  const compile = createProgramCompiler();
  const lastBuilds = new Map<string, LastBuild>();
  const hindrances = createHindrances(options.clock);
  let standby: Promise<Standby> | undefined;
  const ready = async (): Promise<Standby> => (standby ??= createStandby());
  let isForgotten = false;
  let isRunning = false;
  let isDue = false;
  let gone: ReadonlySet<string> = new Set();

  const expect = (): void => {
    const prepared = ready().then(({ prepare }) => prepare([...lastBuilds.keys()].map(options.fileOf)));
    // A build would fail likewise, and tells why.
    prepared.catch(() => undefined);
  };
  const bringAll = async (reading: TreeReading, signal: AbortSignal, tell: Tell): Promise<readonly Verdict[]> => {
    const understood = await understanding.of(reading, { signal, tell, isAll: isForgotten });
    if (understood === undefined) return [];
    const { loaded, planned, errors } = understood;
    const round: Round = {
      options: { ...options, tell },
      compile,
      lastBuilds,
      standby: await ready(),
      loaded,
      errors,
      signal,
      isForced: isForgotten,
      gone,
      hindrances,
    };
    isForgotten = false;
    const verdicts: Verdict[] = [];
    for (const one of planned) {
      const { request } = one;
      const verdict = await bringUpToDate(round, one);
      verdicts.push(verdict);
      // So that it is missed anew if it is taken away before anybody looks.
      if (verdict === 'built') gone = new Set([...gone].filter((cohort) => cohort !== request.name));
    }
    verdicts.push(...(await keepOrForget(round, new Set(planned.map(({ request }) => request.name)))));
    if (!signal.aborted) tell(summary(round, verdicts));
    expect();
    return verdicts;
  };
  const run: Rebuild['run'] = async (reading, signal) => {
    // What is tried again of the watch's own accord is told only if something came of it.
    const isQuiet = isDue && !isForgotten && understanding.isKnown(reading);
    const held: WatchEvent[] = [];
    const matter = hindrances.matter();
    [isRunning, isDue] = [true, false];
    try {
      const verdicts = await bringAll(reading, signal, isQuiet ? (event) => void held.push(event) : options.tell);
      if (verdicts.includes('built') || hindrances.matter() !== matter) for (const event of held) options.tell(event);
    } finally {
      isRunning = false;
    }
  };
  return {
    run,
    expect,
    forget: () => void (isForgotten = true),
    isWanted: async () => {
      const known = gone;
      gone = new Set(await missingOf([...lastBuilds.keys()], options.fileOf));
      const news = [...gone].filter((cohort) => !known.has(cohort));
      for (const cohort of news) options.tell({ event: 'notice', ...(await goneNotice(options.fileOf(cohort))) });
      const wasDue = isDue;
      isDue ||= !isRunning && hindrances.isAnyDue();
      return news.length > 0 || isDue !== wasDue;
    },
    close: async () => (await standby)?.close(),
  };
}

async function bringUpToDate(round: Round, { request, plan, text }: PlannedCohort): Promise<Verdict> {
  const { options, lastBuilds, hindrances, signal } = round;
  if (signal.aborted) return 'cancelled';
  const last = lastBuilds.get(request.name);
  const isSame = last !== undefined && last.text === text && !round.isForced && !round.gone.has(request.name);
  if (isSame && !hindrances.has(request.name)) return 'unchanged';
  if (plan === undefined || text === undefined || touchedByError(round, plan, last)) {
    hindrances.forget(request.name);
    return keep(round, request.name);
  }
  const file = options.fileOf(request.name);
  const startedAt = options.clock.milliseconds();
  const { loaded } = round;
  const { onProgress } = options;
  const report = await buildCohort({
    plan,
    program: round.compile(plan),
    loaded,
    target: file,
    force: false,
    signal,
    standby: round.standby,
    clock: options.clock,
    onLocked: (pid) => options.tell({ event: 'notice', ...waitingFor(file, pid) }),
    ...(onProgress && { onProgress: (done, total) => onProgress(request.name, done, total) }),
  });
  if (report.file === undefined && signal.aborted) {
    options.tell({ event: 'cancelled', cohort: request.name, file });
    return 'cancelled';
  }
  for (const diagnostic of report.diagnostics) options.tell({ event: 'diagnostic', diagnostic });
  const hindrance = hindrances.note(request.name, report.diagnostics, options.clock.milliseconds() - startedAt);
  if (hindrance === 'new') options.tell({ event: 'notice', ...tryingAgain(file) });
  if (report.diagnostics.some(({ code }) => NOT_OURS.has(code))) return 'kept';
  if (report.file === undefined || hasErrors(report.diagnostics)) return keep(round, request.name);
  const built = {
    text,
    plan,
    rows: new Map(report.tables.map(({ name, rows }) => [name, rows])),
  };
  lastBuilds.set(request.name, built);
  if (report.unchanged && !round.isForced) return 'unchanged';
  options.tell({
    event: 'built',
    cohort: request.name,
    file: report.file,
    tables: report.tables.map(({ name, rows }) => ({ name, rows, before: last?.rows.get(name) })),
    filled: report.verdicts.filter(({ outcome }) => outcome === 'miss').length,
    milliseconds: { ...report.milliseconds },
  });
  return 'built';
}

/** What stands where the file should, and is none of ours, is not said to be kept from a build. */
const NOT_OURS: ReadonlySet<string> = new Set(['execute-target-foreign', 'execute-target-folder']);

/** A first build wants a tree without errors; later ones only that no file they come from, then or since, has one. */
function touchedByError({ errors }: Round, plan: Plan, last: LastBuild | undefined): boolean {
  if (errors.length === 0) return false;
  if (last === undefined) return true;
  const files = new Set([...filesOf(last.plan), ...filesOf(plan)]);
  return errors.some(({ at }) => at === undefined || files.has(ownerOf(at)));
}

/** Cohorts that the tree does not offer: broken ones keep their file, those built before that were removed are forgotten. */
async function keepOrForget(round: Round, offered: ReadonlySet<string>): Promise<readonly Verdict[]> {
  const { cohorts } = round.options;
  const broken = round.errors.length === 0 ? [] : declaredCohorts(round.loaded.sources);
  const waiting = broken.filter((cohort) => cohorts.length === 0 || cohorts.includes(cohort)).toSorted();
  const missing = new Set([...round.lastBuilds.keys(), ...waiting]);
  const verdicts: Verdict[] = [];
  for (const cohort of missing) {
    if (offered.has(cohort)) continue;
    round.hindrances.forget(cohort);
    if (round.errors.length > 0) verdicts.push(await keep(round, cohort));
    else {
      round.lastBuilds.delete(cohort);
      round.options.tell({ event: 'removed', cohort, file: round.options.fileOf(cohort) });
    }
  }
  return verdicts;
}

async function keep({ options }: Round, cohort: string): Promise<Verdict> {
  const file = options.fileOf(cohort);
  const builtAt = await builtAtOf(file);
  options.tell({ event: 'kept', cohort, file, builtAt });
  return builtAt === undefined ? 'missing' : 'kept';
}

function summary({ loaded, errors }: Round, verdicts: readonly Verdict[]): WatchEvent {
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length;
  return {
    event: 'watching',
    skills: loaded.library.skills.length,
    errors: foldConsequences(errors).length,
    built: count('built'),
    kept: count('kept'),
    missing: count('missing'),
    unchanged: count('unchanged'),
  };
}
