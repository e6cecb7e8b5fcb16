/** Which conditions the events of a cohort diagnose, and all that its people can have. */
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../events.ts';
import type { Timeline } from '../timeline.ts';
import { codeOf } from './reasons/named.ts';

/** An event that diagnoses, with the code it gives. */
export interface Diagnosis {
  readonly event: PlannedEvent;
  readonly code: string;
  /** Whether it only puts a date to a condition that the profile gave the person. */
  readonly ofProfile: boolean;
}

export function diagnoses(context: PlanContext, timeline: Pick<Timeline, 'events'>): readonly Diagnosis[] {
  return timeline.events
    .filter(({ use }) => use.definition.type === 'diagnosis')
    .flatMap((event) =>
      event.use.definition.conditions.flatMap(({ value }) => {
        const code = codeOf(value, context);
        return code === null ? [] : [{ event, code, ofProfile: value === 'primary' }];
      }),
    );
}

/** Codes of all that people of the cohort have or can be diagnosed with. */
export function problemCodes(context: PlanContext, timeline: Pick<Timeline, 'events'>): readonly string[] {
  const { conditions } = context.cohort.profile;
  return [...new Set([...conditions.map(({ code }) => code), ...diagnoses(context, timeline).map(({ code }) => code)])];
}
