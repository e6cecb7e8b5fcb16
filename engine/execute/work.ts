/** What a build has to do, table by table: what the file before holds with the same fingerprint stays as it is. */
import type { Check, ProgramTable, Statement, TableVerdict, Why } from '../model/index.ts';
import type { Execution } from './execution.ts';
import { fileFingerprint, fingerprintsOf, haveSameShape } from './fingerprints.ts';
import type { Fingerprint, Made } from './fingerprints.ts';
import type { Previous, PreviousTable } from './previous.ts';
import { cutRanges } from './ranges.ts';

export interface Work {
  readonly made: Made;
  readonly verdicts: readonly TableVerdict[];
  /** What stays, by `schema.name`. */
  readonly kept: ReadonlyMap<string, PreviousTable>;
  /** The file before is copied and changed; else a new one is made. */
  readonly reuses: boolean;
  /** The file before is as this build would make it. */
  readonly nothing: boolean;
  readonly pools: ReadonlySet<string>;
  /** Makes the types that tables are made of, after all that stands in the way; nothing where they stand. */
  readonly types: readonly Statement[];
  readonly setUp: readonly Statement[];
  /** Tables that follow from people, with those that live only meanwhile, in an order in which each reads only those before it. */
  readonly ofPeople: readonly ProgramTable[];
  readonly finish: readonly Statement[];
  readonly checks: readonly Check[];
  /** What the checks that need not run found before, by their statement. */
  readonly found: ReadonlyMap<string, number>;
  readonly sums: KnownSums;
}

/** The sums over all people, those by event, of spending and of finished tables, as they were, where they need not be taken again. */
export interface KnownSums {
  readonly people: readonly number[] | undefined;
  readonly events: readonly number[] | undefined;
  readonly spending: readonly number[] | undefined;
  readonly records: readonly number[] | undefined;
}

/** One behind the other, as they are compared. */
export function allSums({ people = [], events = [], spending = [], records = [] }: KnownSums): readonly number[] {
  return [...people, ...events, ...spending, ...records];
}

/** Why a file says nothing of what it holds. */
const WHOLE: ReadonlySet<Why> = new Set(['made by another version', 'edited by hand', 'other people']);
/** Rows to fill, of all rows, above which a new file is made. */
const MOST = 0.8;
/** Blocks that hold nothing, of all blocks, above which a new file is made. */
const MOSTLY_FREE = 0.5;

export function planWork(execution: Execution, databaseVersion: string, previous: Previous | undefined): Work {
  const made = fingerprintsOf(execution, databaseVersion);
  const judged = withReadPeople(
    execution,
    made.tables.map((table) => judge(table, previous)),
  );
  const reason = previous === undefined ? undefined : whyAnew(execution, databaseVersion, previous, judged);
  if (previous === undefined || reason !== undefined) {
    const isWhole = reason !== undefined && WHOLE.has(reason);
    const verdicts = judged.map(({ name, why, outcome }) => ({
      name,
      outcome: 'miss' as const,
      why: outcome === 'miss' && !isWhole ? why : (reason ?? 'new'),
    }));
    return workFor(execution, made, { verdicts, previous: undefined });
  }
  return workFor(execution, made, { verdicts: judged, previous });
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
  const tables = [...previous.tables].filter(([name]) => !TALLIES.has(name));
  const types = new Set(program.types.map(({ name }) => name));
  if (tables.some(([name]) => !names.has(name))) return 'a table is gone';
  if ([...previous.types.keys()].some((name) => !types.has(name))) return 'a table is gone';
  const missed = new Set(verdicts.filter(({ outcome }) => outcome === 'miss').map(({ name }) => name));
  const rows = (some: readonly (readonly [string, PreviousTable])[]): number =>
    some.reduce((sum, [, { rows: count }]) => sum + count, 0);
  const isMost = rows(tables.filter(([name]) => missed.has(name))) > MOST * rows(tables);
  return isMost || previous.freeShare > MOSTLY_FREE ? 'most of the file changed' : undefined;
}

/** Under which name the sums over all people stand among the statements. */
export const TALLY = 'meta.fidelity';
/** And those by event. */
export const EVENT_TALLY = 'meta.fidelity of events';
/** And those of what was spent. */
export const SPENDING_TALLY = 'meta.fidelity of spending';
/** And those over finished tables. */
export const RECORD_TALLY = 'meta.fidelity of records';
const TALLIES: ReadonlySet<string> = new Set([TALLY, EVENT_TALLY, SPENDING_TALLY, RECORD_TALLY]);

function knownSums({ program }: Execution, made: Made, previous: Previous | undefined): KnownSums {
  const all = previous?.sums ?? [];
  const before = (name: string): PreviousTable | undefined => previous?.tables.get(name);
  let behind = all.length;
  const fromBehind = (name: string): readonly number[] => {
    const until = behind;
    behind -= before(name)?.rows ?? 0;
    return all.slice(behind, until);
  };
  const parts = {
    records: fromBehind(RECORD_TALLY),
    spending: fromBehind(SPENDING_TALLY),
    events: fromBehind(EVENT_TALLY),
    people: all.slice(0, behind),
  };
  const known = (name: string, part: readonly number[], fingerprint: string): readonly number[] | undefined =>
    before(name)?.fingerprint === fingerprint ? part : undefined;
  return {
    people: known(TALLY, parts.people, made.tally),
    events: program.eventTally === undefined ? [] : known(EVENT_TALLY, parts.events, made.eventTally),
    spending: program.spending === undefined ? [] : known(SPENDING_TALLY, parts.spending, made.spending),
    records: program.records === undefined ? [] : known(RECORD_TALLY, parts.records, made.records),
  };
}

