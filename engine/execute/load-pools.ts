/** Pools as tables beside the file, which all connections of a build read. */
import type { Session } from './session.ts';
import type { Execution } from './execution.ts';
import { StatementFailure } from './failure.ts';

export async function loadPools(
  session: Session,
  { pools, program }: Execution,
  wanted: ReadonlySet<string>,
): Promise<void> {
  for (const { name, table, create } of program.pools) {
    if (!wanted.has(name)) continue;
    await session.run(create.sql).catch((error: unknown) => {
      throw new StatementFailure(create, error);
    });
    await session.appendPool(table, pools.find((pool) => pool.name === name)?.columns ?? []);
  }
}
