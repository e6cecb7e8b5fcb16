/** Which events of a cohort draw their reason, from which list, and for what they can be. */
import type { AgeSpan, ProductName, ReasonList, VisitReason } from '../../../model/index.ts';
import { daysOldDuring } from '../../ages-of-events.ts';
import { bestFit } from '../../best-fit.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import type { Timeline } from '../../timeline.ts';
import { problemCodes } from '../diagnoses.ts';
import { reasonOf } from './named.ts';

export interface DrawnEvent {
  readonly event: PlannedEvent;
  readonly list: ReasonList;
}

/** Where a reason is told. */
const TELLING: ReadonlySet<ProductName> = new Set(['patientsim', 'membersim']);
/** Where it is told what was prescribed for it. */
const DISPENSING: ReadonlySet<ProductName> = new Set(['rxmembersim']);

/** Events that name no condition and that a list speaks of. */
export function drawnEvents(context: PlanContext, events: readonly PlannedEvent[]): readonly DrawnEvent[] {
  const { reasons } = context.knowledge;
  const decides = (reasons?.prescriptions ?? []).length > 0;
  const isTold = context.cohort.profile.products.some((one) => TELLING.has(one) || (decides && DISPENSING.has(one)));
  const lists = isTold ? (reasons?.lists ?? []) : [];
  return events.flatMap((event) => {
    const list = lists.find((one) => one.events.includes(event.use.definition.name));
    if (list === undefined || reasonOf(event, context) !== null) return [];
    return [{ event, list }];
  });
}

/**
 * Rows of the lists of these events that are not about what the person has, and that people of the cohort can have. What is a
 * problem of some of them is a reason of those alone.
 */
export function commonReasons(
  context: PlanContext,
  timeline: Pick<Timeline, 'events'>,
  drawn: readonly DrawnEvent[],
): readonly VisitReason[] {
  if (drawn.length === 0) return [];
  const owned = new Set(problemCodes(context, timeline));
  const used = new Set(drawn.map(({ list }) => list.name));
  const isNear = nearAges(context, drawn);
  return (context.knowledge.reasons?.reasons ?? []).filter(
    ({ list, code, own, weight, ages }) => used.has(list) && !own && weight > 0 && !owned.has(code) && isNear(ages),
  );
}

/** Rows of the list about what people have of that code: as that itself, and as what it is told besides. */
export interface OwnRows {
  /** That of the longest beginning. */
  readonly had: VisitReason | undefined;
  /** Those of the longest beginnings, one for each code as which it is told. */
  readonly told: readonly (VisitReason & { readonly told: string })[];
}

export function ownRows(context: PlanContext, list: string): (code: string) => OwnRows {
  const rows = (context.knowledge.reasons?.reasons ?? []).filter((one) => one.own && one.list === list);
  const fit = (some: readonly VisitReason[], code: string): VisitReason | undefined =>
    bestFit(some, (row) => [row.code], code);
  const asHad = rows.filter(({ told }) => told === undefined);
  const told = rows.filter(isAnother);
  const codes = [...new Set(told.map((row) => row.told))];
  return (code) => ({
    had: fit(asHad, code),
    told: codes.flatMap((one) => {
      const row = fit(
        told.filter((some) => some.told === one),
        code,
      );
      return row !== undefined && isAnother(row) && row.weight > 0 ? [row] : [];
    }),
  });
}

function isAnother(row: VisitReason): row is VisitReason & { readonly told: string } {
  return row.told !== undefined;
}

/** The codes as which problems of people are told where these events draw. */
function toldCodes(
  context: PlanContext,
  timeline: Pick<Timeline, 'events'>,
  drawn: readonly DrawnEvent[],
): ReadonlyMap<string, readonly string[]> {
  const problems = drawn.length === 0 ? [] : problemCodes(context, timeline);
  const lists = new Set(drawn.map(({ list }) => list.name));
  return new Map(
    [...lists].map((list) => {
      const rowsOf = ownRows(context, list);
      return [list, problems.flatMap((code) => rowsOf(code).told.map(({ told }) => told))];
    }),
  );
}

/** The codes of those rows, and those as which problems of people are told. */
export function drawnCodes(
  context: PlanContext,
  timeline: Pick<Timeline, 'events'>,
  drawn: readonly DrawnEvent[],
): readonly string[] {
  return [
    ...commonReasons(context, timeline, drawn).map(({ code }) => code),
    ...[...toldCodes(context, timeline, drawn).values()].flat(),
  ];
}

/** For what each of these events can be: what it names, else what its list has and what people of the cohort have. */
export function reasonsOfEach(
  context: PlanContext,
  timeline: Pick<Timeline, 'events'>,
  events: readonly PlannedEvent[],
): (event: PlannedEvent) => readonly string[] {
  const drawn = drawnEvents(context, events);
  const lists = new Map(drawn.map(({ event, list }) => [event, list.name]));
  const problems = drawn.length === 0 ? [] : problemCodes(context, timeline);
  const told = toldCodes(context, timeline, drawn);
  const codes = new Map([...told].map(([list, some]) => [list, new Set([...problems, ...some])]));
  for (const { list, code } of commonReasons(context, timeline, drawn)) codes.get(list)?.add(code);
  const ofList = new Map([...codes].map(([list, some]) => [list, [...some].toSorted()]));
  return (event) => {
    const reason = reasonOf(event, context);
    return reason === null ? (ofList.get(lists.get(event) ?? '') ?? []) : [reason];
  };
}

/** Whether people of the cohort can be of these ages when one of the events happens. */
export function nearAges(context: PlanContext, drawn: readonly DrawnEvent[]): (ages: AgeSpan) => boolean {
  const { youngest, oldest } = daysOldDuring(
    context,
    drawn.map(({ event }) => event),
  );
  return ({ from, before }) => (from?.about ?? 0) < oldest && (before?.about ?? Infinity) > youngest;
}