const DICTIONARY = 'meta.dictionary';

interface Decided {
  readonly verdicts: readonly TableVerdict[];
  /** Absent where a new file is made. */
  readonly previous: Previous | undefined;
}

/** Those that are filled anew or read for it, and for the sums that are not known. */
function tablesOfPeople(
  { program }: Execution,
  missed: ReadonlySet<string>,
  { events, people }: KnownSums,
): readonly ProgramTable[] {
  const wanted = new Set([
    ...missed,
    ...(people === undefined ? program.tally.reads : []),
    ...(events === undefined ? (program.eventTally?.reads ?? []) : []),
  ]);
  const needed = withReads(program.tables, wanted, ({ kind }) => kind === 'scratch');
  return program.tables.filter(({ name, kind }) => needed.has(name) && (kind === 'person' || kind === 'scratch'));
}

/** Whether the file before says of itself what the build would say. */
function saysTheSame(
  execution: Execution,
  { made, sums }: Pick<Work, 'made' | 'sums'>,
  previous: Previous | undefined,
): boolean {
  if (previous === undefined || Object.values(sums).includes(undefined)) return false;
  return previous.fingerprint === fileFingerprint(execution, made, execution.compare(allSums(sums)));
}

function workFor(execution: Execution, made: Made, { verdicts, previous }: Decided): Work {
  const { program } = execution;
  const missed = new Set(verdicts.filter(({ outcome }) => outcome === 'miss').map(({ name }) => name));
  const sums = knownSums(execution, made, previous);
  const isHit = ({ reads, sql }: Check): boolean =>
    previous?.violations.has(sql) === true && !reads.some((name) => missed.has(name));
  const checks = program.checks.filter((check) => !isHit(check));
  const records = program.tables.filter(({ kind }) => kind === 'record');
  const fresh = program.tables.filter(
    (table) => missed.has(table.name) || (previous === undefined && table.kind === 'record'),
  );
  const references = fresh.filter(({ kind }) => kind === 'reference');
  const reading = [...program.tables, program.tally, ...(program.eventTally === undefined ? [] : [program.eventTally])];
  const read = new Set(reading.flatMap(({ reads }) => reads));
  const fillsOf = (isRead: boolean): readonly Statement[] =>
    references.filter(({ name }) => read.has(name) === isRead).flatMap(({ fill }) => fill ?? []);
  const stands = (table: ProgramTable): boolean => previous?.tables.has(table.name) === true;
  const types = program.types.filter(({ name, values }) => String(previous?.types.get(name)) !== String(values));
  const emptied = types.length === 0 ? tablesToEmpty(fresh, made, previous) : new Set<string>();
  const cleared = (previous === undefined ? [] : [...fresh.filter(stands), ...records]).flatMap(
    ({ name, clear, empty }) => (emptied.has(name) ? empty : clear) ?? [],
  );
  const remade = fresh.filter(({ name }) => !emptied.has(name));
  const remadeNames = new Set(remade.map(({ name }) => name));
  // What a view shows has the types that it had when the view was made; the dictionary says what views there are.
  const isNew = previous === undefined || missed.has(DICTIONARY) || types.length > 0;
  const views = program.views.filter(({ reads }) => isNew || reads.some((name) => remadeNames.has(name)));
  const ofPeople = tablesOfPeople(execution, missed, sums);
  const isUpToDate = missed.size === 0 && checks.length === 0 && saysTheSame(execution, { made, sums }, previous);
  return {
    made,
    verdicts,
    kept: new Map([...(previous?.tables ?? [])].filter(([name]) => !missed.has(name))),
    reuses: previous !== undefined,
    nothing: isUpToDate,
    pools: new Set([...ofPeople, ...references].flatMap(({ pools }) => pools)),
    types:
      types.length === 0
        ? []
        : [
            ...cleared,
            ...types.filter(({ name }) => previous?.types.has(name) === true).map(({ drop }) => drop),
            ...program.schemas,
            ...types.map(({ create }) => create),
          ],
    setUp: [
      ...(types.length === 0 ? [...cleared, ...program.schemas] : []),
      ...remade.map(({ create }) => create),
      ...fillsOf(true),
    ],
    ofPeople,
    // What no range of people reads is filled beside them.
    finish: [
      ...fillsOf(false),
      ...remade.flatMap(({ comments }) => comments),
      ...views.flatMap(({ create, comments }) => [create, ...comments]),
    ],
    checks,
    found: new Map(previous?.violations),
    sums,
  };
}

/** Above, taking rows away one by one costs more than making the table anew with its comments. */
const FEW_ROWS = 200_000;

/** Tables that stand as they would be made, and whose rows alone are others. */
function tablesToEmpty(
  fresh: readonly ProgramTable[],
  { tables }: Made,
  previous: Previous | undefined,
): ReadonlySet<string> {
  const statements = new Map(tables.map(({ name, statement }) => [name, statement]));
  const names = fresh.map(({ name }) => name);
  return new Set(
    names.filter((name) => {
      const before = previous?.tables.get(name);
      const statement = statements.get(name);
      if (before === undefined || statement === undefined || before.rows > FEW_ROWS) return false;
      return haveSameShape(before.statement, statement);
    }),
  );
}

/** The tables with those that they are made from, as far as these are followed. */
function withReads(
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
