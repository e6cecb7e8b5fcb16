/** The stages, composed: a folder to a library, a question to requests, a request to a plan, a plan to a file. */
import { createHash } from 'node:crypto';
import { compilePlan, createCompiler, drawing } from './compile/index.ts';
import { diagnostic } from './diagnostics/index.ts';
import type { Diagnostic } from './diagnostics/index.ts';
import type { Execution, ExecutionReport, Step } from './execute/index.ts';
import type * as Execute from './execute/index.ts';
import type {
  BuildLimits,
  GenerationRequest,
  Library,
  Override,
  PhraseReading,
  Plan,
  PoolTable,
  Program,
  Provenance,
  SkillDocument,
  SourceRange,
} from './model/index.ts';
import { normalizeLibrary, specifyCohort } from './normalize/index.ts';
import { createTreeParser } from './parse/index.ts';
import type { ParseTree } from './parse/index.ts';
import { checkCohort, planCohort } from './plan/index.ts';
import { loadPools } from './pools/index.ts';
import type { Clock, FileSystem } from './ports/index.ts';
import { ENGINE_VERSION, readTree } from './read/index.ts';
import type { TreeReading } from './read/index.ts';
import { resolveName, resolvePhrase } from './resolve/index.ts';
import { validateTree, withCauses } from './validate/index.ts';
import { compareDeclared, judgeChecks } from './verify/index.ts';

export type { BuildRecord, PersonEvent, PersonRecord, PersonRow, RepeatedCheck, Standby } from './execute/index.ts';
export { planText } from './compile/index.ts';
export { formatExpression, formatOffset, isDecidedAnew } from './plan/index.ts';
export { createTreeParser } from './parse/index.ts';
export { ENGINE_VERSION, nodeFileSystem, readTree } from './read/index.ts';
export type { TreeReading } from './read/index.ts';
export { loadProviders, loadReference, readLines, writeWhole } from './reference/index.ts';
export type { LayoutName } from './reference/index.ts';

/** The database is loaded where something is built or read: that takes longer than to check a small tree. */
const loadExecute = async (): Promise<typeof Execute> => import('./execute/index.ts');

export const createStandby: typeof Execute.createStandby = async () => (await loadExecute()).createStandby();
export const queryFile: typeof Execute.queryFile = async (...asked) => (await loadExecute()).queryFile(...asked);
export const readPerson: typeof Execute.readPerson = async (...asked) => (await loadExecute()).readPerson(...asked);
export const readRecord: typeof Execute.readRecord = async (...asked) => (await loadExecute()).readRecord(...asked);
export const repeatChecks: typeof Execute.repeatChecks = async (...asked) =>
  (await loadExecute()).repeatChecks(...asked);

/** A tree that was read and understood as far as it can be; what cannot is named in `diagnostics`. */
export interface Loaded {
  readonly documents: readonly SkillDocument[];
  readonly library: Library;
  /** Texts by path, for showing the line that a diagnostic speaks of. */
  readonly sources: ReadonlyMap<string, string>;
  readonly skills: readonly { readonly path: string; readonly digest: string }[];
  readonly digest: string;
  readonly diagnostics: readonly Diagnostic[];
}

export async function loadTree(root: string, files: FileSystem): Promise<Loaded> {
  return understandTree(await readTree(root, files));
}

/** `parseTree` may know files from the time before. */
export function understandTree(read: TreeReading, parseTree: ParseTree = createTreeParser()): Loaded {
  const parsed = parseTree(read.files);
  const documents = parsed.flatMap(({ document }) => document ?? []);
  const understood = new Set(documents.map(({ path }) => path));
  const unreadable = [...read.files, ...read.diagnostics.flatMap(({ at }) => (at ? [{ path: at.file }] : []))]
    .map(({ path }) => path)
    .filter((path) => !understood.has(path));
  const validated = validateTree(documents, unreadable);
  const { library, diagnostics } = normalizeLibrary(validated.skills);
  return {
    documents,
    library,
    sources: new Map(read.files.map(({ path, text }) => [path, text])),
    skills: read.files.map(({ path, digest }) => ({ path, digest })),
    digest: digestOf(read.files.map(({ path, digest }) => `${path} ${digest}`).join('\n')),
    diagnostics: withCauses({ documents, unreadable }, [
      ...read.diagnostics,
      ...parsed.flatMap((one) => one.diagnostics),
      ...validated.diagnostics,
      ...diagnostics,
    ]),
  };
}

/** What somebody asks for: a name, a phrase or nothing (every cohort), and what is laid over it. */
export interface Ask {
  readonly what: string | undefined;
  readonly overrides: readonly Override[];
  readonly count?: number;
  readonly seed?: number;
  readonly asOf?: string;
  readonly journeys?: readonly string[];
  readonly persons?: PersonRange;
}

export interface PersonRange {
  readonly from: number;
  readonly to: number;
}

