/** What a build writes about itself into `meta`: from what it was made, what was filled, what was checked. */
import type { BuiltTable, CheckResult, EventSums, FidelityLine, ProgramTable, TableSums } from '../model/index.ts';
import { DATABASE_VERSION } from './database.ts';
import type { Session, TableRows } from './session.ts';
import type { Execution } from './execution.ts';
import { fileFingerprint } from './fingerprints.ts';
import { EVENT_TALLY, recordTally, SPENDING_TALLY, TALLY } from './known-sums.ts';
import { cutRanges } from './ranges.ts';
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

export async function recordBuild(session: Session, record: BuildRecord): Promise<void> {
  const { checks, execution, fidelity, sums } = record;
  const { persons, program, provenance, rangeSize } = execution;
  const places = new Map(program.checks.map(({ sql }, at) => [sql, at]));
  const ofRange = cutRanges(persons, rangeSize).length > 1 ? (sliced?: string) => sliced ?? null : () => null;
  const recorded: Readonly<Record<string, TableRows['rows']>> = {
    run: [runRow(record)],
    skills: provenance.skills.map(({ path, digest }) => [path, digest]),
    statements: statementRows(record),
    sums: sums.map((sum, position) => [position, sum]),
    violations: program.checks.map(({ name, table, statement, sql, sliced }, at) => [
      name,
      table,
      BigInt(checks[at]?.violations ?? 0),
      statement,
      sql,
      ofRange(sliced),
    ]),
    screens: program.screens.map(({ of, sql, sliced }) => [
      of.map((check) => places.get(check)).join('; '),
      sql,
      ofRange(sliced),
    ]),
    fidelity: fidelity.map(fidelityRow),
  };
  for (const [table, rows] of Object.entries(recorded)) await session.append({ schema: 'meta', table, rows });
}

type Row = TableRows['rows'][number];

function runRow({ checkpoint, execution, fidelity, work }: BuildRecord): Row {
  const { persons, provenance } = execution;
  const { cohort, seed, asOf, skillsDigest, engineVersion } = provenance;
  return [
    cohort,
    BigInt(seed),
    new Date(asOf),
    persons.from,
    persons.to,
    skillsDigest,
    engineVersion,
    DATABASE_VERSION,
    fileFingerprint(execution, work.made, fidelity),
    BigInt(checkpoint),
  ];
}

/** Of each table, then of what is summed over them. */
function statementRows({ execution, fidelity, tables, work }: BuildRecord): TableRows['rows'] {
  const { program } = execution;
  const { made, sums } = work;
  const programTables = new Map(program.tables.map((one) => [one.name, one]));
  const fingerprints = new Map(made.tables.map((one) => [one.name, one]));
  return [
    ...tables.map((table): Row => [
      table.name,
      fingerprints.get(table.name)?.fingerprint ?? '',
      fingerprints.get(table.name)?.statement ?? '',
      table.outcome,
      BigInt(table.rows),
      table.milliseconds,
      originOf(programTables.get(table.name)),
    ]),
    [TALLY, made.tally, made.tally, outcomeOf(sums.people), BigInt(fidelity.length), 0, null],
    ...(program.eventTally === undefined ? [] : [eventSums(program.eventTally, work)]),
    ...tableSums(program.spending, { name: SPENDING_TALLY, fingerprint: made.spending, known: sums.spending }),
    ...program.records.flatMap((record, at) =>
      tableSums(record, { name: recordTally(at), fingerprint: made.records[at] ?? '', known: sums.records[at] }),
    ),
  ];
}

function fidelityRow(line: FidelityLine): Row {
  return [
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
  ];
}

function originOf(table: ProgramTable | undefined): string | null {
  const [origin] = table?.fill?.origins ?? [];
  return origin === undefined ? null : `${origin.file}:${origin.start.line}`;
}

function outcomeOf(known: readonly number[] | undefined): string {
  return known === undefined ? 'miss' : 'hit';
}

/** How many sums of events stand behind those of the people. */
function eventSums({ keys, width }: EventSums, { made, sums }: Work): Row {
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
