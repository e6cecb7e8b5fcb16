/** What is declared of members: the industries of those who hold a contract. */
import type { Declaration } from '../../../model/index.ts';
import { employersOf } from '../../tables/membersim/index.ts';
import { call, column, filter, joinOn, keep, literal, project, table } from '../../terms.ts';
import { shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfMembers(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const employers = employersOf(context);
  if (!has('membersim', 'members') || employers.length < 2) return [];
  const subscribers = filter(
    table('membersim', 'members'),
    call('equal', column('member_id'), column('subscriber_id')),
  );
  const groups = project(table('membersim', 'groups'), ['group_id', 'industry'].map(keep));
  const total = employers.reduce((sum, { share }) => sum + share, 0);
  const type = { kind: 'enumeration', schema: 'membersim', name: 'industry' } as const;
  return records.of(joinOn(project(subscribers, [keep('group_id')]), groups, 'group_id'), (sums) => {
    const people = sums.count(literal(true));
    return employers.map(({ industry, share, at }) =>
      shareOf(
        { section: 'coverage', quantity: 'industry', part: industry, among: 'subscribers', people, at },
        { holding: sums.count(call('equal', column('industry'), literal(industry, type))), target: share / total },
      ),
    );
  });
}
