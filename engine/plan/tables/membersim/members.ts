/** `membersim.members`: one row a member of a plan. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { bigint, call, column, date, integer, joinOn, keep, literal, project, table, text, when } from '../../terms.ts';
import { hasProviders } from '../care.ts';
import { inRange, recordNumber } from '../identifiers.ts';
import { HOMES } from '../networksim/index.ts';
import { person } from '../columns.ts';
import { planTable } from '../table.ts';
import { employersOf, groupOf } from './groups.ts';
import type { ColumnDefinition } from '../table.ts';

export function membersTable(context: PlanContext): PlannedTable {
  const { cohort, enumerations } = context;
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
    from: withPrimaryCare(household === undefined ? inRange(people) : joinOn(people, roles, 'person_id'), context),
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
      person,
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
      ...(employersOf(context).length === 0
        ? []
        : [
            {
              name: 'group_id',
              type: integer,
              term: groupOf(context, column(household === undefined ? 'person_id' : 'household_id')),
              comment: 'The employer group of the subscriber.',
              references: 'membersim.groups',
            },
          ]),
      ...(hasProviders(context) ? [primaryCare] : []),
    ],
  });
}

const primaryCare: ColumnDefinition = {
  name: 'pcp_id',
  type: bigint,
  term: column('pcp_id'),
  nullable: true,
  comment: 'The primary care provider whom the member keeps, in the network of the plan; empty where none is listed.',
  references: 'networksim.providers',
};

function withPrimaryCare(members: Relation, context: PlanContext): Relation {
  if (!hasProviders(context)) return members;
  return joinOn(members, project(HOMES, [keep('person_id'), keep('pcp_id')]), 'person_id');
}

function relationship(type: ColumnType): Term {
  const is = (role: number): Term => call('equal', column('household_role'), role);
  const spouseOrChild = when(is(1), literal('spouse', type), literal('child', type));
  return when(is(0), literal('self', type), spouseOrChild);
}