export interface Answer {
  readonly requests: readonly GenerationRequest[];
  readonly outcome: 'resolved' | 'ambiguous' | 'none';
  /** Absent where no phrase was read. */
  readonly reading: PhraseReading | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function requestsFor({ library }: Loaded, ask: Ask): Answer {
  const found = ask.what === undefined ? everyCohort(library) : answerTo(ask.what, library);
  return { ...found, requests: found.requests.map((request) => withAsked(request, ask)) };
}

function everyCohort(library: Library): Answer {
  const answers = library.cohorts.map(({ id }) => resolveName({ name: id, library }));
  return {
    requests: answers.flatMap(({ request }) => request ?? []),
    outcome: 'resolved',
    reading: undefined,
    diagnostics: answers.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** A single word is a name, or nearly one, before it is a phrase; anything else is a phrase. */
function answerTo(what: string, library: Library): Answer {
  const byName = resolveName({ name: what, library });
  if (byName.request !== undefined) {
    return { requests: [byName.request], outcome: 'resolved', reading: undefined, diagnostics: byName.diagnostics };
  }
  const { request, reading, outcome, diagnostics } = resolvePhrase({ phrase: what, library });
  const isWord = what.trim() !== '' && !/\s/.test(what.trim());
  const isNear = byName.diagnostics.some(({ params }) => !('nearest' in params) || params.nearest.length > 0);
  if (isWord && (isNear || outcome !== 'resolved')) {
    return { requests: [], outcome: 'none', reading: undefined, diagnostics: byName.diagnostics };
  }
  return { requests: request === undefined ? [] : [request], outcome, reading, diagnostics };
}

function withAsked(request: GenerationRequest, ask: Ask): GenerationRequest {
  const asked = { count: ask.count, seed: ask.seed, as_of: ask.asOf };
  const options = Object.entries(asked).flatMap(([key, value]) =>
    value === undefined ? [] : [{ path: [key], value, at: optionAt(key) }],
  );
  return {
    ...request,
    ...(ask.journeys === undefined
      ? {}
      : { journeys: ask.journeys, journeyPlaces: ask.journeys.map(() => optionAt('journey')) }),
    persons: ask.persons,
    overrides: [...request.overrides, ...journeysAsked(request, ask), ...options, ...ask.overrides],
  };
}

/** They stand for what a cohort says of journeys at length; by themselves they are laid over the profile. */
function journeysAsked({ overrides }: GenerationRequest, { journeys }: Ask): readonly Override[] {
  if (journeys === undefined || !overrides.some(({ path }) => path[0] === 'journeys')) return [];
  return [{ path: ['journeys'], value: journeys, at: optionAt('journey') }];
}

/** The place of an option of the command line. */
function optionAt(key: string): SourceRange {
  const start = { line: 1, column: 1 };
  return { file: `<--${key.replaceAll('_', '-')}>`, start, end: start };
}

export interface Planned {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function planRequest({ library }: Loaded, request: GenerationRequest): Planned {
  const { cohort, diagnostics } = specifyCohort({ library, request });
  if (cohort === undefined) return { plan: undefined, diagnostics };
  const planned = planCohort({ cohort, library, pools: pools(), ...drawing });
  return { plan: planned.plan, diagnostics: [...diagnostics, ...planned.diagnostics] };
}

/** What planning the request would report, without the plan. */
export function checkRequest({ library }: Loaded, request: GenerationRequest): readonly Diagnostic[] {
  const { cohort, diagnostics } = specifyCohort({ library, request });
  return cohort === undefined ? diagnostics : [...diagnostics, ...checkCohort({ cohort, library })];
}

export function compileProgram(plan: Plan): Program {
  return compilePlan(plan, pools());
}

/** For whoever compiles plans that differ little from each other. */
export function createProgramCompiler(): (plan: Plan) => Program {
  const compile = createCompiler();
  return (plan) => compile(plan, pools());
}

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
  readonly standby?: Execute.Standby;
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
  const { executeProgram } = await loadExecute();
  const report = await executeProgram(execution, standby);
  if (report.file !== undefined || !outOfTime.aborted || signal?.aborted === true) return report;
  const { value: minutes, at } = limits.minutes;
  return { ...report, diagnostics: [diagnostic('execute-out-of-time', { minutes }, at)] };
}

/** What a build would do with each table of its file, and why; nothing is changed. */
export async function previewBuild(build: Build): ReturnType<typeof Execute.previewProgram> {
  return (await loadExecute()).previewProgram(executionOf(build));
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

async function expectTooManyRows(
  execution: Parameters<typeof Execute.countRowsPerPerson>[0],
  { rows: limit }: BuildLimits,
): Promise<Diagnostic | undefined> {
  const { persons } = execution;
  const people = persons.to - persons.from + 1;
  if (people <= COUNTED_ABOVE) return undefined;
  const { countRowsPerPerson } = await loadExecute();
  const perPerson = await countRowsPerPerson(execution, COUNTED_PEOPLE).catch(() => 0);
  const rows = Math.round(people * perPerson);
  if (rows <= limit.value) return undefined;
  return diagnostic(
    'execute-limit-rows',
    { people, perPerson, rows, counted: COUNTED_PEOPLE, limit: limit.value },
    limit.at,
  );
}

function nothingBuilt(diagnostics: readonly Diagnostic[]): BuildReport {
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

function provenanceOf({ cohort, seed, asOf }: Plan, { skills, digest }: Loaded): Provenance {
  return { cohort, seed, asOf, engineVersion: ENGINE_VERSION, skills, skillsDigest: digest };
}

let loadedPools: readonly PoolTable[] | undefined;

/** Loaded once, and only where something is planned. */
function pools(): readonly PoolTable[] {
  loadedPools ??= loadPools();
  return loadedPools;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
