/** What has happened by a level of the timeline, groups of events cut where they are over. */
import type { Relation } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { occurrencesBefore } from './cuts.ts';
import type { Cut } from './cuts.ts';
import { groupsOf } from './groups.ts';
import { cutLevels, planEvents } from './events.ts';
import type { PlannedEvent } from './events.ts';

export function cutsOf(events: readonly PlannedEvent[], context: PlanContext): readonly Cut[] {
  const levels = cutLevels(context);
  return levels.size === 0 ? [] : groupsOf(events).map((group) => ({ group, level: levels.get(group.name) ?? 0 }));
}

/** What has happened by a level. */
export function before(level: number, context: PlanContext): Relation {
  const events = planEvents(context);
  return occurrencesBefore(level, { events, cuts: cutsOf(events, context) });
}
