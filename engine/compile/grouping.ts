/** Relations that look at rows beside each other: duplicates, running sums, and what groups of rows come to. */
import type { Running } from '../model/index.ts';
import type { NamedSql } from './layers.ts';
import { columnDigests, digest } from './meaning.ts';
import { ALIKE, BITS, keysAsBits } from './person-bits.ts';
import { columnsOf, fromSql, itemOf, names, queryOf } from './query.ts';
import type { Of, Query } from './query.ts';
import { identifier, joinSql, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** Sorted and held against the row before: half the time of counting rows by a key that is nearly always alone. */
export function duplicatesQuery(input: Query, { by }: Of<'duplicates'>): Query {
  const before = (name: string): Sql => identifier(`before:${name}`);
  const previous = by.map((name) => sql`lag(${identifier(name)}) over () as ${before(name)}`);
  const same = joinSql(
    by.map((name) => sql`${identifier(name)} = ${before(name)}`),
    ' and ',
  );
  const sorted = sql`select ${names(by)} from ${fromSql(input)} order by ${names(by)}`;
  const pairs = sql`select ${joinSql([...by.map(identifier), ...previous], ', ')} from (${sorted})`;
  const { meaning } = input;
  return queryOf({ from: sql`(${pairs})`, where: same }, by, {
    rows: digest('duplicates', meaning.rows, ...columnDigests(meaning, by)),
    columns: meaning.columns,
  });
}

/** Where fewer bits are set than there are keys, some are alike. */
export function repeatedQuery(input: Query, { of, each, beside }: Of<'repeated'>): Query {
  const keys = keysAsBits(input, of, each, beside);
  const alike = joinSql([ALIKE, ...beside.map(identifier)], ', ');
  const counted = sql`select count(*) as "all", bit_count(${BITS}) as "different" from (${keys}) group by ${alike}`;
  const rows = sql`select unnest(range("all" - "different")) as "repeated" from (${counted}) where "all" > "different"`;
  const { meaning } = input;
  const digests = columnDigests(meaning, [of, ...beside]);
  return itemOf(sql`(${rows})`, ['repeated'], {
    rows: digest('repeated', meaning.rows, String(each), ...digests),
    columns: new Map([['repeated', digest('repeated', ...digests)]]),
  });
}

export function runningQuery(input: Query, { by, along, columns }: Of<'running'>): Query {
  const window = sql`partition by ${names(by)} order by ${names(along)}`;
  const sums = columns.map(
    ({ name, of, how }) => sql`${runningSql(identifier(of), how)(window)} as ${identifier(name)}`,
  );
  const kept = columnsOf(input);
  const rows = sql`select ${joinSql([...kept.map(identifier), ...sums], ', ')} from ${fromSql(input)}`;
  return itemOf(sql`(${rows})`, [...kept, ...columns.map(({ name }) => name)], {
    rows: input.meaning.rows,
    columns: new Map([
      ...input.meaning.columns,
      ...columns.map(
        ({ name, of, how = 'running' }) =>
          [name, digest(how, ...columnDigests(input.meaning, [of, ...by, ...along]))] as const,
      ),
    ]),
  });
}

function runningSql(of: Sql, how: Running | undefined): (window: Sql) => Sql {
  switch (how) {
    case 'most':
      return (window) => sql`max(${of}) over (${window} rows unbounded preceding)`;
    case 'most_before':
      return (window) => sql`max(${of}) over (${window} rows between unbounded preceding and 1 preceding)`;
    case 'most_behind':
      return (window) => sql`max(${of}) over (${window} rows between 1 following and unbounded following)`;
    case 'before':
      return (window) => sql`lag(${of}) over (${window})`;
    case 'behind':
      return (window) => sql`lead(${of}) over (${window})`;
    case undefined:
      return (window) => sql`sum(${of}) over (${window} rows unbounded preceding)`;
  }
}

export function aggregateQuery(input: Query, { by, columns }: Of<'aggregate'>): Query {
  const functions = {
    min: sql`min`,
    max: sql`max`,
    count: sql`count`,
    sum: sql`sum`,
    last: sql`arg_max`,
    first: sql`arg_min`,
  };
  const isNarrowed = by.length > 0 && sharesOrder(columns);
  const values = columns.map(({ name, how, of, along = [] }) => {
    const deciding = along.slice(isNarrowed ? 1 : 0);
    const order =
      along.length === 0 ? sql`` : sql`, ${deciding.length === 1 ? names(deciding) : sql`row(${names(deciding)})`}`;
    return { name, value: sql`${functions[how]}(${identifier(of)}${order})` };
  });
  const grouping = by.length === 0 ? sql`` : sql` group by ${names(by)}`;
  const from = isNarrowed ? outermost(fromSql(input), { by, columns }) : fromSql(input);
  const groups = sql`select ${joinSql([...by.map(identifier), ...values.map(aliased)], ', ')} from ${from}${grouping}`;
  return itemOf(sql`(${groups})`, [...by, ...columns.map(({ name }) => name)], {
    rows: digest('aggregate', input.meaning.rows, ...columnDigests(input.meaning, by)),
    columns: new Map([
      ...by.map((name) => [name, input.meaning.columns.get(name) ?? name] as const),
      ...columns.map(
        ({ name, how, of, along = [] }) =>
          [name, digest(how, ...columnDigests(input.meaning, [of, ...along]))] as const,
      ),
    ]),
  });
}

function aliased({ name, value }: NamedSql): Sql {
  return sql`${value} as ${identifier(name)}`;
}

/** All of them are the first, or all the last, in one order of several columns. */
function sharesOrder(columns: Of<'aggregate'>['columns']): boolean {
  const [first] = columns;
  const along = first?.along ?? [];
  return along.length > 1 && columns.every((one) => one.how === first?.how && one.along?.join() === along.join());
}

/**
 * The rows that the first or last of a group can be among: those with the least or greatest of what weighs most. To compare whole
 * rows takes ten times as long as to compare numbers, and of what is left few groups have two.
 */
function outermost(input: Sql, { by, columns }: Pick<Of<'aggregate'>, 'by' | 'columns'>): Sql {
  const [first] = columns;
  const along = first?.along ?? [];
  const [heaviest = ''] = along;
  const extreme = identifier(`outermost:${heaviest}`);
  const how = first?.how === 'first' ? sql`min` : sql`max`;
  const kept = [...new Set([...by, ...along, ...columns.map(({ of }) => of)])];
  const same = [...by.map((name) => [identifier(name), identifier(name)]), [identifier(heaviest), extreme]].map(
    ([left = extreme, right = extreme]) => sql`"l".${left} is not distinct from "r".${right}`,
  );
  const qualifiedNames = joinSql(
    kept.map((name) => sql`"l".${identifier(name)}`),
    ', ',
  );
  return sql`(with "rows" as materialized (select ${names(kept)} from ${input}) select ${qualifiedNames} from "rows" as "l" join (select ${names(by)}, ${how}(${identifier(heaviest)}) as ${extreme} from "rows" group by ${names(by)}) as "r" on ${joinSql(same, ' and ')})`;
}
