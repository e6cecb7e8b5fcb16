/**
 * Rules asked together, in one pass over what they share: those that one row of a table shows, the keys of a table with all that
 * refers to them, all that refers to a table of few rows, and rules of one name of which less needs to be asked. A screen says
 * which rules are surely kept; the others are asked by their own statements.
 */
import type { Check, Invariant, Relation, Screen, Term } from '../model/index.ts';
import { digest } from './meaning.ts';
import { ALIKE, BITS, keysAsBits } from './person-bits.ts';
import { fromSql } from './query.ts';
import type { Query } from './query.ts';
import { relationQuery, relationSql } from './relations.ts';
import { tableSql } from './sources.ts';
import type { RelationScope } from './sources.ts';
import { identifier, joinSql, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** A rule with the check that was made of it. */
interface Rule {
  readonly rule: Invariant;
  readonly check: Check;
}

/** What was made of the same checks before, or what is made now. */
type Remember = (key: string, make: () => Screen) => Screen;

/** Where two rules or more can be asked in one pass. */
export function screensOf(rules: readonly Rule[], scope: RelationScope, remember: Remember): readonly Screen[] {
  const together = [
    ...groupsOf(rules, ({ rule }) => tableOfRow(rule)).map((group) => ({ group, ask: askOfRows })),
    ...groupsOf(rules, ({ rule }) => tableOfKey(rule)).map((group) => ({ group, ask: askOfKeys })),
    ...groupsOf(rules, ({ rule }) => (rule.slices === undefined ? rule.refers?.to : undefined)).map((group) => ({
      group,
      ask: askOfReferences,
    })),
  ].filter(({ group }) => group.length > 1);
  const less = groupsOf(rules, ({ rule }) => (rule.doubt === undefined ? undefined : rule.name)).map((group) => ({
    group,
    ask: askOfDoubts,
  }));
  return [...together, ...less].map(({ group, ask }) =>
    remember(digest(...group.map(({ check }) => check.sql)), () => screenOf(group, ask, scope)),
  );
}

type Ask = (rules: readonly Invariant[], scope: RelationScope) => Sql;

function screenOf(group: readonly Rule[], ask: Ask, scope: RelationScope): Screen {
  const rules = group.map(({ rule }) => rule);
  const slices = rules.flatMap((rule) => (rule.doubt === undefined ? (rule.slices ?? []) : []));
  return {
    sql: ask(rules, scope).text,
    sliced: slices.length === 0 ? undefined : ask(rules, { ...scope, slices }).text,
    reads: [...new Set(group.flatMap(({ check }) => check.reads))],
    of: group.map(({ check }) => check.sql),
  };
}

function groupsOf(rules: readonly Rule[], nameOf: (rule: Rule) => string | undefined): readonly (readonly Rule[])[] {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    const name = nameOf(rule);
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), rule]);
  }
  return [...groups.values()];
}

/** The table of which one row shows whether the rule is kept. */
function tableOfRow({ slices, violations }: Invariant): string | undefined {
  if (violations.kind !== 'filter' || violations.input.kind !== 'table' || slices !== undefined) return undefined;
  return `${violations.input.schema}.${violations.input.name}`;
}

function askOfRows(rules: readonly Invariant[], scope: RelationScope): Sql {
  const [first] = rules.flatMap(({ violations }) => (violations.kind === 'filter' ? violations.input : []));
  if (first === undefined) throw new Error('This is a bug in compile: a screen asks nothing.');
  const columns = rules.flatMap(({ violations }, at) =>
    violations.kind === 'filter' ? [{ name: String(at), term: violations.where }] : [],
  );
  const shown: Relation = { kind: 'project', input: first, columns };
  const counts = columns.map(({ name }) => sql`count_if(${identifier(name)}) as ${identifier(name)}`);
  return sql`select ${joinSql(counts, ', ')} from (${relationSql(shown, scope)})`;
}

function askOfReferences(rules: readonly Invariant[], scope: RelationScope): Sql {
  const [to = ''] = rules.flatMap(({ refers }) => refers?.to ?? []);
  const [schema = '', name = ''] = to.split('.');
  const key = identifier(scope.tables.get(to)?.primaryKey[0] ?? '');
  const held = rules.flatMap(({ refers, table }, at) =>
    refers === undefined
      ? []
      : sql`select ${identifier(refers.column)} as "key", ${literal(at)} as "rule" from ${fromSql(knownQuery(table, refers.column, scope))}`,
  );
  const known = sql`select ${key} as "known", true as "found" from ${tableSql(schema, name)}`;
  const counts = rules.map((_, at) => sql`count_if("rule" = ${literal(at)}) as ${identifier(String(at))}`);
  return sql`select ${joinSql(counts, ', ')} from (${joinSql(held, ' union all ')}) left join (${known}) on "key" = "known" where "found" is null`;
}

function askOfDoubts(rules: readonly Invariant[], scope: RelationScope): Sql {
  const counts = rules.flatMap(({ doubt }, at) =>
    doubt === undefined ? [] : sql`(select count(*) from (${relationSql(doubt, scope)})) as ${identifier(String(at))}`,
  );
  return sql`select ${joinSql(counts, ', ')}`;
}

/** The table whose keys of persons the rule is about: that none stands twice, or that all that refers to it is there. */
function tableOfKey({ refers, slices, table, violations }: Invariant): string | undefined {
  if (slices === undefined) return undefined;
  if (violations.kind === 'repeated') return violations.beside.length === 0 ? table : undefined;
  return refers?.to;
}

const KEPT = sql`"kept"`;

function askOfKeys(rules: readonly Invariant[], scope: RelationScope): Sql {
  const [target] = rules.flatMap(({ refers, slices = [] }) => (refers === undefined ? [] : slices.slice(-1)));
  if (target === undefined)
    throw new Error('This is a bug in compile: a screen of keys has nothing that refers to them.');
  const bitsOf = (table: string, column: string): Sql =>
    keysAsBits(knownQuery(table, column, scope), column, target.each);
  const kept = sql`select ${ALIKE}, count(*) as "all", ${BITS} as "bits" from (${bitsOf(target.table, target.column)}) group by ${ALIKE}`;
  const counts = rules.map(({ refers, table }, at) => {
    const count = refers === undefined ? REPEATED : missing(bitsOf(table, refers.column));
    return sql`(${count}) as ${identifier(String(at))}`;
  });
  return sql`with ${KEPT} as materialized (${kept}) select ${joinSql(counts, ', ')}`;
}

const REPEATED = sql`select count(*) from ${KEPT} where "all" > bit_count("bits")`;

/** Rows of bits of which some are not among those of the keys. */
function missing(bits: Sql): Sql {
  const asked = sql`select ${ALIKE}, ${BITS} as "asked" from (${bits}) group by ${ALIKE}`;
  const unknown = sql`"bits" is null or bit_count("asked" & ~"bits") > 0`;
  return sql`select count(*) from (${asked}) left join ${KEPT} using (${ALIKE}) where ${unknown}`;
}

/** The rows of a table whose column is known. */
function knownQuery(table: string, column: string, scope: RelationScope): Query {
  const [schema = '', name = ''] = table.split('.');
  const isNull: Term = { kind: 'call', operation: 'is_null', arguments: [{ kind: 'column', name: column }] };
  const where: Term = { kind: 'call', operation: 'not', arguments: [isNull] };
  return relationQuery({ kind: 'filter', input: { kind: 'table', schema, name }, where }, scope);
}
