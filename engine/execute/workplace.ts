/** A file that stays open from build to build of one target, and says what the target said when it was made from it. */
import { rm } from 'node:fs/promises';
import type { Program } from '../model/index.ts';
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
  await rm(file, { force: true });
}
