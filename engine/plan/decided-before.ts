/** What has happened by a level of the timeline, groups of events cut where they are over. */
import type { Relation } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { occurrencesBefore, withoutEnded } from './cuts.ts';
import type { Cut } from './cuts.ts';
import { endedWith, groupsOf } from './groups.ts';
import { cutLevels, planEvents } from './events.ts';
import type { PlannedEvent } from './events.ts';
import { isDecidedBelow } from './planned-event.ts';

export function cutsOf(events: readonly PlannedEvent[], context: PlanContext): readonly Cut[] {
  const levels = cutLevels(context);
  return levels.size === 0 ? [] : groupsOf(events).map((group) => ({ group, level: levels.get(group.name) ?? 0 }));
}

/** What has happened by a level. */
export function before(level: number, context: PlanContext): Relation {
  const events = planEvents(context);
  return occurrencesBefore(level, { events, cuts: cutsOf(events, context) });
}

/** As `before`, for what these events ask: of the calls of their journeys that are over, without what lies behind the ends. */
export function beforeAsking(asking: readonly PlannedEvent[], level: number, context: PlanContext): Relation {
  const events = planEvents(context);
  const cuts = cutsOf(events, context);
  const open = cuts.filter(
    (cut) => cut.level > level && asking.some((event) => endedWith(event, [cut.group]).length > 0),
  );
  const groups = groupsOf(events).filter((group) => open.some((cut) => cut.group.name === group.name));
  return withoutEnded(
    before(level, context),
    groups,
    events.filter((event) => isDecidedBelow(event, level)),
  );
}
