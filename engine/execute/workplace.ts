/** A file that stays open from build to build of one target, and says what the target said when it was made from it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
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

const FOLDER = 'healthsim-watch-';

/**
 * A new file among the system's temporary ones, in a folder that is named after this process and that nobody else can read: beside
 * the target it would be in the way all day. What killed processes left there is taken away.
 */
export async function fileToStay(): Promise<string> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((one) => one.startsWith(FOLDER))) {
    const isLeft = !(await isAlive(Number.parseInt(name.slice(FOLDER.length), 10)));
    if (isLeft) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
  return join(await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`)), 'build.duckdb');
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
  await rm(dirname(file), { recursive: true, force: true });
}
