/**
 * Waits for every task, also after one has failed: a connection must not be closed under a running statement. What is thrown is
 * what failed first: the others may have failed only because they were stopped.
 */
export async function settled(tasks: readonly Promise<unknown>[]): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(tasks.map(async (task) => task.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
}
