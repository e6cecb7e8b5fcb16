/**
 * The people of one range, filled in by several connections: what lives meanwhile stands where all of them see it, and each table
 * is begun as soon as those that it reads are there, the first while the tables of the file are still made. A table is filled by one
 * statement, so its rows stand in one order.
 */
import type { ProgramTable, Statement } from '../model/index.ts';
import { countingsOf } from './count-sums.ts';
import type { Counted } from './count-sums.ts';
import { dealOut } from './crew.ts';
import type { Task } from './crew.ts';
import type { Filling } from './filling.ts';
import type { Range } from './ranges.ts';

/** What the range sums up to, as far as it was not known. */
export async function fillTogether(filling: Filling, range: Range): Promise<readonly Counted[]> {
  const { database, execution, prepare, tablesStand, typesStand, work, workers } = filling;
  const { beside, statements } = database;
  await typesStand;
  const meanwhile = withoutFile(work.ofPeople);
  const stopOthers = (error: unknown): never => {
    database.interrupt();
    throw error;
  };
  const fillIn = (table: ProgramTable, statement: Statement) => async (): ReturnType<Task['prepare']> => {
    if (!meanwhile.has(table.name)) await tablesStand;
    const { run, drop } = await prepare(statement, range);
    return { run: async () => run().catch(stopOthers), drop };
  };
  for (const { name, share } of work.ofPeople) {
    if (share === undefined || beside.has(name, share.sql)) continue;
    const { run } = await prepare(share);
    await run();
    beside.add(name, share.sql);
  }
  const counted: Counted = {};
  const filled: readonly Task[] = work.ofPeople.flatMap((table) =>
    table.fill === undefined ? [] : [{ makes: table.name, reads: table.reads, prepare: fillIn(table, table.fill) }],
  );
  const countings = countingsOf(execution.program, work.sums, range).map(({ of, reads, count }): Task => {
    const run = async (): Promise<void> => {
      counted[of] = await count(statements);
    };
    return { makes: undefined, reads, prepare: async () => ({ run, drop: () => undefined }) };
  });
  await dealOut([...filled, ...countings], workers);
  return [counted];
}

/** Those made of each other alone: they need neither the file's tables nor pools, and can be filled while these are made. */
function withoutFile(tables: readonly ProgramTable[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, kind, pools, reads } of tables) {
    if (kind === 'scratch' && pools.length === 0 && reads.every((read) => found.has(read))) found.add(name);
  }
  return found;
}
