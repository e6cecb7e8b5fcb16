/** A plan to the statements that build it, in order. */
import type { Invariant, Plan, PlannedTable, PoolTable, Program, Relation, Statement } from '../model/index.ts';
import { poolsOf, poolTableName, readsPersons, relationSql, SCRATCH_SCHEMA, tableSql } from './relations.ts';
import type { RelationScope } from './relations.ts';
import { identifier, joinSql, literal, qualified, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { typeSql } from './types.ts';

export function compilePlan(plan: Plan, pools: readonly PoolTable[]): Program {
  const scope: RelationScope = {
    seed: plan.seed,
    tables: new Map(plan.tables.map((table) => [`${table.schema}.${table.name}`, table])),
    poolColumns: new Map(pools.map((pool) => [pool.name, ['position', ...pool.columns.map(({ name }) => name)]])),
  };
  const kept = plan.tables.filter((table) => table.fill !== 'scratch');
  const used = new Set(plan.tables.flatMap(({ relation }) => poolsOf(relation)));
  return {
    pools: pools
      .filter(({ name }) => used.has(name))
      .map((pool) => ({ name: pool.name, table: poolTableName(pool.name), create: createPool(pool) })),
    setUp: [
      ...schemaStatements(plan),
      ...plan.enumerations.map((one) =>
        statement(
          sql`create type ${qualified(one.schema, one.name)} as enum (${joinSql(one.values.map(literal), ', ')})`,
        ),
      ),
      ...kept.map(createTable),
      ...kept.filter((table) => table.fill === 'reference').map((table) => fillTable(table, scope)),
    ],
    perRange: plan.tables
      .filter((table) => table.fill === 'person' || table.fill === 'scratch')
      .map((table) => (table.fill === 'scratch' ? scratchTable(table, scope) : fillTable(table, scope))),
    finish: kept.flatMap(commentStatements),
    checks: plan.invariants.map((invariant) => checkOf(invariant, scope)),
    tally: tallyOf(plan, scope),
    tables: kept.filter(({ fill }) => fill !== 'record').map((table) => `${table.schema}.${table.name}`),
  };
}

function schemaStatements(plan: Plan): Statement[] {
  const schemas = new Set([...plan.enumerations, ...plan.tables].map(({ schema }) => schema));
  schemas.delete(SCRATCH_SCHEMA);
  return [...schemas].map((schema) => statement(sql`create schema ${identifier(schema)}`));
}

/** Text columns behind a position, as the rows of a pool are appended. */
function createPool({ name, columns }: PoolTable): Statement {
  const typed = columns.map((column) => sql`${identifier(column.name)} varchar`);
  return statement(
    sql`create temp table ${identifier(poolTableName(name))} ("position" integer, ${joinSql(typed, ', ')})`,
  );
}

function createTable(table: PlannedTable): Statement {
  const columns = table.columns.map(
    ({ name, type, nullable }) => sql`${identifier(name)} ${typeSql(type)}${nullable ? sql`` : sql` not null`}`,
  );
  return statement(sql`create table ${tableSql(table.schema, table.name)} (${joinSql(columns, ', ')})`);
}

function fillTable(table: PlannedTable, scope: RelationScope): Statement {
  const names = table.columns.map(({ name }) => identifier(name));
  const rows = relationSql(table.relation, scope);
  return statement(
    sql`insert into ${tableSql(table.schema, table.name)} (${joinSql(names, ', ')}) select ${joinSql(names, ', ')} from (${rows})`,
    table,
  );
}

function scratchTable(table: PlannedTable, scope: RelationScope): Statement {
  const rows = relationSql(table.relation, scope);
  const columns = table.columns.map(
    ({ name, type }) => sql`cast(${identifier(name)} as ${typeSql(type)}) as ${identifier(name)}`,
  );
  return statement(
    sql`create or replace temp table ${tableSql(table.schema, table.name)} as select ${joinSql(columns, ', ')} from (${rows})`,
    table,
  );
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

/** A check yields one row: how many rows break the rule. */
function checkOf(invariant: Invariant, scope: RelationScope): Program['checks'][number] {
  const rows = relationSql(invariant.violations, scope);
  return {
    name: invariant.name,
    table: invariant.table,
    statement: invariant.statement,
    sql: sql`select count(*) as "violations" from (${rows})`.text,
  };
}

/** One pass over the people of a range: truths are counted, numbers summed. */
function tallyOf({ fidelity }: Plan, scope: RelationScope): Statement {
  const columns = fidelity.sums.map(({ how, of }, at) => ({ name: `sum:${at}`, how, term: of }));
  const people: Relation = { kind: 'table', schema: SCRATCH_SCHEMA, name: 'population' };
  const input: Relation = { kind: 'extend', input: people, columns: fidelity.values };
  const terms = relationSql({ kind: 'project', input, columns }, scope);
  const totals = columns.map(({ name, how }) =>
    how === 'count'
      ? sql`count_if(${identifier(name)}) as ${identifier(name)}`
      : sql`sum(cast(${identifier(name)} as double)) as ${identifier(name)}`,
  );
  return { ...statement(sql`select ${joinSql(totals, ', ')} from (${terms})`), perRange: true };
}

function statement(text: Sql, table?: PlannedTable): Statement {
  return {
    sql: text.text,
    table: table === undefined ? undefined : `${table.schema}.${table.name}`,
    origins: table?.origins ?? [],
    perRange: table !== undefined && readsPersons(table.relation),
  };
}
