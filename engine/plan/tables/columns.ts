/** Columns that tables of several products have: whose a row is, and amounts of money. */
import type { Term } from '../../model/index.ts';
import { column, integer, money } from '../terms.ts';
import type { ColumnDefinition } from './table.ts';

/** The column by which a row belongs to its person. */
export const person: ColumnDefinition = {
  name: 'person_id',
  type: integer,
  term: column('person_id'),
  comment: 'The person.',
  references: 'core.persons',
};

/** The column by which a row belongs to its member of a plan. */
export const member: ColumnDefinition = {
  name: 'member_id',
  type: integer,
  term: column('person_id'),
  comment: 'The member.',
  references: 'membersim.members',
};

/** An amount to the cent: the input's column of that name, where no other is given. */
export function dollars(name: string, comment: string, term: Term = column(name)): ColumnDefinition {
  return { name, type: money, term, comment };
}
