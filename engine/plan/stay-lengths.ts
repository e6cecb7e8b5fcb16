/** How long encounters last by their class, as a draw of each. */
import type { ColumnType, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent } from './planned-event.ts';
import { call, column, drawBy, integer, literal } from './terms.ts';

/** The code of the encounter class, or the event's type where it has none. */
export function classOf({ use }: PlannedEvent): string {
  return use.definition.encounterClass ?? use.definition.type;
}

export function durationStream({ path }: PlannedEvent): string {
  return `${path}/duration`;
}

/** Where an encounter's class is none of the reference. */
const UNKNOWN_CLASS_MINUTES = 30;

/** Minutes, over the columns `class` and `duration` of these events. */
export function durationTerm({ knowledge }: PlanContext, events: readonly PlannedEvent[], classes: ColumnType): Term {
  const used = new Set(events.map((event) => classOf(event)));
  const branches = knowledge.encounterClasses
    .filter(({ code }) => used.delete(code))
    .map(({ code, durationMinutes: distribution }) => ({
      when: call('equal', column('class'), literal(code, classes)),
      then: { kind: 'sample' as const, distribution, uniform: drawBy('duration'), type: integer },
    }));
  const last = used.size === 0 ? branches.pop()?.then : undefined;
  return { kind: 'case', branches, otherwise: last ?? literal(UNKNOWN_CLASS_MINUTES) };
}
