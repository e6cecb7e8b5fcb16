/** How long encounters last by their event or class, as a draw of each, and at what hour stays end. */
import type { ColumnType, ElementaryDistribution, Knowledge, SourceRange, StayLength, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent } from './planned-event.ts';
import { call, column, drawBy, integer, isOneOf, literal } from './terms.ts';

/** The code of the encounter class, or the event's type where it has none. */
export function classOf({ use }: PlannedEvent): string {
  return use.definition.encounterClass ?? use.definition.type;
}

type Length = Pick<StayLength, 'durationMinutes' | 'nights'>;

/** Events that last alike beside those of their class. */
export interface OwnLength extends Length {
  /** As the reference lists them. */
  readonly names: readonly string[];
  readonly events: readonly PlannedEvent[];
  readonly at: SourceRange;
}

/** Of these events those that have lengths of their own. */
export function ownLengths(events: readonly PlannedEvent[], { chart }: Pick<Knowledge, 'chart'>): readonly OwnLength[] {
  return (chart?.stayLengths ?? []).flatMap(({ events: names, ...one }) => {
    const own = events.filter(({ use }) => names.includes(use.definition.name));
    return own.length === 0 ? [] : [{ ...one, names, events: own }];
  });
}

/** Where an encounter's class is none of the reference. */
const UNKNOWN_CLASS_MINUTES = 30;

/** The streams of `endTerm`, as columns beside those of the events. */
export const END_STREAMS = ['duration', 'discharge_hour'] as const;

export function endStreams({ path }: PlannedEvent): readonly string[] {
  return [`${path}/duration`, `${path}/hour of discharge`];
}

/**
 * When they end, over the columns `moment`, `event_key`, `class` and those of `END_STREAMS`: where the class tells the hours of
 * discharge after whole nights, else after so many minutes.
 */
export function endTerm({ knowledge }: PlanContext, events: readonly PlannedEvent[], classes: ColumnType): Term {
  const own = ownLengths(events, knowledge);
  const named = new Set(own.flatMap((one) => one.events));
  const free = events.filter((event) => !named.has(event));
  const isOf = (some: readonly PlannedEvent[]): Term =>
    isOneOf(
      'event_key',
      some.map(({ key }) => key),
    );
  const byEvent = own.flatMap((one) =>
    [...dischargesOf(one.events, knowledge)].map(([discharge, some]) => ({
      when: isOf(some),
      then: endAfter(one, discharge),
    })),
  );
  const used = new Set(free.map(classOf));
  const byClass = knowledge.encounterClasses
    .filter(({ code }) => used.delete(code))
    .map((one) => ({
      when: call('equal', column('class'), literal(one.code, classes)),
      then: endAfter(one, one.discharge),
    }));
  const branches = [...byEvent, ...byClass];
  const last = used.size === 0 ? branches.pop()?.then : undefined;
  return { kind: 'case', branches, otherwise: last ?? call('add_minutes', column('moment'), UNKNOWN_CLASS_MINUTES) };
}

type Hours = ElementaryDistribution | undefined;

/** These events by the hours of discharge of their classes. */
export function dischargesOf(
  events: readonly PlannedEvent[],
  { encounterClasses }: Pick<Knowledge, 'encounterClasses'>,
): ReadonlyMap<Hours, readonly PlannedEvent[]> {
  const byHours = new Map<Hours, PlannedEvent[]>();
  for (const event of events) {
    const code = classOf(event);
    const discharge = encounterClasses.find((one) => one.code === code)?.discharge;
    byHours.set(discharge, [...(byHours.get(discharge) ?? []), event]);
  }
  return byHours;
}

function endAfter({ durationMinutes, nights }: Length, discharge: Hours): Term {
  const sampled = (distribution: ElementaryDistribution, stream: (typeof END_STREAMS)[number]): Term => ({
    kind: 'sample',
    distribution,
    uniform: drawBy(stream),
    type: integer,
  });
  if (discharge === undefined) return call('add_minutes', column('moment'), sampled(durationMinutes, 'duration'));
  const date = call('add_days', call('to_date', column('moment')), sampled(nights, 'duration'));
  return call('at_minute', date, sampled(discharge, 'discharge_hour'));
}
