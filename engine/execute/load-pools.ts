/** Pools as tables beside the file, which all connections of a build read. */
import type { BesideFile } from './beside-file.ts';
import type { Session } from './session.ts';
import type { Execution } from './execution.ts';
import { StatementFailure } from './failure.ts';

export async function loadPools(
  session: Session,
  { pools, program }: Execution,
  { wanted, beside }: { readonly wanted: ReadonlySet<string>; readonly beside: BesideFile },
): Promise<void> {
  for (const { name, table, create } of program.pools) {
    if (!wanted.has(name) || beside.has(table, create.sql)) continue;
    await session.run(create.sql).catch((error: unknown) => {
      throw new StatementFailure(create, error);
    });
    await session.appendPool(table, pools.find((pool) => pool.name === name)?.columns ?? []);
    beside.add(table, create.sql);
  }
}
