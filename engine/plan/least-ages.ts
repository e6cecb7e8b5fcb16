/** Events that people can be too young for: what gives vaccines alone, before the least age of the last of them. */
import type { PlanContext } from './context.ts';
import { daysOldDuring } from './ages-of-events.ts';
import { DAYS_A_YEAR, MONTHS_A_YEAR } from './journey-years.ts';
import { canPrecedeStart } from './event-traits.ts';
import type { PlannedEvent } from './planned-event.ts';

export interface LeastAge {
  readonly event: PlannedEvent;
  readonly months: number;
}

/** Of the events, those before whose least age people of the cohort can be. */
export function leastAges(events: readonly PlannedEvent[], context: PlanContext): readonly LeastAge[] {
  return events.flatMap((event) => {
    const months = leastMonths(event, context);
    if (months === 0) return [];
    const { youngest } = daysOldDuring(context, [event]);
    return youngest < (months / MONTHS_A_YEAR) * DAYS_A_YEAR ? [{ event, months }] : [];
  });
}

function leastMonths({ use: { definition } }: PlannedEvent, { knowledge }: PlanContext): number {
  const { type, vaccines = [] } = definition;
  if (type !== 'immunization' || vaccines.length === 0) return 0;
  const known = knowledge.chart?.vaccines ?? [];
  return Math.max(...vaccines.map(({ value }) => known.find(({ name }) => name === value)?.fromMonths ?? 0));
}

/** Whether the birth of people decides on some of the events: what can lie before it, or come too young. */
export function asksForBirth(events: readonly PlannedEvent[], context: PlanContext): boolean {
  return canPrecedeStart(events) || leastAges(events, context).length > 0;
}
