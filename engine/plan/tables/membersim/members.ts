/** `membersim.members`: one row a member of a plan. */
import type { ColumnType, PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { call, column, date, integer, joinOn, keep, literal, project, table, text, when } from '../../terms.ts';
import { inRange, recordNumber } from '../identifiers.ts';
import { planTable } from '../table.ts';

export function membersTable({ cohort, enumerations }: PlanContext): PlannedTable {
  const { household } = cohort.profile;
  const words = household === undefined ? ['self'] : ['self', 'spouse', 'child'];
  const relationships = enumerations.define('membersim', 'relationship', words);
  const people = table('core', 'persons');
  const roles = project(table('scratch', 'population'), [keep('person_id'), keep('household_role')]);
  return planTable({
    schema: 'membersim',
    name: 'members',
    comment: 'One row a member of a plan.',
    fill: 'person',
    from: household === undefined ? inRange(people) : joinOn(people, roles, 'person_id'),
    primaryKey: ['member_id'],
    everyPerson: true,
    origins: [cohort.profile.coverage?.at ?? cohort.profile.at],
    columns: [
      {
        name: 'member_id',
        type: integer,
        term: column('person_id'),
        comment: "Number of the member, the same as the person's.",
      },
      {
        name: 'person_id',
        type: integer,
        term: column('person_id'),
        comment: 'The person.',
        references: 'core.persons',
      },
      { name: 'member_number', type: text, term: recordNumber('MBR'), comment: "Identifier on the member's card." },
      {
        name: 'subscriber_id',
        type: integer,
        term: column(household === undefined ? 'person_id' : 'household_id'),
        comment: 'The member who holds the contract.',
        ...(household === undefined || cohort.persons.from === 1 ? { references: 'membersim.members' } : {}),
      },
      {
        name: 'relationship',
        type: relationships,
        term: household === undefined ? literal('self', relationships) : relationship(relationships),
        comment: 'Relation to the subscriber (X12 individual relationship).',
      },
      { name: 'birth_date', type: date, term: column('birth_date'), comment: 'Date of birth.' },
    ],
  });
}

function relationship(type: ColumnType): Term {
  const is = (role: number): Term => call('equal', column('household_role'), role);
  const spouseOrChild = when(is(1), literal('spouse', type), literal('child', type));
  return when(is(0), literal('self', type), spouseOrChild);
}
