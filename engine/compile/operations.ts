/** Every operation of the plan in the words of DuckDB. */
import type { Operation } from '../model/index.ts';
import { joinSql, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

type Arguments = readonly Sql[];

const nothing: Sql = literal(null);

function binary(write: (left: Sql, right: Sql) => Sql): (given: Arguments) => Sql {
  return ([left = nothing, right = nothing]) => write(left, right);
}

function unary(write: (operand: Sql) => Sql): (given: Arguments) => Sql {
  return ([operand = nothing]) => write(operand);
}

const operations: { readonly [Name in Operation]: (given: Arguments) => Sql } = {
  add: binary((a, b) => sql`(${a} + ${b})`),
  subtract: binary((a, b) => sql`(${a} - ${b})`),
  multiply: binary((a, b) => sql`(${a} * ${b})`),
  divide: binary((a, b) => sql`(${a} / nullif(${b}, 0))`),
  integer_divide: binary((a, b) => sql`(${a} // ${b})`),
  modulo: binary((a, b) => sql`(${a} % ${b})`),
  negate: unary((a) => sql`(-${a})`),
  floor: unary((a) => sql`cast(floor(${a}) as bigint)`),
  round: binary((a, decimals) => sql`round(${a}, ${decimals})`),
  power: binary(
    (base, exponent) =>
      sql`list_filter([pow(cast(${base} as double), cast(${exponent} as double))], lambda raised : isfinite(raised))[1]`,
  ),
  least: (given) => sql`least(${joinSql(given, ', ')})`,
  greatest: (given) => sql`greatest(${joinSql(given, ', ')})`,
  equal: binary((a, b) => sql`(${a} = ${b})`),
  not_equal: binary((a, b) => sql`(${a} <> ${b})`),
  less: binary((a, b) => sql`(${a} < ${b})`),
  less_or_equal: binary((a, b) => sql`(${a} <= ${b})`),
  greater: binary((a, b) => sql`(${a} > ${b})`),
  greater_or_equal: binary((a, b) => sql`(${a} >= ${b})`),
  and: (given) => sql`(${joinSql(given, ' and ')})`,
  or: (given) => sql`(${joinSql(given, ' or ')})`,
  not: unary((a) => sql`(not ${a})`),
  is_null: unary((a) => sql`(${a} is null)`),
  coalesce: (given) => sql`coalesce(${joinSql(given, ', ')})`,
  concat: (given) => sql`(${joinSql(given, ' || ')})`,
  pad_left: binary((a, length) => sql`lpad(cast(${a} as varchar), ${length}, '0')`),
  substring: ([text = nothing, start = nothing, length = nothing]) =>
    sql`substring(${text}, cast(${start} as bigint), ${length})`,
  place_in_list: unary((value) => sql`cast(enum_code(${value}) as integer)`),
  add_months: binary((date, n) => sql`cast(${date} + to_months(cast(${n} as integer)) as date)`),
  add_days: binary((date, n) => sql`(${date} + cast(${n} as integer))`),
  add_minutes: binary((moment, n) => sql`(${moment} + to_minutes(cast(${n} as bigint)))`),
  days_between: binary((start, end) => sql`(${end} - ${start})`),
  minutes_between: binary((start, end) => sql`date_diff('minute', ${start}, ${end})`),
  iso_weekday: unary((date) => sql`isodow(${date})`),
  to_date: unary((moment) => sql`cast(${moment} as date)`),
  at_minute: binary(
    (date, n) =>
      sql`make_timestamp((${date} - cast('1970-01-01' as date)) * 86400000000 + cast(${n} as bigint) * 60000000)`,
  ),
  month_of_year: unary((date) => sql`month(${date})`),
  first_of_month: unary((date) => sql`cast(date_trunc('month', ${date}) as date)`),
  first_of_year: unary((date) => sql`cast(date_trunc('year', ${date}) as date)`),
  year_of: unary((date) => sql`year(${date})`),
};

export function operationSql(operation: Operation, given: Arguments): Sql {
  return operations[operation](given);
}
