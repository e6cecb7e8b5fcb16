/** Which conditions the events of a cohort are about, and the one type that holds all of their codes. */
import type { ColumnType } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../events.ts';
import type { Timeline } from '../timeline.ts';

/** The code of the condition that an encounter is for, where its event names one. */
export function reasonOf({ use }: PlannedEvent, context: PlanContext): string | null {
  const [first] = use.definition.conditions;
  return first === undefined ? null : codeOf(first.value, context);
}

/** `primary` is the profile's first condition; an event about it means nothing where the profile has none. */
function codeOf(condition: string, { cohort }: PlanContext): string | null {
  return condition === 'primary' ? (cohort.profile.conditions[0]?.code ?? null) : condition;
}

/** An event that diagnoses, with the code it gives. */
export interface Diagnosis {
  readonly event: PlannedEvent;
  readonly code: string;
  /** Whether it only puts a date to a condition that the profile gave the person. */
  readonly ofProfile: boolean;
}

export function diagnoses(context: PlanContext, timeline: Timeline): readonly Diagnosis[] {
  return timeline.events
    .filter(({ use }) => use.definition.type === 'diagnosis')
    .flatMap((event) =>
      event.use.definition.conditions.flatMap(({ value }) => {
        const code = codeOf(value, context);
        return code === null ? [] : [{ event, code, ofProfile: value === 'primary' }];
      }),
    );
}

/** The codes of all conditions of the cohort as one type; `undefined` where there are none. */
export function conditionCodes(context: PlanContext, timeline: Timeline): ColumnType | undefined {
  const reasons = timeline.events.flatMap((event) => reasonOf(event, context) ?? []);
  const codes = [
    ...context.cohort.profile.conditions.map(({ code }) => code),
    ...diagnoses(context, timeline).map(({ code }) => code),
    ...reasons,
  ];
  return codes.length === 0 ? undefined : context.enumerations.define('core', 'condition_code', codes.toSorted());
}
