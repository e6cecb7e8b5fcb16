/** What must hold of the bounds that families share. */
import type { Invariant, Relation } from '../../model/index.ts';
import { leftJoin } from '../endings.ts';
import { call, column, filter, joinOn, keep, named, project, table } from '../terms.ts';
import type { Planned } from './rule.ts';

/** Where families share bounds. Of a family of which a part is not in the file, no more is known than that it used as much. */
export function familiesOf(planned: Planned): readonly Invariant[] {
  const hasFamilies = planned.get('membersim.accumulators')?.columns.some(({ name }) => name.startsWith('family_'));
  if (hasFamilies !== true) return [];
  const year = ['plan_id', 'plan_year'];
  const used = table('membersim', 'accumulators');
  const members = project(table('membersim', 'members'), ['member_id', 'subscriber_id'].map(keep));
  const sums: Relation = {
    kind: 'aggregate',
    input: joinOn(used, members, 'member_id'),
    by: ['subscriber_id', ...year],
    columns: [
      { name: 'members_deductible', how: 'sum', of: 'deductible_used' },
      { name: 'members_paid', how: 'sum', of: 'out_of_pocket_used' },
      { name: 'least_deductible', how: 'min', of: 'family_deductible_used' },
      { name: 'least_paid', how: 'min', of: 'family_out_of_pocket_used' },
      { name: 'most_deductible', how: 'max', of: 'family_deductible_used' },
      { name: 'most_paid', how: 'max', of: 'family_out_of_pocket_used' },
    ],
  };
  const isWhole = call('is_null', column('cut'));
  const isOther = call(
    'or',
    call('greater', column('members_deductible'), column('least_deductible')),
    call('greater', column('members_paid'), column('least_paid')),
    call('and', isWhole, call('less', column('members_deductible'), column('least_deductible'))),
    call('and', isWhole, call('less', column('members_paid'), column('least_paid'))),
    call('not_equal', column('least_deductible'), column('most_deductible')),
    call('not_equal', column('least_paid'), column('most_paid')),
  );
  return [
    {
      name: 'within-plan-of-family',
      table: 'membersim.accumulators',
      statement:
        'No family uses more of its deductible or pays more out of pocket in a year than the plan asks of families.',
      violations: filter(
        used,
        call(
          'or',
          call('greater', column('family_deductible_used'), column('family_deductible_limit')),
          call('greater', column('family_out_of_pocket_used'), column('family_out_of_pocket_limit')),
        ),
      ),
    },
    {
      name: 'family-is-its-members',
      table: 'membersim.accumulators',
      statement: 'What a family has used is the same for all members, and what all of them have used.',
      violations: filter(leftJoin(sums, cutFamilies(members), 'subscriber_id'), isOther),
    },
  ];
}

/** Those of the first and of the last member, of which a part may not be in the file: `subscriber_id` and `cut`. */
function cutFamilies(members: Relation): Relation {
  const ends: Relation = {
    kind: 'aggregate',
    input: members,
    by: [],
    columns: [
      { name: 'first', how: 'min', of: 'member_id' },
      { name: 'last', how: 'max', of: 'member_id' },
    ],
  };
  const inputs = ['first', 'last'].map((name) => project(ends, [named('member_id', column(name))]));
  return {
    kind: 'aggregate',
    input: joinOn({ kind: 'union', inputs }, members, 'member_id'),
    by: ['subscriber_id'],
    columns: [{ name: 'cut', how: 'count', of: 'member_id' }],
  };
}
