/** Rows about the concentration of spending to concepts. */
import type { SpendingBenchmark } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { TableRow } from '../knowledge/index.ts';
import { known, share } from './cells.ts';

export function readBenchmark(row: TableRow, { payers, problems }: Context): SpendingBenchmark {
  const people = row.text('people');
  const [, end, percent] = /^(top|bottom) (\d+(?:\.\d+)?) %$/.exec(people) ?? [];
  const part = Number(percent ?? 50) / 100;
  if (people !== '' && (percent === undefined || part <= 0 || part >= 1))
    row.refuse('people', '`top` or `bottom` with a percentage, as `top 1 %`');
  const [low, high] = [share(row, 'low'), share(row, 'high')];
  if (high < low) row.refuse('high', 'at least `low`');
  const named = row.cell('payer').value !== '';
  const payersKnown = { kind: 'payer', known: payers.map(({ name }) => name) };
  return {
    people,
    end: end === 'top' ? 'top' : 'bottom',
    part,
    payer: named ? known(row, 'payer', payersKnown, { problems }) : undefined,
    low,
    high,
    published: row.text('published'),
    at: row.at,
  };
}
