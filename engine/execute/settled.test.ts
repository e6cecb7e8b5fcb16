/** What is told of tasks that fail together. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { settled } from './settled.ts';

test('what failed first is told once all have ended, and not what was stopped because of it, whichever ends first', async () => {
  const ended: string[] = [];
  const failing = async (reason: string, after: number): Promise<never> => {
    await delay(after);
    ended.push(reason);
    throw new Error(reason);
  };
  const interrupt = 'INTERRUPT Error: Interrupted!';
  await expect(settled([failing('late', 20), failing('cause', 5), failing(interrupt, 1), delay(1)])).rejects.toThrow(
    'cause',
  );
  expect(ended).toEqual([interrupt, 'cause', 'late']);
  await expect(settled([failing(interrupt, 1)])).rejects.toThrow('Interrupted');
});
