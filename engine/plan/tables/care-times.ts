/** When encounters end: after what their class lasts, or with the discharge that follows a stay. */
import type { Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { Timeline } from '../timeline.ts';
import { column, integer, keep, named, project } from '../terms.ts';
import { classOf, END_STREAMS, endStreams, endTerm } from '../stay-lengths.ts';
import { careClasses } from './care-events.ts';
import { isAdmission, withDischarge } from './discharged.ts';
import { happenedWith } from './happened.ts';

/** Of these encounters of the timeline `person_id`, `event_key`, `occurrence`, when they began (`began`) and `ended`. */
export function timesOf(events: readonly PlannedEvent[], context: PlanContext, timeline: Timeline): Relation {
  const classes = careClasses(context, timeline);
  const values: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'class', type: classes },
      ...END_STREAMS.map((name) => ({ name, type: { kind: 'stream' as const } })),
    ],
    rows: events.map((event) => [event.key, classOf(event), ...endStreams(event)]),
  };
  const ends = endTerm(context, events, classes);
  const happened = happenedWith(timeline, values);
  const { from, end } = events.some(isAdmission)
    ? withDischarge(happened, ends, timeline, context)
    : { from: happened, end: ends };
  return project(from, [
    ...['person_id', 'event_key', 'occurrence'].map(keep),
    named('began', column('moment')),
    named('ended', end),
  ]);
}
