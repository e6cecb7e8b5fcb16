/** For what care is, as every table says it that has a reason: what the event names, if the person can have it, else what was drawn. */
import type { ColumnType, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import { BORN_AND_SEX } from '../../population/born-and-sex.ts';
import { call, column, filter, isOneOf, joinOn, keep, project, table } from '../../terms.ts';
import { confinedNames, possibleReason } from './confined.ts';
import { drawnEvents } from './drawn.ts';

export interface GivenReasons {
  /** What of people decides beside `others`; `undefined` where nothing does. */
  readonly people: (others?: Relation) => Relation | undefined;
  /** Rows of what happened, with what was drawn for them. */
  readonly beside: (rows: Relation) => Relation;
  /** Over those rows, whose `reason_code` is the one that the event names. */
  readonly term: (type: ColumnType) => Term;
}

export function reasonsGiven(events: readonly PlannedEvent[], context: PlanContext): GivenReasons {
  const names = confinedNames(context, events);
  const drawn = drawnEvents(context, events).map(({ event }) => event);
  const isDrawn = drawn.length > 0;
  return {
    people: (others) => (names.length === 0 ? others : withBirth(others)),
    beside: (rows) => (isDrawn ? withDrawnReasons(rows, drawn) : rows),
    term: (type) => {
      const possible = possibleReason(names, type);
      return isDrawn ? call('coalesce', possible, column('drawn_reason')) : possible;
    },
  };
}

/** Rows with a `timeline_id`, beside what was drawn for those of these events (`drawn_reason`). */
export function withDrawnReasons(rows: Relation, events: readonly PlannedEvent[]): Relation {
  const keys = events.map(({ key }) => key);
  const reasons = filter(table('scratch', 'reasons'), isOneOf('event_key', keys));
  return leftJoin(rows, project(reasons, ['timeline_id', 'drawn_reason'].map(keep)), 'timeline_id');
}

function withBirth(others: Relation | undefined): Relation {
  const births = project(table('scratch', 'population'), [keep('person_id'), ...BORN_AND_SEX]);
  return others === undefined ? births : joinOn(others, births, 'person_id');
}
