/** The one type that holds the codes of all that people of the cohort have and of all that care is for. */
import type { ColumnType } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { madeOnceOfBoth } from '../made-once.ts';
import type { Timeline } from '../timeline.ts';
import { diagnoses } from './diagnoses.ts';
import { drawnCodes, drawnEvents } from './reasons/drawn.ts';
import { reasonOf } from './reasons/named.ts';

/** The codes of all conditions of the cohort as one type; `undefined` where there are none. */
export function conditionCodes(context: PlanContext, timeline: Timeline): ColumnType | undefined {
  const codes = codesOfCare(context, timeline);
  return codes.length === 0 ? undefined : context.enumerations.define('core', 'condition_code', codes);
}

/** Those codes, each once, in order. */
export const codesOfCare: (context: PlanContext, timeline: Timeline) => readonly string[] = madeOnceOfBoth(findCodes);

function findCodes(context: PlanContext, timeline: Timeline): readonly string[] {
  const reasons = timeline.events.flatMap((event) => reasonOf(event, context) ?? []);
  const codes = [
    ...context.cohort.profile.conditions.map(({ code }) => code),
    ...diagnoses(context, timeline).map(({ code }) => code),
    ...reasons,
    ...drawnCodes(context, timeline, drawnEvents(context, timeline.events)),
  ];
  return [...new Set(codes)].toSorted();
}
