import { reasonOf } from './failure.ts';

/**
 * Waits for every task, also after one has failed: a connection must not be closed under a running statement. What is thrown is
 * what failed first but for what was stopped because of it, which may be told sooner.
 */
export async function settled(tasks: readonly Promise<unknown>[]): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(tasks.map(async (task) => task.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures.find((one) => !reasonOf(one).startsWith('INTERRUPT Error')) ?? failures[0];
}
