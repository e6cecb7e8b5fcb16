/** Visits at which what people take is ordered anew, as their lists of reasons say. */
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { Timeline } from '../timeline.ts';
import { careEvents } from './care-events.ts';

/** Of the visits that a profile counts, in the order of the lists; none where it says of nothing that people take it. */
export function renewingEvents({ knowledge, cohort }: PlanContext, timeline: Timeline): readonly PlannedEvent[] {
  if (cohort.profile.medications.length === 0) return [];
  const counted = careEvents(timeline).filter(({ use }) => use.times !== undefined);
  const lists = (knowledge.reasons?.lists ?? []).filter(({ renews }) => renews);
  return lists
    .flatMap(({ events }) => events)
    .flatMap((name) => counted.filter(({ use }) => use.definition.name === name));
}
