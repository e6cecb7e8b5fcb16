/** What a build makes before people are filled in, and beside them: types, tables, reference data, comments, views. */
import type { Program, ProgramTable, Statement } from '../model/index.ts';
import { haveSameShape } from './fingerprints.ts';
import type { Made } from './fingerprints.ts';
import type { Previous } from './previous.ts';

export interface AroundPeople {
  /** Makes the types that tables are made of, after all that stands in the way; nothing where they stand. */
  readonly types: readonly Statement[];
  /** Makes the tables, after what stands in their way, and fills in what people are made from. */
  readonly setUp: readonly Statement[];
  /** What no range of people reads is filled beside them. */
  readonly finish: readonly Statement[];
}

interface Decided {
  readonly made: Made;
  /** Tables to be filled anew. */
  readonly missed: ReadonlySet<string>;
  /** Absent where a new file is made. */
  readonly previous: Previous | undefined;
}

const DICTIONARY = 'meta.dictionary';

export function aroundPeople(program: Program, { made, missed, previous }: Decided): AroundPeople {
  const types = program.types.filter(({ name, values }) => String(previous?.types.get(name)) !== String(values));
  const fresh = program.tables.filter(
    ({ kind, name }) => missed.has(name) || (previous === undefined && kind === 'record'),
  );
  const emptied = types.length === 0 ? tablesToEmpty(fresh, made, previous) : new Set<string>();
  const remade = fresh.filter(({ name }) => !emptied.has(name));
  const cleared = tablesToClear(program, fresh, previous).flatMap(
    ({ name, clear, empty }) => (emptied.has(name) ? empty : clear) ?? [],
  );
  const dropped = types.filter(({ name }) => previous?.types.has(name) === true).map(({ drop }) => drop);
  const { read, unread } = referencesOf(program, fresh);
  const isOfTypes = types.length > 0;
  // Where nothing is made in them, all schemas stand.
  const schemas = isOfTypes || remade.length > 0 ? program.schemas : [];
  const first = [...cleared, ...dropped, ...schemas, ...types.map(({ create }) => create)];
  return {
    types: isOfTypes ? first : [],
    setUp: [...(isOfTypes ? [] : first), ...remade.map(({ create }) => create), ...fillsOf(read)],
    finish: [
      ...fillsOf(unread),
      ...remade.flatMap(({ comments }) => comments),
      ...viewsToMake(program, remade, previous === undefined || missed.has(DICTIONARY) || isOfTypes),
    ],
  };
}

/** Of the file before, what is filled anew, and what it says of itself. */
function tablesToClear(
  { tables }: Program,
  fresh: readonly ProgramTable[],
  previous: Previous | undefined,
): readonly ProgramTable[] {
  if (previous === undefined) return [];
  return [...fresh.filter(({ name }) => previous.tables.has(name)), ...tables.filter(({ kind }) => kind === 'record')];
}

interface References {
  /** By people, or by what is counted of them. */
  readonly read: readonly ProgramTable[];
  readonly unread: readonly ProgramTable[];
}

function referencesOf({ eventTally, tables, tally }: Program, fresh: readonly ProgramTable[]): References {
  const reading = [...tables, tally, ...(eventTally === undefined ? [] : [eventTally])];
  const names = new Set(reading.flatMap(({ reads }) => reads));
  const references = fresh.filter(({ kind }) => kind === 'reference');
  return {
    read: references.filter(({ name }) => names.has(name)),
    unread: references.filter(({ name }) => !names.has(name)),
  };
}

function fillsOf(tables: readonly ProgramTable[]): readonly Statement[] {
  return tables.flatMap(({ fill }) => fill ?? []);
}

/** What a view shows has the types that it had when the view was made; the dictionary says what views there are. */
function viewsToMake({ views }: Program, remade: readonly ProgramTable[], isAll: boolean): readonly Statement[] {
  const names = new Set(remade.map(({ name }) => name));
  return views
    .filter(({ reads }) => isAll || reads.some((name) => names.has(name)))
    .flatMap(({ create, comments }) => [create, ...comments]);
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
