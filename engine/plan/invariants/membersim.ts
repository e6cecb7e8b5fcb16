/** What must hold of the payer's record. */
import type { Invariant, Relation } from '../../model/index.ts';
import { call, column, filter, named, project, table } from '../terms.ts';
import { claimRows, claimsAcross } from './claims.ts';
import { hasSeveralSpans } from './coverage.ts';
import type { Planned, ProductRules } from './rule.ts';

export const membersimRules: ProductRules = {
  rows: [
    {
      table: 'membersim.enrollments',
      name: 'start-before-end',
      statement: 'No coverage ends before it starts.',
      broken: call('less', column('end_date'), column('start_date')),
    },
    ...claimRows,
  ],
  happenings: [
    { table: 'membersim.enrollments', person: 'member_id', moment: 'start_date' },
    { table: 'membersim.claims', person: 'member_id', moment: 'service_from' },
  ],
  across: (planned) => [...onePlanAtATime(planned), ...claimsAcross(planned)],
};

/** Where nobody can have several spans, a second one of a member is one too many. */
function onePlanAtATime(planned: Planned): Invariant[] {
  if (!planned.has('membersim.enrollments')) return [];
  const spans = table('membersim', 'enrollments');
  return [
    {
      name: 'one-plan-at-a-time',
      table: 'membersim.enrollments',
      statement: 'No two spans of a member share a day.',
      violations: hasSeveralSpans(planned)
        ? overlapping(spans)
        : { kind: 'duplicates', input: spans, by: ['member_id'] },
    },
  ];
}

function overlapping(spans: Relation): Relation {
  const others = project(spans, [
    named('other', column('member_id')),
    named('other_id', column('enrollment_id')),
    named('other_start', column('start_date')),
  ]);
  const on = [{ left: 'member_id', right: 'other' }];
  const pairs: Relation = { kind: 'join', how: 'inner', left: spans, right: others, on };
  const isWithin = call(
    'and',
    call('less_or_equal', column('start_date'), column('other_start')),
    call('less_or_equal', column('other_start'), call('coalesce', column('end_date'), column('other_start'))),
  );
  return filter(pairs, call('and', call('not_equal', column('enrollment_id'), column('other_id')), isWithin));
}
