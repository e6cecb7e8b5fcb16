/** What a build's tables and its file as a whole are made from, as digests: equal ones need not be built again. */
import { createHash } from 'node:crypto';
import type { FidelityLine, ProgramTable, Statement } from '../model/index.ts';
import type { Execution } from './execution.ts';
import { cutSize } from './ranges.ts';

export interface Fingerprint {
  readonly name: string;
  /** Over all that its rows are made from. */
  readonly fingerprint: string;
  /** Over its own statements; it begins with the digest of what makes the table, whatever it is filled with. */
  readonly statement: string;
}

/** Whether tables with these statements are made alike, with the same comments. */
export function haveSameShape(statement: string, other: string): boolean {
  return statement.slice(0, HALF) === other.slice(0, HALF);
}

/** Of a digest. */
const HALF = 32;

export interface Made {
  /** Of the tables that hold data. */
  readonly tables: readonly Fingerprint[];
  /** Of those that stand in memory while people are filled in, by name. */
  readonly meanwhile: ReadonlyMap<string, string>;
  /** Of the sums over all people. */
  readonly tally: string;
  /** Of the sums by event. */
  readonly eventTally: string;
  /** Of the sums over what was spent. */
  readonly spending: string;
  /** Of each of the sums over finished tables. */
  readonly records: readonly string[];
}

export function fingerprintsOf(execution: Execution, databaseVersion: string): Made {
  const { persons, program, provenance } = execution;
  const records = program.tables.filter(({ kind }) => kind === 'record').map(({ fingerprint }) => fingerprint);
  const common = sha256(provenance.engineVersion, databaseVersion, ...records);
  const people = sha256(common, persons.from, persons.to, cutSize(persons, execution.rangeSize));
  return {
    tables: program.tables.filter(holdsData).map((table) => ({
      name: table.name,
      fingerprint: sha256(table.kind === 'person' ? people : common, table.fingerprint),
      statement: statementDigest(table),
    })),
    meanwhile: new Map(
      program.tables
        .filter(({ kind }) => kind === 'scratch')
        .map(({ name, fingerprint }) => [name, sha256(people, fingerprint)]),
    ),
    tally: sha256(people, program.tally.fingerprint),
    eventTally: sha256(people, program.eventTally?.fingerprint ?? ''),
    spending: sha256(people, program.spending?.fingerprint ?? ''),
    records: program.records.map(({ fingerprint }) => sha256(people, fingerprint)),
  };
}

const shapes = new WeakMap<Statement, string>();

/** Tables that are made as before come from the compiler with the statements from before, which are not read through again. */
function statementDigest({ create, fill, comments }: ProgramTable): string {
  const shape = (create && shapes.get(create)) ?? sha256(...[create, ...comments].map((one) => one?.sql ?? ''));
  if (create !== undefined) shapes.set(create, shape);
  return shape.slice(0, HALF) + sha256(fill?.sql ?? '').slice(0, HALF);
}

function holdsData({ kind }: ProgramTable): boolean {
  return kind === 'reference' || kind === 'person';
}

/** Of all that a file holds but the time it took, and the places in skills, which move when prose does. */
export function fileFingerprint(
  { persons, program, provenance }: Execution,
  made: Made,
  fidelity: readonly FidelityLine[],
): string {
  const { cohort, seed, asOf } = provenance;
  const rules = program.checks.flatMap(({ name, table, statement, sql }) => [name, table, statement, sql]);
  const lines = fidelity.map((line) => JSON.stringify({ ...line, origin: undefined }));
  const tables = made.tables.flatMap(({ name, fingerprint }) => [name, fingerprint]);
  return sha256(
    cohort,
    seed,
    asOf,
    persons.from,
    persons.to,
    ...tables,
    ...rules,
    made.tally,
    made.eventTally,
    made.spending,
    ...made.records,
    ...lines,
  );
}

function sha256(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha256');
  for (const part of parts.map(String)) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}
