/**
 * Ranges of persons, each built by one connection with temporary tables of its own. They are committed in ascending order, so that
 * every table reads the same on every run, whichever connection was faster.
 */
import { countingsOf } from './count-sums.ts';
import type { Counted } from './count-sums.ts';
import type { Filling } from './filling.ts';
import type { Range } from './ranges.ts';
import { settled } from './settled.ts';
import { createTurns } from './turns.ts';

/** What each range sums up to, as far as it was not known. */
export async function fillApart(filling: Filling, ranges: readonly Range[]): Promise<readonly Counted[]> {
  const { database, execution, run, tablesStand, work, workers } = filling;
  const waiting = [...ranges];
  const counted = new Map<number, Counted>();
  const turns = createTurns(ranges.map(({ from }) => from));
  const fillRanges = async (): Promise<void> => {
    const session = await database.connect();
    await tablesStand;
    for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
      await session.run('begin');
      for (const { kind, create, fill } of work.ofPeople) {
        if (kind === 'scratch') await run(session, create);
        if (fill !== undefined) await run(session, fill, range);
      }
      const sums: Counted = {};
      for (const { of, count } of countingsOf(execution.program, work.sums, range)) sums[of] = await count(session);
      counted.set(range.from, sums);
      await turns.wait(range.from);
      await session.run('commit');
      turns.pass(range.to + 1);
    }
  };
  const stopOthers = (error: unknown): never => {
    turns.fail(error);
    database.interrupt();
    throw error;
  };
  const crew = Array.from({ length: Math.min(workers, ranges.length) }, fillRanges);
  await settled(crew.map(async (task) => task.catch(stopOthers)));
  return ranges.flatMap(({ from }) => counted.get(from) ?? []);
}
