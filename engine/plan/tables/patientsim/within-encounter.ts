/** In which encounter something was done: the event's own, or the one that it follows and shares the day with. */
import type { Relation, Scalar, Term, ValuesColumn } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../events.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, boolean, call, column, integer, keep, literal, named, project, smallint, when } from '../../terms.ts';
import { careEvents } from '../care-events.ts';
import { careOf } from '../care.ts';
import { isEncounter } from './events.ts';

/** Columns of the events' values that `withEncounters` reads. */
export const ENCOUNTER_COLUMNS: readonly ValuesColumn[] = [
  { name: 'in_own', type: boolean },
  { name: 'care_key', type: integer },
  { name: 'care_each', type: boolean },
];

export function encounterCells(event: PlannedEvent, timeline: Timeline): readonly Scalar[] {
  if (isEncounter(event)) return [true, null, false];
  const { encounter, each } = followedEncounter(event, timeline);
  return [false, encounter?.key ?? null, each];
}

interface Followed {
  readonly encounter: PlannedEvent | undefined;
  /** Every step on the way follows each occurrence. */
  readonly each: boolean;
}

function followedEncounter(event: PlannedEvent, { events }: Timeline): Followed {
  let each = true;
  let at: PlannedEvent | undefined = event;
  const seen = new Set<string>();
  while (at !== undefined && !seen.has(at.path)) {
    seen.add(at.path);
    const { anchor, eachTime, onceFor }: PlannedEvent['use']['timing'] = at.use.timing;
    const { journey }: PlannedEvent = at;
    each = each && eachTime === true && onceFor === undefined;
    at =
      anchor.kind === 'event'
        ? events.find((one) => one.journey.id === journey.id && one.use.id === anchor.id)
        : undefined;
    if (at !== undefined && isEncounter(at)) return { encounter: at, each };
  }
  return { encounter: undefined, each };
}

/** `rows` are of `happenedWith`; `encounter_id` besides, nothing where it was done in none. */
export function withEncounters(
  rows: Relation,
  some: readonly PlannedEvent[],
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): Relation {
  const own: Term = when(column('in_own'), column('timeline_id'), literal(null, bigint));
  const follows = some.some((event) => followedEncounter(event, timeline).encounter !== undefined);
  if (!follows || careEvents(timeline).length === 0)
    return { kind: 'extend', input: rows, columns: [named('encounter_id', own)] };
  const care = project(careOf(context, timeline), [
    keep('person_id'),
    named('care_key', column('event_key')),
    named('care_occurrence', column('occurrence')),
    named('care_id', column('encounter_id')),
    named('care_start', call('to_date', column('start_time'))),
    named('care_end', call('to_date', column('end_time'))),
  ]);
  const asked: Relation = {
    kind: 'extend',
    input: rows,
    columns: [named('care_occurrence', when(column('care_each'), column('occurrence'), literal(0, smallint)))],
  };
  const day = call('to_date', column('moment'));
  const shares = call(
    'and',
    call('less_or_equal', column('care_start'), day),
    call('less_or_equal', day, column('care_end')),
  );
  return {
    kind: 'extend',
    input: leftJoin(asked, care, 'person_id', 'care_key', 'care_occurrence'),
    columns: [named('encounter_id', call('coalesce', own, when(shares, column('care_id'), literal(null, bigint))))],
  };
}
