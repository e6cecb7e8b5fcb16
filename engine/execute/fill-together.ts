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
import type { Session } from './session.ts';
import type { Filling } from './filling.ts';
import type { Range } from './ranges.ts';
import type { Work } from './work.ts';

/** What the range sums up to, as far as it was not known. */
export async function fillTogether(filling: Filling, range: Range): Promise<readonly Counted[]> {
  const { database, execution, prepare, run, tablesStand, typesStand, work, workers } = filling;
  await typesStand;
  const idle: Session[] = [];
  const connect = async (): Promise<Session> => idle.pop() ?? database.connect();

  const stopOthers = (error: unknown): never => {
    database.interrupt();
    throw error;
  };
  const fillIn = (table: ProgramTable, statement: Statement) => async (): ReturnType<Task['prepare']> => {
    if (!meanwhile.has(table.name)) await tablesStand;
    const session = await connect();
    const made = await prepare(session, statement, range);
    const runIt = async (): Promise<void> => {
      await made.run().catch(stopOthers);
      idle.push(session);
    };
    return { run: runIt, drop: made.drop };
  };
  const inSession = (ask: (session: Session) => Promise<void>) => async (): ReturnType<Task['prepare']> => {
    const session = await connect();
    return { run: async () => ask(session), drop: () => undefined };
  };

  const meanwhile = withoutFile(work);
  const main = await database.connect();
  for (const { share } of work.ofPeople) if (share !== undefined) await run(main, share);
  const counted: Counted = {};
  const filled: readonly Task[] = work.ofPeople.flatMap((table) =>
    table.fill === undefined ? [] : [{ makes: table.name, reads: table.reads, prepare: fillIn(table, table.fill) }],
  );
  const countings = countingsOf(execution.program, work.sums, range).map(({ of, reads, count }): Task => {
    const ask = async (session: Session): Promise<void> => {
      counted[of] = await count(session);
    };
    return { makes: undefined, reads, prepare: inSession(ask) };
  });
  await dealOut([...filled, ...countings], workers);
  return [counted];
}

/** Those made of each other alone: they need neither the file's tables nor pools, and can be filled while these are made. */
function withoutFile({ held, ofPeople }: Work): ReadonlySet<string> {
  const found = new Set(held.keys());
  for (const { name, kind, pools, reads } of ofPeople) {
    if (kind === 'scratch' && pools.length === 0 && reads.every((read) => found.has(read))) found.add(name);
  }
  return found;
}
