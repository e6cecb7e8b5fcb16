/** What is given to people outside encounters, with who gave it and where, as far as a row speaks of it. It stays within the network. */
import type { ColumnType, NamedTerm, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, boolean, call, column, integer, joinOn, known, literal, named, when } from '../../terms.ts';
import { withDrawnSpecialists } from './drawn-specialists.ts';
import { homeColumns, withProviders } from './seeing.ts';
import { isSpokenOf, orderOf, visitOf } from './visits.ts';

/** Of these events those of which the reference says who gives what they are. */
export function attendedEvents(events: readonly PlannedEvent[], context: PlanContext): readonly PlannedEvent[] {
  return events.filter((event) => isSpokenOf(event, context));
}

/**
 * `rows` have `person_id`, `event_key`, `occurrence`, `moment` and, where reasons of these events are drawn, `drawn_reason`. The terms
 * give `provider_id`, `facility_id`, `ordering_provider_id` and `in_network`, the first three unknown for all other events.
 */
export function withAttending(
  rows: Relation,
  events: readonly PlannedEvent[],
  {
    codes,
    context,
    timeline,
  }: { readonly codes: ColumnType; readonly context: PlanContext; readonly timeline: Timeline },
): { readonly from: Relation; readonly columns: readonly NamedTerm[] } {
  const given = leftJoin(
    joinOn(rows, homeColumns(context), 'person_id'),
    needsOf(events, context, timeline),
    'event_key',
  );
  const drawing = { context, events: timeline.events, seen: events };
  const seen = withDrawnSpecialists(given, codes, drawing);
  const orders = withDrawnSpecialists(seen.from, codes, { ...drawing, role: 'orderedBy' });
  const sought = { from: orders.from, specialty: seen.specialty, ordering: orders.specialty };
  const { from, columns } = withProviders(sought, context, timeline);
  const isNobody = call('and', column('is_impersonal'), call('not', known(seen.byReason)));
  const isTold: Readonly<Record<string, Term>> = {
    provider_id: call('and', column('is_attended'), call('not', isNobody)),
    facility_id: column('is_attended'),
    ordering_provider_id: column('is_ordered'),
  };
  return {
    from,
    columns: columns.map(({ name, term }) => {
      const told = isTold[name];
      return named(name, told === undefined ? literal(true) : when(told, term, literal(null, bigint)));
    }),
  };
}

/** Whom and what each event needs. */
function needsOf(events: readonly PlannedEvent[], context: PlanContext, timeline: Timeline): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'is_attended', type: boolean },
      { name: 'is_impersonal', type: boolean },
      { name: 'specialty_need', type: integer },
      { name: 'is_ordered', type: boolean },
      { name: 'order_need', type: integer },
      { name: 'facility_need', type: integer },
      { name: 'referred', type: boolean },
      { name: 'outside', type: { kind: 'stream' } },
    ],
    rows: events.map((event) => {
      const { specialty, isImpersonal, facility } = visitOf(event, context, timeline.events);
      const order = orderOf(event, context);
      return [
        event.key,
        true,
        isImpersonal,
        specialty ?? null,
        order.isOrdered,
        order.specialty ?? null,
        facility ?? null,
        true,
        `${event.path}/outside`,
      ];
    }),
  };
}
