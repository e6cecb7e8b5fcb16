/** When events happen by their own: in the hours and on the days that their class keeps, or as it is told when people arrive. */
import type {
  ElementaryDistribution,
  EncounterClassConcept,
  EventDefinition,
  EventUse,
  Knowledge,
} from '../model/index.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent } from './events.ts';

/** From 8 to 17 o'clock; what is not an encounter of a class with hours of its own happens then. */
export const OFFICE_HOURS: { readonly opens: number; readonly closes: number } = { opens: 8 * 60, closes: 17 * 60 };
/** Types that need somebody at work. */
const STAFFED = new Set([
  'encounter',
  'observation',
  'lab_order',
  'diagnosis',
  'procedure',
  'immunization',
  'prescription',
  'referral',
  'care_plan',
  'screening',
  'outreach',
]);

/** Whether it moves from weekends and holidays. */
export function keepsWorkingDays({ use }: PlannedEvent, context: PlanContext): boolean {
  return openingHours(use, context).workingDays;
}

/** Minutes after midnight. */
export function openingHours(
  { definition, timing }: EventUse,
  { knowledge }: PlanContext,
): { opens: number; closes: number; workingDays: boolean } {
  const found = classOfDefinition(definition, knowledge);
  const planned = isPlanned(definition.name, knowledge) ? found?.planned : undefined;
  const needsStaff = planned !== undefined || (found?.workingDaysOnly ?? STAFFED.has(definition.type));
  const workingDays = timing.anyDay === undefined && needsStaff;
  if (timing.minuteOfDay !== undefined) return { opens: timing.minuteOfDay, closes: timing.minuteOfDay, workingDays };
  if (found === undefined) return { ...OFFICE_HOURS, workingDays };
  const { opensMinute, closesMinute } = planned ?? found;
  return { opens: opensMinute, closes: closesMinute, workingDays };
}

/** At what minutes of the day it begins where it is not even over the hours that its class keeps. */
export function hoursOfArrival(
  { definition, timing }: EventUse,
  { knowledge }: Pick<PlanContext, 'knowledge'>,
): ElementaryDistribution | undefined {
  if (timing.minuteOfDay !== undefined) return undefined;
  const found = classOfDefinition(definition, knowledge);
  const isKept = found?.planned !== undefined && isPlanned(definition.name, knowledge);
  return isKept ? undefined : found?.arrival;
}

function classOfDefinition(
  { encounterClass }: EventDefinition,
  { encounterClasses }: Knowledge,
): EncounterClassConcept | undefined {
  return encounterClasses.find(({ code }) => code === encounterClass);
}

/** Whether people come for it in planned ways alone, as the reference tells of the event by its name. */
function isPlanned(event: string, { chart }: PlanContext['knowledge']): boolean {
  const ways = (chart?.admissionSources ?? []).filter(({ events }) => events.includes(event));
  return ways.length > 0 && ways.every(({ unplanned }) => !unplanned);
}
