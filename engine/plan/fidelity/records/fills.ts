/** Fills at the pharmacy, as what is declared of them is counted in them. */
import type { Relation, Term } from '../../../model/index.ts';
import { call, column, literal } from '../../terms.ts';
import { rowsOfMany } from './records.ts';
import type { Records } from './records.ts';

export function fillsOf({ context }: Records): Relation {
  return rowsOfMany('rxmembersim', 'fills', 'fill_id', context);
}

export function isFill(status: string): Term {
  return call(
    'equal',
    column('status'),
    literal(status, { kind: 'enumeration', schema: 'rxmembersim', name: 'fill_status' }),
  );
}
