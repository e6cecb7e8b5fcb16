/** The events of a cohort that are encounters, and their classes. */
import type { ColumnType } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { Timeline } from '../timeline.ts';
import { classOf } from '../stay-lengths.ts';
import { isEncounter } from './happened.ts';

/** The events of the cohort that are encounters; without any there is no care. */
export function careEvents({ events }: Timeline): readonly PlannedEvent[] {
  return events.filter(isEncounter);
}

export function careClasses({ enumerations }: PlanContext, timeline: Timeline): ColumnType {
  return enumerations.define('core', 'encounter_class', careEvents(timeline).map(classOf));
}
