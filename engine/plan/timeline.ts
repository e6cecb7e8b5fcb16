/**
 * What happens to people, set-based: people × event definitions × occurrences. Definitions are rows of data, so the
 * number of statements is that of the longest chain of events that follow each other, not that of the events.
 */
import type { PlannedTable, Relation } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { tablesOfCuts } from './cuts.ts';
import { endsSomething } from './decided.ts';
import { endingTables } from './endings.ts';
import { latePoints, wayTable } from './state/ways.ts';
import { behindAnyStay } from './event-traits.ts';
import { planEvents } from './events.ts';
import { isDecidedAt, isDecidedBelow } from './planned-event.ts';
import type { PlannedEvent } from './events.ts';
import { table } from './terms.ts';
import { canBeToCome } from './to-come.ts';
import { before, beforeAsking, cutsOf } from './decided-before.ts';
import { occurrenceTable, occurrenceColumns } from './occurrences.ts';
import { candidateTable } from './candidates.ts';
import { stayEndsTable } from './stay-ends.ts';

export interface Timeline {
  readonly events: readonly PlannedEvent[];
  /** What ends phases and series, which is not told. */
  readonly leaving: readonly PlannedEvent[];
  readonly tables: readonly PlannedTable[];
  /** Every occurrence of this range of persons: key columns, `moment`, `happened`, `skipped_because`. */
  readonly occurrences: Relation;
  /** Whether `PERSON_ENDINGS` is there. */
  readonly endsPeople: boolean;
}

export function planTimeline(context: PlanContext): Timeline {
  const events = planEvents(context);
  if (events.length === 0)
    return { events, leaving: [], tables: [], occurrences: { kind: 'union', inputs: [] }, endsPeople: false };
  const cuts = cutsOf(events, context);
  const depth = Math.max(...events.map(({ level }) => level), ...cuts.map(({ level }) => level));
  const points = latePoints(context);
  const tables: PlannedTable[] = [];
  for (let level = 0; level <= depth; level += 1) {
    const atLevel = events.filter((event) => isDecidedAt(event, level));
    tables.push(...tablesOfCuts(level, { columns: occurrenceColumns(context), context }, { events, cuts }));
    for (const point of points.filter(({ levels }) => levels.includes(level))) {
      const decided = events.filter((one) => isDecidedBelow(one, level));
      const asked = beforeAsking([point.after], level, context);
      tables.push(wayTable(point, { level, points, decided, occurrences: before(level, context), asked }, context));
    }
    if (atLevel.length === 0) continue;
    tables.push(...behindAnyStay(atLevel).map((event) => stayEndsTable(event, level, context)));
    if (atLevel.some(({ asks }) => asks)) tables.push(candidateTable(level, atLevel, context));
    tables.push(occurrenceTable(level, atLevel, context));
  }
  const made = before(depth + 1, context);
  const told = events.filter(({ use }) => use.leaves === undefined);
  const leaving = events.filter(({ use }) => use.leaves !== undefined);
  if (!events.some(endsSomething) && !canBeToCome(context))
    return { events: told, leaving, tables, occurrences: made, endsPeople: false };
  const ends = endingTables(made, occurrenceColumns(context), { events: told, context });
  const endsPeople = ends.some(({ name }) => name === 'person_endings');
  const occurrences = table('scratch', 'occurrences');
  return { events: told, leaving, tables: [...tables, ...ends], occurrences, endsPeople };
}
