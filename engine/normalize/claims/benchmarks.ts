/** Rows about what is spent, and how unevenly, to concepts. */
import type { SpendingAmount, SpendingBenchmark } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { TableRow } from '../knowledge/index.ts';
import { amount, payerOf, share } from './cells.ts';

export function readBenchmark(row: TableRow, context: Context): SpendingBenchmark {
  const people = row.text('people');
  const [, end, percent] = /^(top|bottom) (\d+(?:\.\d+)?) %$/.exec(people) ?? [];
  const part = Number(percent ?? 50) / 100;
  if (people !== '' && (percent === undefined || part <= 0 || part >= 1))
    row.refuse('people', '`top` or `bottom` with a percentage, as `top 1 %`');
  const [low, high] = [share(row, 'low'), share(row, 'high')];
  if (high < low) row.refuse('high', 'at least `low`');
  const named = row.cell('payer').value !== '';
  return {
    people,
    end: end === 'top' ? 'top' : 'bottom',
    part,
    payer: named ? payerOf(row, context) : undefined,
    low,
    high,
    published: row.text('published'),
    at: row.at,
  };
}

export function readSpendingAmount(row: TableRow, context: Context): SpendingAmount {
  const written = row.text('of');
  if (!['', 'claims', 'pharmacies'].includes(written)) row.refuse('of', 'one of claims, pharmacies');
  const [low, high] = [amount(row, 'low'), amount(row, 'high')];
  if (high < low) row.refuse('high', 'at least `low`');
  return {
    of: written === 'pharmacies' ? written : 'claims',
    payer: payerOf(row, context),
    low,
    high,
    published: row.text('published'),
    at: row.at,
  };
}
