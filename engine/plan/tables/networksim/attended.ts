/** What is given to people outside encounters, with who gave it and where, as far as a row speaks of it. It stays within the network. */
import type { ColumnType, NamedTerm, Relation, Term, ValuesColumn } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, boolean, column, integer, joinOn, literal, named, when } from '../../terms.ts';
import { withDrawnSpecialists } from './drawn-specialists.ts';
import { networkKnowledge } from './needs.ts';
import { homeColumns, withProviders } from './seeing.ts';
import { visitOf } from './visits.ts';

/** Of these events those of which the reference says who gives what they are. */
export function attendedEvents(events: readonly PlannedEvent[], context: PlanContext): readonly PlannedEvent[] {
  const told = new Set(networkKnowledge(context).visits.map(({ event }) => event));
  return events.filter(({ use }) => told.has(use.definition.name));
}

/**
 * `rows` have `person_id`, `event_key`, `occurrence`, `moment` and, where reasons of these events are drawn, `drawn_reason`. The terms
 * give `provider_id`, `facility_id` and `in_network`, the first two unknown for all other events.
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
  const needs: readonly ValuesColumn[] = [
    { name: 'event_key', type: integer },
    { name: 'is_attended', type: boolean },
    { name: 'specialty_need', type: integer },
    { name: 'facility_need', type: integer },
    { name: 'referred', type: boolean },
    { name: 'outside', type: { kind: 'stream' } },
  ];
  const values: Relation = {
    kind: 'values',
    columns: needs,
    rows: events.map((event) => {
      const { specialty, facility } = visitOf(event, context, timeline.events);
      return [event.key, true, specialty ?? null, facility ?? null, true, `${event.path}/outside`];
    }),
  };
  const given = leftJoin(joinOn(rows, homeColumns(context), 'person_id'), values, 'event_key');
  const seen = withDrawnSpecialists(given, codes, { context, events: timeline.events, seen: events });
  const { from, columns } = withProviders(seen, context, timeline);
  const isAttended: Term = column('is_attended');
  return {
    from,
    columns: columns.map(({ name, term }) =>
      named(name, name === 'in_network' ? literal(true) : when(isAttended, term, literal(null, bigint))),
    ),
  };
}
