/** What is summed over people, events and spending, to be held against what was declared. */
import type { Plan, Program, RecordTally, Relation, Tallied, Tally } from '../model/index.ts';
import { digest, wholeDigest } from './meaning.ts';
import { tablesOf } from './reads.ts';
import { fromSql, selectSql } from './query.ts';
import { relationQuery } from './relations.ts';
import type { RelationScope } from './sources.ts';
import { doubleLiteral, identifier, joinSql, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { statement } from './statement.ts';

/** One pass over the people of a range: truths are counted, numbers summed. */
export function tallyOf({ fidelity: { people, values, sums } }: Plan, scope: RelationScope): Tally {
  const { from, totals, fingerprint } = totalsOf({ rows: people, values, sums }, scope);
  const named = totals.map((total, at) => sql`${total} as ${identifier(nameOf(at))}`);
  return {
    statement: {
      ...statement(sql`select ${joinSql(named, ', ')} from ${from}`),
      perRange: scope.isTrimmed === true,
    },
    fingerprint,
    reads: tablesOf(people),
  };
}

/** One pass over rows, with all totals as one list. */
export function recordTallyOf(record: RecordTally, scope: RelationScope): Tally {
  const { from, totals, fingerprint } = totalsOf(record, scope);
  const lists = listed(totals, record.sums);
  return {
    statement: statement(sql`select flatten([${joinSql(lists, ', ')}]) as "totals" from ${from}`),
    fingerprint,
    reads: tablesOf(record.rows),
  };
}

/** Totals as lists of numbers: those between two lists of parts in one of their own, for each list costs the database. */
function listed(totals: readonly Sql[], sums: readonly Tallied[]): readonly Sql[] {
  const lists: Sql[] = [];
  let numbers: Sql[] = [];
  const close = (): void => {
    if (numbers.length > 0) lists.push(sql`[${joinSql(numbers, ', ')}]`);
    numbers = [];
  };
  totals.forEach((total, at) => {
    if (sums[at]?.how !== 'parts') numbers.push(total);
    else {
      close();
      lists.push(total);
    }
  });
  close();
  return lists.map((list) => sql`cast(${list} as double[])`);
}

/** How many sums there are of one kind. */
export function widthOf(tallied: Tallied): number {
  return tallied.how === 'parts' ? tallied.edges.length + 1 : 1;
}

function nameOf(at: number): string {
  return `sum:${at}`;
}

interface Totals {
  readonly from: Sql;
  readonly totals: readonly Sql[];
  readonly fingerprint: string;
}

function totalsOf({ rows, values, sums }: RecordTally, scope: RelationScope): Totals {
  const columns = sums.map(({ of }, at) => ({ name: nameOf(at), term: of }));
  const input: Relation = { kind: 'extend', input: rows, columns: values };
  const terms = relationQuery({ kind: 'project', input, columns }, scope);
  return {
    from: fromSql(terms),
    totals: sums.map((tallied, at) => totalOf(identifier(nameOf(at)), tallied)),
    fingerprint: digest(wholeDigest(terms.meaning), ...sums.map(kindOf)),
  };
}

function kindOf(tallied: Tallied): string {
  return tallied.how === 'parts' ? tallied.edges.join(' ') : tallied.how;
}

/** Counts by part come as one list, also where nobody has a value. */
function totalOf(value: Sql, tallied: Tallied): Sql {
  switch (tallied.how) {
    case 'count':
      return sql`count_if(${value})`;
    case 'sum':
      return sql`sum(cast(${value} as double))`;
    case 'parts': {
      const edges = sql`[${joinSql(tallied.edges.map(doubleLiteral), ', ')}]`;
      const counts = sql`map_values(histogram(cast(${value} as double), ${edges}))`;
      return sql`list_resize(coalesce(${counts}, []), ${literal(tallied.edges.length + 1)}, 0)`;
    }
  }
}

export function eventTallyOf({ fidelity: { events } }: Plan, scope: RelationScope): Program['eventTally'] {
  if (events === undefined) return undefined;
  const { relation, keys, columns } = events;
  const rows = relationQuery(relation, scope);
  return {
    statement: { ...statement(selectSql(rows, ['event_key', ...columns])), perRange: scope.isTrimmed === true },
    fingerprint: digest(wholeDigest(rows.meaning), ...keys.map(String)),
    reads: tablesOf(relation),
    keys,
    width: columns.length,
  };
}

/** Whole cents are summed exactly, so that no order of rows shows. */
export function spendingOf({ fidelity: { spending } }: Plan, scope: RelationScope): Program['spending'] {
  if (spending === undefined) return undefined;
  const { relation, parts, amounts } = spending;
  const rows = relationQuery(relation, scope);
  const cuts = parts.map((part, at) => sql`quantile_disc("cents", ${literal(1 - part)}) as ${identifier(`cut:${at}`)}`);
  const sumOf = (term: Sql): Sql => sql`cast(sum(${term}) as double)`;
  const cents = sql`cast("cents" as hugeint)`;
  const sums = parts.flatMap((_, at) => {
    const cut = identifier(`cut:${at}`);
    const above = sql`greatest(${cents} - ${cut}, 0)`;
    return [
      sql`cast(any_value(${cut}) as double)`,
      sumOf(above),
      sumOf(sql`${above} * ${above}`),
      sumOf(sql`${above} * ${cents}`),
    ];
  });
  const squareOf = (term: Sql): Sql => sumOf(sql`${term} * ${term}`);
  const ofAmounts = amounts
    .map((name) => sql`cast(${identifier(name)} as hugeint)`)
    .flatMap((term) => [sumOf(term), squareOf(term)]);
  const all = [sql`count(*)`, sumOf(cents), squareOf(cents), ...sums, ...ofAmounts];
  const beside = parts.length === 0 ? sql`` : sql` cross join (select ${joinSql(cuts, ', ')} from "spent") as "cuts"`;
  return {
    statement: statement(
      sql`with "spent" as materialized (${selectSql(rows)}) select ${joinSql(all, ', ')} from "spent"${beside}`,
    ),
    fingerprint: digest(wholeDigest(rows.meaning), ...parts.map(String), ...amounts),
    reads: tablesOf(relation),
    width: all.length,
  };
}
