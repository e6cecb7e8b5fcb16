/** What must hold of the payer's record. */
import type { Invariant, Relation } from '../../model/index.ts';
import { call, cast, column, filter, keep, named, project, table, text } from '../terms.ts';
import { claimRows, claimsAcross } from './claims.ts';
import { hasSeveralSpans } from './coverage.ts';
import type { Planned, ProductRules } from './rule.ts';
import { slicedBy } from './slices.ts';

export const membersimRules: ProductRules = {
  rows: [
    {
      table: 'membersim.enrollments',
      name: 'start-before-end',
      statement: 'No coverage ends before it starts.',
      broken: call('less', column('end_date'), column('start_date')),
    },
    {
      table: 'membersim.care_gaps',
      name: 'closed-in-time',
      statement: 'No care gap is closed before its first day.',
      broken: call('less', column('closed_date'), column('start_date')),
    },
    {
      table: 'membersim.care_gaps',
      name: 'closed-with-date',
      statement: 'A care gap has a day on which it was closed where it is closed, and nowhere else.',
      broken: call(
        'equal',
        call('equal', cast(column('status'), text), 'closed'),
        call('is_null', column('closed_date')),
      ),
    },
    ...claimRows,
  ],
  happenings: [
    { table: 'membersim.enrollments', person: 'member_id', moment: 'start_date' },
    { table: 'membersim.claims', person: 'member_id', moment: 'service_from' },
    { table: 'membersim.care_gaps', person: 'member_id', moment: 'closed_date' },
  ],
  across: (planned) => [...onePlanAtATime(planned), ...closedByOwnEvent(planned), ...claimsAcross(planned)],
};

function closedByOwnEvent(planned: Planned): Invariant[] {
  if (!planned.has('membersim.care_gaps') || !planned.has('core.timeline')) return [];
  const closed = filter(table('membersim', 'care_gaps'), call('not', call('is_null', column('closing_event_id'))));
  const gaps = project(closed, ['member_id', 'closed_date', 'closing_event_id'].map(keep));
  const events = project(
    table('core', 'timeline'),
    ['timeline_id', 'person_id', 'moment', 'skipped_because'].map(keep),
  );
  const on = [{ left: 'timeline_id', right: 'closing_event_id' }];
  const joined: Relation = { kind: 'join', how: 'inner', left: events, right: gaps, on };
  const isStrange = call(
    'or',
    call('not_equal', column('member_id'), column('person_id')),
    call('not_equal', column('closed_date'), call('to_date', column('moment'))),
    call('not', call('is_null', column('skipped_because'))),
  );
  return [
    {
      name: 'closed-by-own-event',
      table: 'membersim.care_gaps',
      statement: 'What closed a care gap happened to the member on that day.',
      violations: filter(joined, isStrange),
      ...slicedBy(planned, { 'core.timeline': 'timeline_id', 'membersim.care_gaps': 'closing_event_id' }),
    },
  ];
}

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
