/** What has happened by a level of the timeline, groups of events cut where they are over. */
import type { Relation } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { ANSWERING, occurrencesBefore, withoutEnded } from './cuts.ts';
import type { Cut } from './cuts.ts';
import { endedJourneys, endedWith, groupsOf, isBeside } from './groups.ts';
import { cutLevels, planEvents } from './events.ts';
import type { PlannedEvent } from './events.ts';
import { leftJoin } from './endings.ts';
import { isDecidedBelow } from './planned-event.ts';
import { call, column, filter, isOneOf, keep, literal, project } from './terms.ts';

export function cutsOf(events: readonly PlannedEvent[], context: PlanContext): readonly Cut[] {
  const levels = cutLevels(context);
  return levels.size === 0 ? [] : groupsOf(events).map((group) => ({ group, level: levels.get(group.name) ?? 0 }));
}

/** What has happened by a level. */
export function before(level: number, context: PlanContext): Relation {
  const events = planEvents(context);
  return occurrencesBefore(level, { events, cuts: cutsOf(events, context) });
}

/** As `before`, for what these events ask: of other journeys, and of the calls of their own, that are over, without what lies behind the ends. */
export function beforeAsking(asking: readonly PlannedEvent[], level: number, context: PlanContext): Relation {
  const events = planEvents(context);
  const cuts = cutsOf(events, context);
  const open = cuts.filter(
    (cut) => cut.level > level && asking.some((event) => endedWith(event, [cut.group]).length > 0),
  );
  const groups = groupsOf(events).filter((group) => open.some((cut) => cut.group.name === group.name));
  const others = endedJourneys(events).filter((group) => asking.some((event) => isBeside(group, event)));
  const ends = others.flatMap(({ leaving }) => events.filter(({ path }) => leaving.some((one) => one.path === path)));
  return withoutEnded(
    withoutEndedJourneys(
      before(level, context),
      ends.filter((event) => isDecidedBelow(event, level)),
    ),
    groups,
    events.filter((event) => isDecidedBelow(event, level)),
  );
}

/** Without what lies behind these events, which end their journeys. */
function withoutEndedJourneys(occurrences: Relation, ends: readonly PlannedEvent[]): Relation {
  if (ends.length === 0) return occurrences;
  const keys = ends.map(({ key }) => key);
  const ended: Relation = {
    kind: 'aggregate',
    input: filter(occurrences, call('and', column('happened'), isOneOf('event_key', keys))),
    by: ['person_id', 'journey'],
    columns: [{ name: 'journey_ended', how: 'min', of: 'moment' }],
  };
  const joined = leftJoin(occurrences, ended, 'person_id', 'journey');
  const isBehind = call('coalesce', call('greater', column('moment'), column('journey_ended')), literal(false));
  return project(filter(joined, call('not', isBehind)), ANSWERING.map(keep));
}
