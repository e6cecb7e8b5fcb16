/** A plan to the statements that build it, in order. */
import type {
  Check,
  ColumnType,
  Enumeration,
  Invariant,
  Plan,
  PlannedTable,
  PlannedView,
  PoolTable,
  Program,
  ProgramTable,
  ProgramType,
  ProgramView,
  Relation,
  Screen,
  Statement,
  Tally,
} from '../model/index.ts';
import { columnDigests, digest, enumerationDigests, settle, settled, settledMeaning, wholeDigest } from './meaning.ts';
import type { Meaning, Meanings } from './meaning.ts';
import { plainText } from './plain-text.ts';
import { names, selectSql } from './query.ts';
import type { Query } from './query.ts';
import { poolsOf, tablesOf } from './reads.ts';
import { relationQuery, relationSql } from './relations.ts';
import { isWithinRange, poolTableName, SCRATCH_SCHEMA, sharedSql, tableSql } from './sources.ts';
import type { RelationScope } from './sources.ts';
import { screensOf } from './screens.ts';
import { identifier, joinSql, literal, literals, qualified, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { statement } from './statement.ts';
import { eventTallyOf, recordTallyOf, spendingOf, tallyOf, widthOf } from './tallies.ts';
import { typeSql } from './types.ts';

/** What was made of a part under the same key before, or what is made now. */
export interface Memory {
  readonly tables: Remember<CompiledTable>;
  readonly views: Remember<ProgramView>;
  readonly checks: Remember<Check>;
  readonly screens: Remember<Screen>;
  readonly tallies: Remember<Tally>;
}

/** A table that reads tables of whatever meaning. */
interface CompiledTable {
  readonly meaning: Meaning;
  readonly made: Omit<ProgramTable, 'fingerprint'>;
  /** Of its kind and of what makes it, without what fills it. */
  readonly shape: string;
}

type Remember<Made> = (key: string, make: () => Made) => Made;

const makeAnew = <Made>(_key: string, make: () => Made): Made => make();
const NO_MEMORY: Memory = {
  tables: makeAnew,
  views: makeAnew,
  checks: makeAnew,
  screens: makeAnew,
  tallies: makeAnew,
};

/** Up to so many, what putting rows together first costs is less than what it saves. */
const FEW_PEOPLE = 5000;

export function compilePlan(plan: Plan, pools: readonly PoolTable[], memory?: Memory): Program {
  const meanings: Meanings = new Map();
  const scope: RelationScope = {
    seed: plan.seed,
    tables: new Map(plan.tables.map((table) => [`${table.schema}.${table.name}`, table])),
    pools: new Map(pools.map((pool) => [pool.name, pool])),
    types: enumerationDigests(plan.enumerations),
    beside: plan.beside,
    keysPerPerson: plan.keysPerPerson,
    areFew: plan.persons.to - plan.persons.from < FEW_PEOPLE,
  };
  const trimmed = { ...scope, isTrimmed: plan.beside > 0 };
  const used = new Set(plan.tables.flatMap(({ relation }) => poolsOf(relation)));
  const keyOf = memory === undefined ? () => '' : keysOfParts(plan, scope);
  const { tables, views, checks, screens, tallies } = memory ?? NO_MEMORY;
  const { people, values, sums } = plan.fidelity;
  const settledSums = <Summed extends { readonly fingerprint: string } | undefined>(summed: Summed): Summed =>
    summed && { ...summed, fingerprint: settled(summed.fingerprint, meanings) };
  const checked = (): Pick<Program, 'checks' | 'screens'> => {
    const made = plan.invariants.map((rule) => ({
      rule,
      check: checks(keyOf(rule, rule.violations), () => checkOf(rule, scope)),
    }));
    return { checks: made.map(({ check }) => check), screens: screensOf(made, scope, screens) };
  };
  return {
    pools: pools
      .filter(({ name }) => used.has(name))
      .map((pool) => ({ name: pool.name, table: poolTableName(pool.name), create: createPool(pool) })),
    schemas: schemaStatements(plan),
    types: plan.enumerations.map(typeOf),
    tables: plan.tables.map((table) => {
      const { meaning, made, shape } = tables(keyOf(table, table.relation), () => tableOf(table, scope));
      const meant = settledMeaning(meaning, meanings);
      settle(meanings, made.name, meant);
      const fingerprint = digest(shape, wholeDigest(meant));
      const { origins } = table;
      return { ...made, fingerprint, fill: made.fill && { ...made.fill, origins } };
    }),
    views: plan.views.map((view) => views(keyOf(view, view.relation), () => viewStatements(view, scope))),
    ...checked(),
    tally: settledSums(tallies(keyOf({ people, values, sums }, people), () => tallyOf(plan, trimmed))),
    eventTally: settledSums(eventTallyOf(plan, trimmed)),
    spending: settledSums(spendingOf(plan, scope)),
    records: plan.fidelity.records.map((record) => {
      const tally = settledSums(tallies(keyOf(record, record.rows), () => recordTallyOf(record, scope)));
      return { ...tally, width: record.sums.reduce((sum, one) => sum + widthOf(one), 0) };
    }),
  };
}

/** A part is known by what it says, by the seed and the types, and by the columns of the tables that it reads. */
function keysOfParts(
  { seed, beside }: Plan,
  { tables, types, areFew }: RelationScope,
): (part: object, relation: Relation) => string {
  const common = digest(String(seed), String(beside), String(areFew), ...[...types].flat());
  const columns = new Map(
    [...tables].map(([name, table]) => [name, digest(name, ...table.columns.map((column) => column.name))]),
  );
  return (part, relation) =>
    digest(common, plainText(part), ...tablesOf(relation).flatMap((name) => columns.get(name) ?? []));
}

function typeOf({ schema, name, values }: Enumeration): ProgramType {
  const quoted = qualified(schema, name);
  return {
    name: `${schema}.${name}`,
    values,
    create: statement(sql`create type ${quoted} as enum (${literals(values)})`),
    drop: statement(sql`drop type ${quoted}`),
  };
}

function tableOf(table: PlannedTable, scope: RelationScope): CompiledTable {
  const { fill: kind, columns, relation } = table;
  const rows = relationQuery(relation, scope);
  const read = rows.meaning;
  const typed = columns.map(
    ({ name, type }) => [name, digest(typeMeaning(type, scope), ...columnDigests(read, [name]))] as const,
  );
  const meaning: Meaning = { rows: read.rows, columns: new Map(typed) };
  const isKept = kind !== 'scratch';
  const own = tableSql(table.schema, table.name);
  const create = isKept ? createTable(table) : createScratch(table, sql`temp table ${own}`);
  const comments = isKept ? commentStatements(table) : [];
  const stated = [create, ...comments].map((one) => one.sql);
  const name = `${table.schema}.${table.name}`;
  return {
    meaning,
    shape: digest(name, kind, ...stated),
    made: {
      name,
      kind,
      reads: tablesOf(relation),
      pools: poolsOf(relation),
      create,
      share: isKept ? undefined : createScratch(table, sql`table ${sharedSql(own)}`),
      fill: kind === 'record' ? undefined : fillTable(table, rows, scope),
      clear: isKept ? clearTable(table) : undefined,
      empty: isKept ? emptyTable(table) : undefined,
      comments,
    },
  };
}

function typeMeaning(type: ColumnType, { types }: RelationScope): string {
  const { text } = typeSql(type);
  return types.get(text) ?? text;
}

function clearTable(table: PlannedTable): Statement {
  return table.fill === 'record' ? emptyTable(table) : statement(sql`drop table ${tableSql(table.schema, table.name)}`);
}

function emptyTable({ schema, name }: PlannedTable): Statement {
  return statement(sql`delete from ${tableSql(schema, name)}`);
}

function schemaStatements(plan: Plan): Statement[] {
  const schemas = new Set([...plan.enumerations, ...plan.tables].map(({ schema }) => schema));
  schemas.delete(SCRATCH_SCHEMA);
  return [...schemas].map((schema) => statement(sql`create schema if not exists ${identifier(schema)}`));
}

/** Text columns behind a position, as the rows of a pool are appended. */
function createPool({ name, columns }: PoolTable): Statement {
  const typed = columns.map((column) => sql`${identifier(column.name)} varchar`);
  return statement(
    sql`create table ${sharedSql(identifier(poolTableName(name)))} ("position" integer, ${joinSql(typed, ', ')})`,
  );
}

function createTable(table: PlannedTable): Statement {
  return statement(sql`create table ${tableSql(table.schema, table.name)} (${typedColumns(table)})`);
}

/** It replaces the one of the range before. Where it stands another database has the types, so it is made from values of them. */
function createScratch({ columns }: PlannedTable, what: Sql): Statement {
  const nothing = columns.map(({ name, type }) => sql`cast(null as ${typeSql(type)}) as ${identifier(name)}`);
  return statement(sql`create or replace ${what} as select ${joinSql(nothing, ', ')} where false`);
}

function typedColumns({ columns }: PlannedTable): Sql {
  const typed = columns.map(
    ({ name, type, nullable }) => sql`${identifier(name)} ${typeSql(type)}${nullable ? sql`` : sql` not null`}`,
  );
  return joinSql(typed, ', ');
}

function fillTable(table: PlannedTable, rows: Query, { beside, keysPerPerson }: RelationScope): Statement {
  const columns = table.columns.map(({ name }) => name);
  const into = sql`insert into ${tableSql(table.schema, table.name)} (${names(columns)})`;
  if (beside === 0 || table.fill !== 'person') return statement(sql`${into} ${selectSql(rows, columns)}`, table);
  const ofRange = sql`select ${names(columns)} from (${selectSql(rows, columns)}) where ${isWithinRange(personOf(table, keysPerPerson))}`;
  return { ...statement(sql`${into} ${ofRange}`, table), perRange: true };
}

/** Whom a row is about: what it says itself, or by its key, a whole number of that many digits behind the person, or the person's. */
function personOf({ primaryKey, columns, person }: PlannedTable, keysPerPerson: number): Sql {
  if (person !== undefined) return identifier(person);
  const [name = ''] = primaryKey;
  const key = identifier(name);
  return columns.find((one) => one.name === name)?.type.kind === 'bigint'
    ? sql`${key} // ${literal(keysPerPerson)}`
    : key;
}

function commentStatements(table: PlannedTable): Statement[] {
  const name = tableSql(table.schema, table.name);
  return [
    statement(sql`comment on table ${name} is ${literal(table.comment)}`),
    ...table.columns.map((column) =>
      statement(sql`comment on column ${name}.${identifier(column.name)} is ${literal(column.comment)}`),
    ),
  ];
}

/** What a table's own columns mean is said there: each comment costs as much as a small view. */
function viewStatements(view: PlannedView, scope: RelationScope): ProgramView {
  const { schema, name, relation, columns, labels, comment } = view;
  const labelled = columns.filter((one) => labels.includes(one.name));
  const shown = qualified(schema, name);
  return {
    name: `${schema}.${name}`,
    reads: tablesOf(relation),
    create: statement(sql`create or replace view ${shown} as ${relationSql(relation, { ...scope, areFew: false })}`),
    comments: [
      statement(sql`comment on view ${shown} is ${literal(comment)}`),
      ...labelled.map((one) =>
        statement(sql`comment on column ${shown}.${identifier(one.name)} is ${literal(one.comment)}`),
      ),
    ],
  };
}

/** A check yields one row: how many rows break the rule. */
function checkOf({ slices, ...invariant }: Invariant, scope: RelationScope): Program['checks'][number] {
  const counted = (of: RelationScope): string =>
    sql`select count(*) as "violations" from (${relationSql(invariant.violations, of)})`.text;
  return {
    name: invariant.name,
    table: invariant.table,
    statement: invariant.statement,
    sql: counted(scope),
    sliced: slices === undefined ? undefined : counted({ ...scope, slices }),
    reads: tablesOf(invariant.violations),
  };
}
