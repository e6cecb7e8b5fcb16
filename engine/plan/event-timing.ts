/** When a candidate occurrence falls, as terms over its definition's columns and its anchor's moment. */
import type { NamedTerm, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { countsFromAnchor } from './counted-from.ts';
import type { PlannedEvent } from './events.ts';
import type { Holiday } from './holidays.ts';
import { call, column, drawBy, isOneOf, keep, literal, named, output, project } from './terms.ts';
import { distinctDays } from './distinct-days.ts';
import { onWorkingDay, placesInWeek } from './working-days.ts';
import { dayColumns, ownOccurrence, monthsLater } from './event-days.ts';
import { inDays, momentTerm } from './event-moments.ts';
import { behindAnyStay, countsFromSome, hasBranches, countsFromStart } from './event-traits.ts';
import { asksForBirth } from './least-ages.ts';
import { canBeBarred, IS_BARRED, isBarred, isLucky, onWay } from './event-luck.ts';

/** What no series outlasts. */
const MONTHS_WITHOUT_END = 1200;

const PASSED_ON = ['person_id', 'journey', 'phase', 'event', 'event_key', 'occurrence', 'started', 'anchor_happened'];

/**
 * `earliest`, `latest` and one draw give a place between them: its whole days the date, what is left of the last day the
 * minute within opening hours. Weekends and holidays move to a working day.
 */
export function withTiming(
  candidates: Relation,
  events: readonly PlannedEvent[],
  { holidays, keeping }: { readonly holidays: readonly Holiday[]; readonly keeping: readonly string[] },
  context: PlanContext,
): Relation {
  const kept = [
    ...PASSED_ON,
    ...keeping,
    ...(hasBranches(events) ? ['branch'] : []),
    ...(asksForBirth(events, context) ? ['birth_date'] : []),
  ].map(keep);
  const distinct = distinctDays(events, context);
  const days = dayColumns(events, distinct, context);
  return project(candidates, [
    ...kept,
    ...days,
    ...placesInWeek(events),
    ...onWorkingDay(holidays, events, distinct),
    ...momentColumns(events, context),
  ]);
}

function momentColumns(events: readonly PlannedEvent[], context: PlanContext): readonly NamedTerm[] {
  const until = call('add_days', monthsLater(column('started'), column('until_months')), column('until_days'));
  const before = call('less', output('drawn_date'), until);
  const waited = call('greater_or_equal', output('drawn_date'), call('to_date', column('anchor_moment')));
  const inTime = countsElsewhere(events) ? call('and', before, call('or', waited, countsFromAnchor(events))) : before;
  const behindStays = behindAnyStay(events).map(({ key }) => key);
  return [
    named('moment', momentTerm(events, context)),
    named('waited', inDays('anchor_date', events)),
    named('moved', inDays('drawn_date', events)),
    named('in_time', {
      kind: 'case',
      branches: [
        ...(behindStays.length === 0 ? [] : [{ when: isOneOf('event_key', behindStays), then: inTime }]),
        { when: call('equal', ownOccurrence(events), 0), then: literal(true) },
        { when: isEndless(events), then: literal(true) },
      ],
      otherwise: inTime,
    }),
    named('lucky', isLucky(events)),
    ...(canBeBarred(events) ? [named(IS_BARRED, isBarred(events))] : []),
    ...(hasBranches(events) ? [named('on_way', onWay(events))] : []),
    ...(events.some(({ asks }) => asks) ? [named('luck', drawBy('luck'))] : []),
  ];
}

function countsElsewhere(events: readonly PlannedEvent[]): boolean {
  return countsFromStart(events) || countsFromSome(events);
}

/** Whether its count alone ends it: dates are dear, and are not asked for then. */
function isEndless(events: readonly PlannedEvent[]): Term {
  if (countsElsewhere(events)) return literal(false);
  return call('greater_or_equal', column('until_months'), MONTHS_WITHOUT_END);
}
