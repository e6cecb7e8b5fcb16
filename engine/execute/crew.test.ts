/** Tasks that wait for each other are done by several at a time, each after what it reads. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { dealOut } from './crew.ts';
import type { Task } from './crew.ts';

interface Seen {
  readonly tasks: readonly Task[];
  /** What was done, in the order in which it ended. */
  readonly done: string[];
  readonly prepared: string[];
  readonly dropped: string[];
}

function tasksOf(reads: Readonly<Record<string, readonly string[]>>, failing?: string): Seen {
  const [done, prepared, dropped]: [string[], string[], string[]] = [[], [], []];
  const tasks = Object.entries(reads).map(([makes, of]): Task => ({
    makes,
    reads: of,
    prepare: async () => {
      prepared.push(makes);
      const run = async (): Promise<void> => {
        expect(done).toEqual(expect.arrayContaining(of.filter((one) => one in reads && one !== makes)));
        await delay(1);
        if (makes === failing) throw new Error(`${makes} failed`);
        done.push(makes);
      };
      return { run, drop: () => void dropped.push(makes) };
    },
  }));
  return { tasks, done, prepared, dropped };
}

const DIAMOND = { root: [], left: ['root'], right: ['root'], end: ['left', 'right'], alone: ['what stands'] };

test.each([1, 2, 5])('%d workers do every task once, after what it reads', async (workers) => {
  const { tasks, done, prepared, dropped } = tasksOf(DIAMOND);
  await dealOut(tasks, workers);
  expect(done.toSorted()).toEqual(Object.keys(DIAMOND).toSorted());
  expect(prepared.toSorted()).toEqual(done.toSorted());
  expect(dropped).toEqual([]);
});

test('what others wait for longest is begun first', async () => {
  const { tasks, done } = tasksOf({ short: [], long: [], next: ['long'], last: ['next'] });
  await dealOut(tasks, 1);
  expect(done[0]).toBe('long');
});

test('whoever has nothing to do prepares what will come', async () => {
  const { tasks, prepared, done } = tasksOf({ first: [], second: ['first'] });
  await dealOut(tasks, 2);
  expect([prepared, done]).toEqual([
    ['first', 'second'],
    ['first', 'second'],
  ]);
});

test('after a failure nothing is begun, what was ready is dropped, and the failure is thrown', async () => {
  const { tasks, done, dropped } = tasksOf(DIAMOND, 'root');
  await expect(dealOut(tasks, 2)).rejects.toThrow('root failed');
  expect(done).not.toContain('left');
  expect(done).not.toContain('end');
  expect(dropped).not.toContain('root');
});
