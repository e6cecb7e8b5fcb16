/** The skills that come with the engine, with files of a test laid over them, and the files built from them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Plan } from '../model/index.ts';
import {
  buildCohort,
  createProgramCompiler,
  createTreeParser,
  nodeFileSystem,
  planRequest,
  readTree,
  requestsFor,
  understandTree,
} from '../pipeline.ts';
import type { Answer, Ask, Build, BuildReport, Loaded, TreeReading } from '../pipeline.ts';

/** Trees of tests differ from each other in a few files: the others are read and parsed once for all tests of a worker. */
const parseTree = createTreeParser();
const skills = readTree(new URL('../../skills', import.meta.url).pathname, nodeFileSystem);

/** Most of what one plan says the plan before it said too. */
const compile = createProgramCompiler();

export type Wishes = Partial<Ask>;
export type BuildOptions = Partial<
  Pick<Build, 'workers' | 'rangeSize' | 'signal' | 'onProgress' | 'onStep' | 'force' | 'standby' | 'program'>
>;

export interface CohortBuilds {
  readonly folder: string;
  /**
   * The skills of the engine with `files` besides, by path below the tree's root. A file replaces the one of its path. Fails
   * where anything is reported but the codes that are `expected`, and where one of these is not.
   */
  readonly tree: (files?: Readonly<Record<string, string>>, expected?: readonly string[]) => Promise<Loaded>;
  /** A new file; its path. Fails where anything is reported. */
  readonly build: (loaded: Loaded, ask: Wishes, options?: BuildOptions) => Promise<string>;
}

/** For the top of a test file: what it makes is removed after the file's last test. */
export async function openCohortBuilds(): Promise<CohortBuilds> {
  const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  let made = 0;
  const next = (name: string): string => join(folder, `${(made += 1)}-${name}`);
  return {
    folder,
    tree: async (files = {}, expected = []) => {
      const root = next('skills');
      await mkdir(root);
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text);
      }
      const loaded = understandTree(laidOver(await skills, await readTree(root, nodeFileSystem)), parseTree);
      const codes = loaded.diagnostics.map(({ code }) => code);
      if (codes.join() !== expected.join()) throw new Error(JSON.stringify(loaded.diagnostics, undefined, 2));
      return loaded;
    },
    build: async (loaded, ask, options = {}) => {
      const target = next('cohort.duckdb');
      withoutProblems(await buildAt(target, { plan: planOf(loaded, ask), loaded }, options));
      return target;
    },
  };
}

function laidOver(below: TreeReading, above: TreeReading): TreeReading {
  const replaced = new Set(above.files.map(({ path }) => path));
  const files = [...below.files.filter(({ path }) => !replaced.has(path)), ...above.files];
  return {
    files: files.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
    diagnostics: [...below.diagnostics, ...above.diagnostics],
  };
}

/** The one plan of what is asked. */
export function planOf(loaded: Loaded, ask: Wishes): Plan {
  const { requests } = withoutProblems(answerTo(loaded, ask));
  const [request] = requests;
  if (request === undefined || requests.length > 1) throw new Error(`${requests.length} requests`);
  const { plan } = withoutProblems(planRequest(loaded, request));
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

export function answerTo(loaded: Loaded, ask: Wishes): Answer {
  return requestsFor(loaded, { what: undefined, overrides: [], ...ask });
}

/** The clock stands still, so that no build differs from another by how long it took. */
export async function buildAt(
  target: string,
  what: Pick<Build, 'plan' | 'loaded'>,
  options: BuildOptions = {},
): Promise<BuildReport> {
  const clock = { milliseconds: () => 0 };
  return buildCohort({
    ...what,
    program: compile(what.plan),
    target,
    force: false,
    clock,
    signal: undefined,
    ...options,
  });
}

function withoutProblems<Outcome extends { readonly diagnostics: readonly object[] }>(outcome: Outcome): Outcome {
  if (outcome.diagnostics.length > 0) throw new Error(JSON.stringify(outcome.diagnostics, undefined, 2));
  return outcome;
}
