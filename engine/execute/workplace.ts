/** A file that stays open from build to build of one target, and says what the target said when it was made from it. */
import { mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Program } from '../model/index.ts';
import { isAlive } from './build-lock.ts';
import type { StayingDatabase } from './database.ts';
import type { Resources } from './execution.ts';

export interface Workplace {
  readonly target: string;
  readonly file: string;
  readonly database: StayingDatabase;
  readonly resources: Resources;
  /** Of the target that was made from it. */
  readonly identity: string | undefined;
}

/** With the process that it belongs to, and what the system puts behind it. */
const FOLDER = /^healthsim-rebuilding-(\d+)-[A-Za-z0-9]{6}$/;
const FILE = 'build.duckdb';

/**
 * A new file among the system's temporary ones, in a folder that is named after this process and that nobody else can read: beside
 * the target it would be in the way all day. What killed processes left there is taken away.
 */
export async function fileToStay(): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = FOLDER.exec(name) ?? [];
    if (pid !== undefined && !(await isAlive(Number(pid)))) await takeAway(join(tmpdir(), name));
  }
  return join(await mkdtemp(join(tmpdir(), `healthsim-rebuilding-${process.pid}-`)), FILE);
}

/** Nothing but what a build made there. */
async function takeAway(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true }).catch(() => undefined);
  await rm(join(folder, `${FILE}.tmp`), { recursive: true, force: true }).catch(() => undefined);
  await rmdir(folder).catch(() => undefined);
}

/**
 * What lived meanwhile is taken away, so that the next build finds it empty, with the statements that no build asks for any more.
 * Nothing where that fails: the next build opens another.
 */
export async function rest(
  workplace: Workplace,
  { tables }: Program,
  isChanged: boolean,
): Promise<Workplace | undefined> {
  const { beside, connect, statements } = workplace.database;
  try {
    const session = await connect();
    for (const { name, share, empty } of tables) {
      if (share !== undefined && beside.has(name, share.sql)) await session.run(empty.sql);
    }
    await session.run('checkpoint memory');
    session.close();
    if (isChanged) statements.letGo();
    else statements.endRound();
    return workplace;
  } catch {
    await closeWorkplace(workplace);
    return undefined;
  }
}

export async function closeWorkplace({ database, file }: Workplace): Promise<void> {
  database.close();
  await takeAway(dirname(file));
}
