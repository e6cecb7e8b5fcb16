/** Which tables of the file before can stay, and whether the file can. */
import type { ProgramTable, TableVerdict, Why } from '../model/index.ts';
import type { Execution } from './execution.ts';
import type { Fingerprint, Made } from './fingerprints.ts';
import { isTally } from './known-sums.ts';
import type { Previous, PreviousTable } from './previous.ts';
import { cutRanges } from './ranges.ts';

export interface Decided {
  readonly verdicts: readonly TableVerdict[];
  /** Absent where a new file is made. */
  readonly previous: Previous | undefined;
}

/** Why a file says nothing of what it holds. */
const WHOLE: ReadonlySet<Why> = new Set(['made by another version', 'edited by hand', 'other people']);
/** Rows to fill, of all rows, above which a new file is made. */
const MOST = 0.8;
/** Blocks that hold nothing, of all blocks, above which a new file is made. */
const MOSTLY_FREE = 0.5;

export function judgeTables(
  execution: Execution,
  made: Made,
  { databaseVersion, previous }: { readonly databaseVersion: string; readonly previous: Previous | undefined },
): Decided {
  const judged = withReadPeople(
    execution,
    made.tables.map((table) => judge(table, previous)),
  );
  const reason = previous === undefined ? undefined : whyAnew(execution, databaseVersion, previous, judged);
  if (previous !== undefined && reason === undefined) return { verdicts: judged, previous };
  const isWhole = reason !== undefined && WHOLE.has(reason);
  const verdicts = judged.map(({ name, why, outcome }) => ({
    name,
    outcome: 'miss' as const,
    why: outcome === 'miss' && !isWhole ? why : (reason ?? 'new'),
  }));
  return { verdicts, previous: undefined };
}

function judge({ name, fingerprint, statement }: Fingerprint, previous: Previous | undefined): TableVerdict {
  const before = previous?.tables.get(name);
  const miss = (why: Why): TableVerdict => ({ name, outcome: 'miss', why });
  if (before === undefined) return miss('new');
  if (before.statement !== statement && before.fingerprint !== fingerprint) return miss('statement changed');
  if (before.fingerprint !== fingerprint) return miss('reads what changed');
  return { name, outcome: 'hit', why: 'unchanged' };
}

/**
 * A table that is filled range by range reads what others hold of the ranges so far, so these are filled along with it: its rows
 * stand in the same order then.
 */
function withReadPeople(
  { persons, program, rangeSize }: Execution,
  verdicts: readonly TableVerdict[],
): readonly TableVerdict[] {
  if (cutRanges(persons, rangeSize).length === 1) return verdicts;
  const missed = new Set(verdicts.filter(({ outcome }) => outcome === 'miss').map(({ name }) => name));
  const people = new Set(program.tables.filter(({ kind }) => kind === 'person').map(({ name }) => name));
  const needed = withReads(program.tables, missed, ({ kind }) => kind !== 'reference');
  return verdicts.map((verdict) =>
    verdict.outcome === 'hit' && people.has(verdict.name) && needed.has(verdict.name)
      ? { ...verdict, outcome: 'miss', why: 'read by what changed' }
      : verdict,
  );
}

/** Why a new file is made although there is one before it. */
function whyAnew(
  { persons, program, provenance }: Execution,
  databaseVersion: string,
  previous: Previous,
  verdicts: readonly TableVerdict[],
): Why | undefined {
  if (previous.versions !== `${provenance.engineVersion} ${databaseVersion}`) return 'made by another version';
  if (!previous.asLeft) return 'edited by hand';
  if (previous.persons.from !== persons.from || previous.persons.to !== persons.to) return 'other people';
  const names = new Set(verdicts.map(({ name }) => name));
  const tables = [...previous.tables].filter(([name]) => !isTally(name));
  const types = new Set(program.types.map(({ name }) => name));
  if (tables.some(([name]) => !names.has(name))) return 'a table is gone';
  if ([...previous.types.keys()].some((name) => !types.has(name))) return 'a table is gone';
  const missed = new Set(verdicts.filter(({ outcome }) => outcome === 'miss').map(({ name }) => name));
  const rows = (some: readonly (readonly [string, PreviousTable])[]): number =>
    some.reduce((sum, [, { rows: count }]) => sum + count, 0);
  const isMost = rows(tables.filter(([name]) => missed.has(name))) > MOST * rows(tables);
  return isMost || previous.freeShare > MOSTLY_FREE ? 'most of the file changed' : undefined;
}

/** The tables with those that they are made from, as far as these are followed. */
export function withReads(
  tables: readonly ProgramTable[],
  wanted: ReadonlySet<string>,
  isFollowed: (table: ProgramTable) => boolean,
): ReadonlySet<string> {
  const needed = new Set(wanted);
  const followed = new Set(tables.filter(isFollowed).map(({ name }) => name));
  for (const { name, reads } of tables.toReversed()) {
    if (needed.has(name)) for (const read of reads) if (followed.has(read)) needed.add(read);
  }
  return needed;
}
