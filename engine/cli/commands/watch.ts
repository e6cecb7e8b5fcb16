/** Keeps the files of cohorts up to date with their skills until it is interrupted. */
import { join } from 'node:path';
import { didYouMean, hasErrors } from '../../diagnostics/index.ts';
import type { Paint } from '../../diagnostics/index.ts';
import type { Loaded } from '../../pipeline.ts';
import { createRebuild, watchTree } from '../../watch/index.ts';
import type { WatchEvent } from '../../watch/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatJsonLine } from '../print/json.ts';
import { formatWatchEvent } from '../print/watch-line.ts';
import { Problem } from '../problem.ts';
import type { Session } from '../session.ts';
import { loadSkills, pathOf, readSkills } from '../tree.ts';

export interface WatchOptions {
  readonly skills: string;
  readonly json?: boolean;
  readonly poll?: boolean;
}

export async function watch(cohorts: readonly string[], options: WatchOptions, session: Session): Promise<ExitCode> {
  const folder = options.skills;
  const tell = (event: WatchEvent): void =>
    session.write(
      options.json === true
        ? formatJsonLine({ time: wallClock(), ...event })
        : lineOf(event, folder, session.paint.data),
    );
  const first = await loadSkills(folder);
  assertCohorts(cohorts, first.loaded);
  await watchTree({
    root: folder,
    poll: options.poll === true,
    signal: session.signal,
    read: async () => (await readSkills(folder)).loaded,
    build: createRebuild({
      cohorts,
      fileOf: (cohort) => join('out', `${cohort}.duckdb`),
      clock: session.clock,
      tell,
    }),
    notice: (message) => tell({ event: 'notice', message }),
  });
  tell({ event: 'notice', message: 'Stopped; the files stay as they are.' });
  return exitCodes.interrupted;
}

/** A name that a tree without errors does not have is a slip of the pen; in a broken tree it may yet appear. */
function assertCohorts(names: readonly string[], { library, diagnostics }: Loaded): void {
  const known = library.cohorts.map(({ id }) => id);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined || hasErrors(diagnostics)) return;
  throw new Problem({
    message: `The tree has no cohort \`${unknown}\`.`,
    hint: didYouMean(unknown, known) ?? 'See `healthsim list cohort`.',
    exitCode: exitCodes.noMatch,
  });
}

function lineOf(event: WatchEvent, folder: string, paint: Paint): string {
  return formatWatchEvent(event, wallClock(), {
    pathOf: (file) => pathOf(folder, file),
    paint,
    timeOf,
  });
}

/** Milliseconds since 1970. Only log lines show it. */
function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

function timeOf(moment: number): string {
  return new Date(moment).toTimeString().slice(0, 8);
}
