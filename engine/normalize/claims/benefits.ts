/** Rows about what plans ask of their members for single classes of services to concepts. */
import type { PlanBenefit, ServiceClass } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { ReferenceTables, TableRow } from '../knowledge/index.ts';
import { amount, known, share } from './cells.ts';

export function readBenefits(
  tables: ReferenceTables,
  classes: readonly ServiceClass[],
  context: Context,
): readonly PlanBenefit[] {
  const names = classes.map(({ name }) => name);
  return tables.concepts(
    'plan_benefits',
    (row) => readBenefit(row, names, context),
    (one) => `${one.plan} ${one.class}`,
  );
}

function readBenefit(row: TableRow, classes: readonly string[], context: Context): PlanBenefit {
  const plans = context.knowledge.plans.map(({ name }) => name);
  const isGiven = (column: string): boolean => row.cell(column).value !== '';
  const covered = !isGiven('covered') || row.flag('covered');
  const [dayCopay, coinsurance] = [isGiven('day_copay'), isGiven('coinsurance')];
  const copay = isGiven('copay') || dayCopay;
  const ways = [!covered, copay, coinsurance].filter(Boolean).length;
  if (ways !== 1) row.refuse('class', 'a row with one of: a copay, a coinsurance, or `no` under `covered`');
  const fromDay = dayNumber(row, 'from_day', 1);
  const toDay = dayNumber(row, 'to_day', MOST_DAYS);
  if (toDay < fromDay) row.refuse('to_day', 'a day that is not before `from_day`');
  if (!dayCopay && (isGiven('from_day') || isGiven('to_day'))) row.refuse('day_copay', 'US dollars for each day');
  return {
    plan: known(row, 'plan', { kind: 'plan', known: plans }, context),
    class: known(row, 'class', { kind: 'class of services', known: classes }, context),
    covered,
    copay: copay ? (isGiven('copay') ? amount(row, 'copay') : 0) : undefined,
    dayCopay: dayCopay ? amount(row, 'day_copay') : 0,
    fromDay,
    toDay,
    coinsurance: coinsurance ? share(row, 'coinsurance') : undefined,
    at: row.at,
  };
}

/** No stay is as long. */
const MOST_DAYS = 9999;

function dayNumber(row: TableRow, column: string, otherwise: number): number {
  const value = row.optionalNumber(column) ?? otherwise;
  if (!Number.isInteger(value) || value < 1 || value > MOST_DAYS) row.refuse(column, 'the number of a day, from 1');
  return value;
}
