/** The condition that an event says it is about. */
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../planned-event.ts';

/** The code of the condition that an encounter is for, where its event names one. */
export function reasonOf({ use }: PlannedEvent, context: PlanContext): string | null {
  const [first] = use.definition.conditions;
  return first === undefined ? null : codeOf(first.value, context);
}

/** `primary` is the profile's first condition; an event about it means nothing where the profile has none. */
export function codeOf(condition: string, { cohort }: PlanContext): string | null {
  return condition === 'primary' ? (cohort.profile.conditions[0]?.code ?? null) : condition;
}
