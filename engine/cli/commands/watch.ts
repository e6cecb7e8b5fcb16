/** Keeps the files of cohorts up to date with their skills until it is interrupted. */
import { join } from 'node:path';
import { didYouMean, hasErrors, withShownPlaces } from '../../diagnostics/index.ts';
import type { Paint } from '../../diagnostics/index.ts';
import { nodeFileSystem, readTree } from '../../pipeline.ts';
import type { Loaded } from '../../pipeline.ts';
import { createRebuild, watchTree } from '../../watch/index.ts';
import type { WatchEvent } from '../../watch/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatJsonLine } from '../print/json.ts';
import { dataOfProblem } from '../print/problems.ts';
import { createProgresses } from '../print/progress.ts';
import { formatWatchEvent } from '../print/watch-line.ts';
import { Problem } from '../problem.ts';
import type { Session } from '../session.ts';
import { assertTarget } from '../target-file.ts';
import { keepHeapTight } from '../tight-heap.ts';
import { loadSkills, pathOf } from '../tree.ts';
import { createJournal } from '../watch-journal.ts';

export interface WatchOptions {
  readonly skills: string;
  readonly json?: boolean;
  readonly poll?: boolean;
}

export async function watch(cohorts: readonly string[], options: WatchOptions, session: Session): Promise<ExitCode> {
  keepHeapTight();
  const folder = options.skills;
  const journal = createJournal();
  const first = await loadSkills(folder);
  assertCohorts(cohorts, first.loaded);
  await assertTarget(
    fileOf('cohort'),
    folder,
    'Cohorts are built into `out`: watch from another folder, or mend what `out` is here.',
  );
  const quitting = new AbortController();
  const isSteered = options.json !== true && session.hasKeys;
  const tell = (event: WatchEvent): void => {
    if (options.json === true) session.write(formatJsonLine({ time: wallClock(), ...dataOf(event, folder) }));
    else
      for (const one of journal.take(event))
        session.write(session.wrap(lineOf(one, { folder, paint: session.paint.data, isSteered }), TEXT_COLUMN));
  };
  const rebuild = createRebuild({
    cohorts,
    fileOf,
    clock: session.clock,
    tell,
    onProgress: createProgresses({ clock: session.clock, show: session.progress }),
  });
  let again = (): void => undefined;
  const actions: Readonly<Record<string, () => void>> = {
    h: () => session.write(HELP),
    r: () => {
      rebuild.forget();
      again();
    },
    d: () => session.write(journal.lastEdit()),
    q: () => quitting.abort(),
  };
  const release = isSteered ? session.readKeys((key) => actions[key]?.()) : undefined;
  try {
    await watchTree({
      root: folder,
      poll: options.poll === true,
      signal: AbortSignal.any([session.signal, quitting.signal]),
      expect: rebuild.expect,
      read: () => readTree(folder, nodeFileSystem),
      build: rebuild.run,
      isWanted: rebuild.isWanted,
      notice: (notice) => tell({ event: 'notice', ...notice }),
      controls: (controls) => (again = controls.again),
    });
  } finally {
    release?.();
    await rebuild.close();
  }
  tell({ event: 'notice', code: 'watch-stopped', message: 'Stopped; the files stay as they are.' });
  return quitting.signal.aborted ? exitCodes.ok : exitCodes.interrupted;
}

function fileOf(cohort: string): string {
  return join('out', `${cohort}.duckdb`);
}

/** Where the text of a line begins, behind its time and its word. */
const TEXT_COLUMN = 17;
const KEYS = 'h help · r rebuild · d diff · q quit';
const HELP = [
  'h  this help',
  'r  build every cohort again',
  'd  what the last edit changed, table by table',
  'q  quit; Ctrl-C does too',
].join('\n');

/** A name that a tree without errors does not have is a slip of the pen; in a broken tree it may yet appear. */
function assertCohorts(names: readonly string[], { library, diagnostics }: Loaded): void {
  const known = library.cohorts.map(({ id }) => id);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined || hasErrors(diagnostics)) return;
  const kind = library.skills.find(({ name }) => name === unknown)?.kind;
  throw new Problem({
    message: `The tree has no cohort \`${unknown}\`${kind === undefined ? '' : `; a ${kind} is called so`}.`,
    hint:
      kind === undefined
        ? (didYouMean(unknown, known) ?? 'See `healthsim list cohort`.')
        : 'What is watched are cohorts: write a skill of type cohort that names it, or build it once with `generate`.',
    exitCode: exitCodes.noMatch,
  });
}

/** A problem as `generate` gives it. */
function dataOf(event: WatchEvent, folder: string): object {
  if (event.event !== 'diagnostic') return event;
  return { ...event, diagnostic: dataOfProblem(withShownPlaces(event.diagnostic, folder)) };
}

interface Shown {
  readonly folder: string;
  readonly paint: Paint;
  readonly isSteered: boolean;
}

function lineOf(event: WatchEvent, { folder, paint, isSteered }: Shown): string {
  const shown =
    event.event === 'diagnostic' ? { ...event, diagnostic: withShownPlaces(event.diagnostic, folder) } : event;
  return formatWatchEvent(shown, wallClock(), {
    pathOf: (file) => pathOf(folder, file),
    paint,
    timeOf,
    steering: isSteered ? KEYS : 'Ctrl-C stops',
  });
}

/** Milliseconds since 1970. Only log lines show it. */
function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

function timeOf(moment: number): string {
  return new Date(moment).toTimeString().slice(0, 8);
}
