/** What a build writes about itself into `meta`: from what it was made, what was filled, what was checked. */
import { createHash } from 'node:crypto';
import type { BuiltTable, CheckResult, Statement } from '../model/index.ts';
import type { Session } from './database.ts';
import type { Execution } from './execute-program.ts';

interface BuildRecord {
  readonly execution: Execution;
  readonly tables: readonly BuiltTable[];
  readonly checks: readonly CheckResult[];
}

export async function recordBuild(session: Session, { execution, tables, checks }: BuildRecord): Promise<void> {
  const { persons, program, provenance } = execution;
  const { rows } = await session.rows('select version()');
  await session.run('begin');
  await session.run('insert into meta.run values ($1, $2, cast($3 as date), $4, $5, $6, $7, $8)', [
    provenance.cohort,
    BigInt(provenance.seed),
    provenance.asOf,
    persons.from,
    persons.to,
    provenance.skillsDigest,
    provenance.engineVersion,
    String(rows[0]?.[0]),
  ]);
  for (const { path, digest } of provenance.skills) {
    await session.run('insert into meta.skills values ($1, $2)', [path, digest]);
  }
  const statements = new Map([...program.setUp, ...program.perRange].map((one) => [one.table, one]));
  for (const table of tables) {
    const { fingerprint, origin } = sourceOf(statements.get(table.name));
    await session.run('insert into meta.statements values ($1, $2, $3, $4, $5)', [
      table.name,
      fingerprint,
      BigInt(table.rows),
      table.milliseconds,
      origin,
    ]);
  }
  for (const { name, table, violations } of checks) {
    await session.run('insert into meta.violations values ($1, $2, $3)', [name, table, BigInt(violations)]);
  }
  await session.run('commit');
}

function sourceOf(statement: Statement | undefined): { fingerprint: string; origin: string | null } {
  const [origin] = statement?.origins ?? [];
  return {
    fingerprint: createHash('sha256')
      .update(statement?.sql ?? '')
      .digest('hex'),
    origin: origin === undefined ? null : `${origin.file}:${origin.start.line}`,
  };
}
