/** What is told of tasks that fail together. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { settled } from './settled.ts';

test('the failure that came first is thrown, not that of who was stopped because of it, and only when all have ended', async () => {
  const ended: string[] = [];
  const failing = async (name: string, after: number): Promise<never> => {
    await delay(after);
    ended.push(name);
    throw new Error(name);
  };
  await expect(settled([failing('stopped', 20), failing('cause', 1), delay(1)])).rejects.toThrow('cause');
  expect(ended).toEqual(['cause', 'stopped']);
});
