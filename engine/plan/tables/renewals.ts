/** The visit at which what somebody takes was last ordered anew. */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin } from '../endings.ts';
import {
  bigint,
  call,
  column,
  day,
  filter,
  integer,
  isOneOf,
  keep,
  literal,
  named,
  project,
  timestamp,
} from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { careOf } from './care.ts';
import { renewingEvents } from './renewing-events.ts';
import { standingOrder } from './standing-order.ts';

/**
 * With `renewed_at` and `renewal_id`, of the first by its number of the visits that renew orders, if one written there is still in force: another
 * visit moves no order of those who have one.
 */
export function besideRenewals(latest: Relation, context: PlanContext, timeline: Timeline): Relation {
  const events = renewingEvents(context, timeline);
  if (events.length === 0) {
    const none = [named('renewed_at', literal(null, timestamp)), named('renewal_id', literal(null, bigint))];
    return { kind: 'extend', input: latest, columns: none };
  }
  const keys = events.map(({ key }) => key);
  const rank: Term = {
    kind: 'case',
    branches: keys.map((key, at) => ({ when: call('equal', column('event_key'), key), then: literal(at, integer) })),
    otherwise: literal(keys.length, integer),
  };
  const { asOf } = context.cohort.profile;
  const oldest = call('add_days', day(asOf.value), 1 - standingOrder(context).days);
  const isRecent = call('less_or_equal', oldest, call('to_date', column('start_time')));
  const visits = filter(careOf(context, timeline), call('and', isOneOf('event_key', keys), isRecent));
  const along = ['rank', 'occurrence'];
  const first: Relation = {
    kind: 'aggregate',
    input: project(visits, [
      ...['person_id', 'occurrence', 'start_time', 'encounter_id'].map(keep),
      named('rank', rank),
    ]),
    by: ['person_id'],
    columns: [
      { name: 'renewed_at', how: 'first', of: 'start_time', along },
      { name: 'renewal_id', how: 'first', of: 'encounter_id', along },
    ],
  };
  return leftJoin(latest, first, 'person_id');
}
