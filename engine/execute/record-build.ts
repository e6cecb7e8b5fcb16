/** What a build writes about itself into `meta`: from what it was made, what was filled, what was checked. */
import { createHash } from 'node:crypto';
import type { BuiltTable, CheckResult, FidelityLine, Statement } from '../model/index.ts';
import type { Session } from './database.ts';
import type { Execution } from './execution.ts';

interface BuildRecord {
  readonly execution: Execution;
  readonly tables: readonly BuiltTable[];
  readonly checks: readonly CheckResult[];
  readonly fidelity: readonly FidelityLine[];
}

export async function recordBuild(
  session: Session,
  { execution, tables, checks, fidelity }: BuildRecord,
): Promise<void> {
  const { persons, program, provenance } = execution;
  const { rows } = await session.rows('select version()');
  const databaseVersion = typeof rows[0]?.[0] === 'string' ? rows[0][0] : '';
  const statements = new Map([...program.setUp, ...program.perRange].map((one) => [one.table, one]));
  const { cohort, seed, asOf, skillsDigest, engineVersion } = provenance;
  await session.append({
    schema: 'meta',
    table: 'run',
    rows: [[cohort, BigInt(seed), asOf, persons.from, persons.to, skillsDigest, engineVersion, databaseVersion]],
  });
  await session.append({
    schema: 'meta',
    table: 'skills',
    rows: provenance.skills.map(({ path, digest }) => [path, digest]),
  });
  await session.append({
    schema: 'meta',
    table: 'statements',
    rows: tables.map((table) => {
      const { fingerprint, origin } = sourceOf(statements.get(table.name));
      return [table.name, fingerprint, BigInt(table.rows), table.milliseconds, origin];
    }),
  });
  await session.append({
    schema: 'meta',
    table: 'violations',
    rows: program.checks.map(({ name, table, statement, sql }, at) => [
      name,
      table,
      BigInt(checks[at]?.violations ?? 0),
      statement,
      sql,
    ]),
  });
  await session.append({
    schema: 'meta',
    table: 'fidelity',
    rows: fidelity.map((line) => [
      line.section,
      line.quantity,
      line.part,
      line.among,
      line.measure,
      line.target,
      line.actual,
      BigInt(line.people),
      line.standardError,
      line.z,
      line.verdict,
      line.origin,
    ]),
  });
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
