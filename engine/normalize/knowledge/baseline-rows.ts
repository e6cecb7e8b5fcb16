/** Rows of the tables of baselines: how values of an observation differ among the people whom a row is about. */
import type { ConditionalRule, Distribution, Expression, SourceRange } from '../../model/index.ts';
import { codePrefixOf } from '../concepts/index.ts';
import { isEmpty, isRoundable, withinRounding } from '../distribution/index.ts';
import type { Problems } from '../problems.ts';
import { agesOf } from './ages.ts';
import type { TableRow } from './table-row.ts';

/** Of an observation that is not known any number fits. */
export const MOST_DECIMALS = 10;

export interface BaselineRule {
  readonly name: string;
  /** Whom it is about: no two rows may be about the same. */
  readonly key: string;
  readonly ofCondition: boolean;
  readonly rule: ConditionalRule;
}

interface Known {
  readonly decimals: ReadonlyMap<string, number>;
  readonly problems: Problems;
}

export function unknownObservation(name: string, at: SourceRange, { decimals, problems }: Known): void {
  const known = [...decimals.keys()];
  problems.report('normalize-reference-unknown', { kind: 'observation', name, known }, at);
}

export function readBaselineRule(
  row: TableRow,
  decimals: ReadonlyMap<string, number>,
  problems: Problems,
): BaselineRule {
  const name = row.text('name');
  if (name !== '' && !decimals.has(name)) unknownObservation(name, row.cell('name').at, { decimals, problems });
  const parts = [conditionPart(row, problems), agePart(row), sexPart(row)].filter((part) => part !== undefined);
  const [first, ...others] = parts;
  if (first === undefined) row.refuse('name', 'a row with a `condition`, `ages` or a `sex`');
  const given = others.reduce<Expression | undefined>(
    (left, right) => left && { kind: 'binary', operator: 'and', left, right, at: row.at },
    first,
  );
  const distribution = readBaselineOrNone(row, decimals.get(name) ?? MOST_DECIMALS);
  const whom = ['condition', 'ages', 'sex'].map((column) => row.cell(column).value).filter((value) => value !== '');
  return {
    name,
    key: [name, ...whom].join(' '),
    ofCondition: row.cell('condition').value !== '',
    rule: { given, distribution },
  };
}

/** Of some people nothing is measured. */
function readBaselineOrNone(row: TableRow, decimals: number): Distribution {
  const { value, at } = row.cell('mean');
  if (value !== NONE) return readBaseline(row, decimals);
  for (const column of ['sd', 'min', 'max'].filter((name) => row.cell(name).value !== ''))
    row.refuse(column, `nothing, beside \`${NONE}\``);
  return { kind: 'fixed', value: null, at };
}

const NONE = 'none';

export function readBaseline(row: TableRow, decimals: number): Distribution {
  const [mean, standardDeviation] = [row.number('mean'), row.number('sd')];
  const [min, max] = [row.optionalNumber('min'), row.optionalNumber('max')];
  const { at } = row.cell('mean');
  const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  const baseline: Distribution = { kind: 'normal', mean, standardDeviation, ...bounds, decimals, at };
  if (standardDeviation <= 0) row.refuse('sd', 'a number above 0');
  else if (min !== undefined && max !== undefined && min >= max) row.refuse('max', 'a number above `min`');
  else if (isEmpty(baseline)) row.refuse('mean', 'a number that the bounds leave room for');
  else if (!isRoundable(baseline)) row.refuse('max', 'a number so that `decimals` leave a value between the bounds');
  return withinRounding(baseline);
}

function conditionPart(row: TableRow, problems: Problems): Expression | undefined {
  const { value: condition, at } = row.cell('condition');
  if (condition === '') return undefined;
  const prefix = codePrefixOf(condition);
  if (prefix === undefined) problems.report('normalize-code-impossible', { code: condition }, at);
  return { kind: 'call', name: 'has_condition', arguments: [{ kind: 'text', value: prefix ?? condition, at }], at };
}

function agePart(row: TableRow): Expression | undefined {
  const { value, at } = row.cell('ages');
  if (value === '') return undefined;
  const year = /^\d{1,2}$/.test(value) ? Number(value) : undefined;
  const { min, max } = year === undefined ? agesOf(row) : { min: year, max: year };
  const operand = { kind: 'name', name: 'age', at } as const;
  const [low, high] = [min, max].map((years) => ({ kind: 'number' as const, value: years, at }));
  if (low === undefined || high === undefined) return undefined;
  return { kind: 'between', operand, low, high, negated: false, at };
}

function sexPart(row: TableRow): Expression | undefined {
  const { value, at } = row.cell('sex');
  if (value === '') return undefined;
  if (value !== 'F' && value !== 'M') row.refuse('sex', '`F` or `M`');
  const [left, right] = [
    { kind: 'name', name: 'gender', at },
    { kind: 'text', value, at },
  ] as const;
  return { kind: 'binary', operator: '=', left, right, at };
}
