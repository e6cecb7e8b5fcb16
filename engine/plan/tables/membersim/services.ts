/** What happened of the events that make claims: encounters as they were cared for, the rest as the timeline has it. */
import type { NamedTerm, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, filter, keep, literal, named, project } from '../../terms.ts';
import { careEvents } from '../care-events.ts';
import { careOf, hasProviders } from '../care.ts';
import { attendedEvents, withAttending } from '../networksim/index.ts';
import { withDrawnReasons } from '../reasons/given.ts';
import type { Billing } from './billing.ts';

const HAPPENED: readonly NamedTerm[] = [
  ...['person_id', 'event_key', 'occurrence'].map(keep),
  named('service_from', call('to_date', column('moment'))),
  named('service_to', call('to_date', column('moment'))),
];
const NOBODY: readonly NamedTerm[] = [
  named('provider_id', literal(null, bigint)),
  named('facility_id', literal(null, bigint)),
  named('ordering_provider_id', literal(null, bigint)),
  named('in_network', literal(true)),
];
const WHO = NOBODY.map(({ name }) => name);

/** With `given_reason`, where some of the events draw theirs. */
export function servicesOf(context: PlanContext, timeline: Timeline, { templates, drawn, types }: Billing): Relation {
  const encounters = new Set(careEvents(timeline).map(({ key }) => key));
  const keys = [...new Set(templates.map(({ event }) => event.key))];
  const others = keys.filter((key) => !encounters.has(key));
  const isOther = call('or', literal(false), ...others.map((key) => call('equal', column('event_key'), key)));
  const hasReasons = drawn.events.length > 0;
  const happened = filter(timeline.occurrences, call('and', column('happened'), isOther));
  const drawing = drawn.events.filter(({ key }) => others.includes(key));
  const isDrawn = drawing.length > 0;
  const rows = isDrawn ? withReasons(happened, drawing) : happened;
  const besides = templates.map(({ event }) => event).filter(({ key }) => !encounters.has(key));
  const attended = hasProviders(context) ? attendedEvents([...new Set(besides)], context) : [];
  const { from, columns } =
    attended.length === 0
      ? { from: rows, columns: NOBODY }
      : withAttending(rows, attended, { codes: types.reason, context, timeline });
  const plain = project(from, [
    ...HAPPENED,
    ...WHO.flatMap((name) => columns.filter((one) => one.name === name)),
    ...(hasReasons ? [named('given_reason', isDrawn ? column('drawn_reason') : literal(null, types.reason))] : []),
  ]);
  if (others.length === keys.length) return plain;
  const cared = project(careOf(context, timeline), [
    ...['person_id', 'event_key', 'occurrence'].map(keep),
    named('service_from', call('to_date', column('start_time'))),
    named('service_to', call('to_date', column('end_time'))),
    ...['provider_id', 'facility_id'].map(keep),
    named('ordering_provider_id', literal(null, bigint)),
    keep('in_network'),
    ...(hasReasons ? [named('given_reason', column('reason_code'))] : []),
  ]);
  return others.length === 0 ? cared : { kind: 'union', inputs: [cared, plain] };
}

function withReasons(happened: Relation, drawing: readonly PlannedEvent[]): Relation {
  const key = named('timeline_id', rowKey(column('event_key'), column('occurrence')));
  return withDrawnReasons({ kind: 'extend', input: happened, columns: [key] }, drawing);
}
