/** What a build writes about itself into `meta`: from what it was made, what was filled, what was checked. */
import type { BuiltTable, CheckResult, EventSums, FidelityLine, ProgramTable, TableSums } from '../model/index.ts';
import { DATABASE_VERSION } from './database.ts';
import type { Session, TableRows } from './database.ts';
import type { Execution } from './execution.ts';
import { fileFingerprint } from './fingerprints.ts';
import { EVENT_TALLY, RECORD_TALLY, SPENDING_TALLY, TALLY } from './work.ts';
import type { Work } from './work.ts';

export interface BuildRecord {
  readonly execution: Execution;
  readonly tables: readonly BuiltTable[];
  readonly checks: readonly CheckResult[];
  readonly fidelity: readonly FidelityLine[];
  readonly work: Work;
  readonly sums: readonly number[];
  /** The write that will finish the file. */
  readonly checkpoint: number;
}

export async function recordBuild(
  session: Session,
  { execution, tables, checks, fidelity, work, sums, checkpoint }: BuildRecord,
): Promise<void> {
  const { persons, program, provenance } = execution;
  const { made } = work;
  const fingerprint = fileFingerprint(execution, made, fidelity);
  const programTables = new Map(program.tables.map((one) => [one.name, one]));
  const fingerprints = new Map(made.tables.map((one) => [one.name, one]));
  const { cohort, seed, asOf, skillsDigest, engineVersion } = provenance;
  await session.append({
    schema: 'meta',
    table: 'run',
    rows: [
      [
        cohort,
        BigInt(seed),
        asOf,
        persons.from,
        persons.to,
        skillsDigest,
        engineVersion,
        DATABASE_VERSION,
        fingerprint,
        BigInt(checkpoint),
      ],
    ],
  });
  await session.append({
    schema: 'meta',
    table: 'skills',
    rows: provenance.skills.map(({ path, digest }) => [path, digest]),
  });
  await session.append({
    schema: 'meta',
    table: 'statements',
    rows: [
      ...tables.map((table) => [
        table.name,
        fingerprints.get(table.name)?.fingerprint ?? '',
        fingerprints.get(table.name)?.statement ?? '',
        table.outcome,
        BigInt(table.rows),
        table.milliseconds,
        originOf(programTables.get(table.name)),
      ]),
      [TALLY, made.tally, made.tally, outcomeOf(work.sums.people), BigInt(fidelity.length), 0, null],
      ...(program.eventTally === undefined ? [] : [eventSums(program.eventTally, work)]),
      ...tableSums(program.spending, { name: SPENDING_TALLY, fingerprint: made.spending, known: work.sums.spending }),
      ...tableSums(program.records, { name: RECORD_TALLY, fingerprint: made.records, known: work.sums.records }),
    ],
  });
  await session.append({ schema: 'meta', table: 'sums', rows: sums.map((sum, position) => [position, sum]) });
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
      line.targetHigh,
      line.actual,
      BigInt(line.people),
      line.standardError,
      line.z,
      line.verdict,
      line.origin,
    ]),
  });
}

function originOf(table: ProgramTable | undefined): string | null {
  const [origin] = table?.fill?.origins ?? [];
  return origin === undefined ? null : `${origin.file}:${origin.start.line}`;
}

function outcomeOf(known: readonly number[] | undefined): string {
  return known === undefined ? 'miss' : 'hit';
}

/** How many sums of events stand behind those of the people. */
function eventSums({ keys, width }: EventSums, { made, sums }: Work): TableRows['rows'][number] {
  const count = BigInt(keys.length * width);
  return [EVENT_TALLY, made.eventTally, made.eventTally, outcomeOf(sums.events), count, 0, null];
}

interface Counted {
  readonly name: string;
  readonly fingerprint: string;
  readonly known: readonly number[] | undefined;
}

function tableSums(sums: TableSums | undefined, { name, fingerprint, known }: Counted): TableRows['rows'] {
  return sums === undefined ? [] : [[name, fingerprint, fingerprint, outcomeOf(known), BigInt(sums.width), 0, null]];
}
