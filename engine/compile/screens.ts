/**
 * Rules asked together, in one pass over what they share: those that one row of a table shows, and the keys of a table with all
 * that refers to them. A screen says which rules are kept; one that is not is asked by its own statement.
 */
import type { Check, Invariant, Relation, Screen, Term } from '../model/index.ts';
import { digest } from './meaning.ts';
import { ALIKE, BITS, keysAsBits } from './person-bits.ts';
import type { Query } from './query.ts';
import { relationQuery, relationSql } from './relations.ts';
import type { RelationScope } from './sources.ts';
import { identifier, joinSql, sql } from './sql.ts';
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
  const groups = [
    ...groupsOf(rules, ({ rule }) => tableOfRow(rule)).map((group) => ({ group, ask: askOfRows })),
    ...groupsOf(rules, ({ rule }) => tableOfKey(rule)).map((group) => ({ group, ask: askOfKeys })),
  ];
  return groups
    .filter(({ group }) => group.length > 1)
    .map(({ group, ask }) =>
      remember(digest(...group.map(({ check }) => check.sql)), () => screenOf(group, ask, scope)),
    );
}

type Ask = (rules: readonly Invariant[], scope: RelationScope) => Sql;

function screenOf(group: readonly Rule[], ask: Ask, scope: RelationScope): Screen {
  const rules = group.map(({ rule }) => rule);
  const slices = rules.flatMap((rule) => rule.slices ?? []);
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
