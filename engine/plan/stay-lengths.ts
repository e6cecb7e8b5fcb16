/** How long encounters last by their event or class, as a draw of each. */
import type { ColumnType, ElementaryDistribution, Knowledge, SourceRange, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent } from './planned-event.ts';
import { call, column, drawBy, integer, isOneOf, literal } from './terms.ts';

/** The code of the encounter class, or the event's type where it has none. */
export function classOf({ use }: PlannedEvent): string {
  return use.definition.encounterClass ?? use.definition.type;
}

export function durationStream({ path }: PlannedEvent): string {
  return `${path}/duration`;
}

/** Events that last alike beside those of their class. */
export interface OwnLength {
  /** As the reference lists them. */
  readonly names: readonly string[];
  readonly events: readonly PlannedEvent[];
  readonly durationMinutes: ElementaryDistribution;
  readonly at: SourceRange;
}

/** Of these events those that have lengths of their own. */
export function ownLengths(events: readonly PlannedEvent[], { chart }: Pick<Knowledge, 'chart'>): readonly OwnLength[] {
  return (chart?.stayLengths ?? []).flatMap(({ events: names, durationMinutes, at }) => {
    const own = events.filter(({ use }) => names.includes(use.definition.name));
    return own.length === 0 ? [] : [{ names, events: own, durationMinutes, at }];
  });
}

/** Where an encounter's class is none of the reference. */
const UNKNOWN_CLASS_MINUTES = 30;

/** Minutes, over the columns `event_key`, `class` and `duration` of these events. */
export function durationTerm({ knowledge }: PlanContext, events: readonly PlannedEvent[], classes: ColumnType): Term {
  const own = ownLengths(events, knowledge);
  const named = new Set(own.flatMap((one) => one.events));
  const used = new Set(events.filter((event) => !named.has(event)).map(classOf));
  const sampled = (distribution: ElementaryDistribution): Term => ({
    kind: 'sample',
    distribution,
    uniform: drawBy('duration'),
    type: integer,
  });
  const byEvent = own.map((one) => ({
    when: isOneOf(
      'event_key',
      one.events.map(({ key }) => key),
    ),
    then: sampled(one.durationMinutes),
  }));
  const byClass = knowledge.encounterClasses
    .filter(({ code }) => used.delete(code))
    .map(({ code, durationMinutes }) => ({
      when: call('equal', column('class'), literal(code, classes)),
      then: sampled(durationMinutes),
    }));
  const branches = [...byEvent, ...byClass];
  const last = used.size === 0 ? branches.pop()?.then : undefined;
  return { kind: 'case', branches, otherwise: last ?? literal(UNKNOWN_CLASS_MINUTES) };
}
