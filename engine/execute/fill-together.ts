/**
 * The people of one range, filled in by several connections: what lives meanwhile stands where all of them see it, and each table
 * is begun as soon as those that it reads are there. A table is filled by one statement, so its rows stand in one order.
 */
import type { Statement } from '../model/index.ts';
import { readEvents, readPeople } from './count-sums.ts';
import { dealOut } from './crew.ts';
import type { Task } from './crew.ts';
import type { Session } from './database.ts';
import type { Filling } from './filling.ts';
import type { Range } from './ranges.ts';
import type { KnownSums } from './work.ts';

/** What the range sums up to, as far as it was not known. */
export async function fillTogether(filling: Filling, range: Range): Promise<readonly KnownSums[]> {
  const { database, execution, prepare, run, tablesStand, work, workers } = filling;
  const { program } = execution;
  await tablesStand;
  const idle: Session[] = [];
  const connect = async (): Promise<Session> => idle.pop() ?? database.connect();

  const stopOthers = (error: unknown): never => {
    database.interrupt();
    throw error;
  };
  const fillIn = (statement: Statement) => async (): ReturnType<Task['prepare']> => {
    const session = await connect();
    const made = await prepare(session, statement, range);
    const runIt = async (): Promise<void> => {
      await made.run().catch(stopOthers);
      idle.push(session);
    };
    return { run: runIt, drop: made.drop };
  };
  const count = (ask: (session: Session) => Promise<void>) => async (): ReturnType<Task['prepare']> => {
    const session = await connect();
    return { run: async () => ask(session), drop: () => undefined };
  };

  const main = await database.connect();
  for (const { share } of work.ofPeople) if (share !== undefined) await run(main, share);
  const counted: { people?: readonly number[]; events?: readonly number[] } = {};
  const tasks: Task[] = work.ofPeople.flatMap(({ name, reads, fill }) =>
    fill === undefined ? [] : [{ makes: name, reads, prepare: fillIn(fill) }],
  );
  if (work.sums.people === undefined) {
    const ask = async (session: Session): Promise<void> => {
      counted.people = await readPeople(session, program, range);
    };
    tasks.push({ makes: undefined, reads: program.tally.reads, prepare: count(ask) });
  }
  const { eventTally } = program;
  if (work.sums.events === undefined && eventTally !== undefined) {
    const ask = async (session: Session): Promise<void> => {
      counted.events = await readEvents(session, eventTally, range);
    };
    tasks.push({ makes: undefined, reads: eventTally.reads, prepare: count(ask) });
  }
  await dealOut(tasks, workers);
  return [{ people: counted.people, events: counted.events, spending: undefined }];
}
