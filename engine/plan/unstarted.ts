/**
 * Journeys that an event of another starts, which never begin where that event lies behind the end of its own journey. What ends is made
 * as if it did not end, so such a journey is made too, and is over before it begins.
 */
import type { Relation } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { timelineTypes } from './events.ts';
import type { PlannedEvent } from './events.ts';
import { call, column, filter, keep, literal, named, project } from './terms.ts';

/** A journey that an event of another starts. */
export interface StartedJourney {
  readonly id: string;
  readonly by: PlannedEvent;
}

/** Those whose start can lie behind the end of the other, each behind the one that starts it. */
export function startedByOthers(
  events: readonly PlannedEvent[],
  ofJourneys: readonly PlannedEvent[],
): readonly StartedJourney[] {
  const started = new Map(
    events.flatMap(({ journey, use: { timing } }) => {
      const { anchor } = timing;
      if (anchor.kind !== 'elsewhere') return [];
      const by = events.find((one) => one.journey.id === anchor.journey && one.use.id === anchor.id);
      return by === undefined ? [] : [[journey.id, by] as const];
    }),
  );
  const ended = new Set(ofJourneys.map(({ journey }) => journey.id));
  const found: StartedJourney[] = [];
  const visit = (id: string): boolean => {
    if (found.some((one) => one.id === id)) return true;
    const by = started.get(id);
    if (by === undefined || !(visit(by.journey.id) || ended.has(by.journey.id))) return false;
    found.push({ id, by });
    return true;
  };
  for (const id of started.keys()) visit(id);
  return found;
}

/** What would start the journey lies behind the end of its own: then the journey is over before it begins. */
export function withUnstarted(
  ends: Relation,
  { id, by }: StartedJourney,
  made: Relation,
  context: PlanContext,
): Relation {
  const type = timelineTypes(context).journey;
  const first: Relation = {
    kind: 'aggregate',
    input: filter(made, call('and', column('happened'), call('equal', column('event_key'), by.key))),
    by: ['person_id'],
    columns: [{ name: 'starts', how: 'min', of: 'moment' }],
  };
  const own = filter(ends, call('equal', column('journey'), literal(by.journey.id, type)));
  const joined: Relation = {
    kind: 'join',
    how: 'inner',
    left: project(own, [keep('person_id'), keep('journey_ended')]),
    right: first,
    on: [{ left: 'person_id', right: 'person_id' }],
  };
  const unstarted = project(filter(joined, call('greater', column('starts'), column('journey_ended'))), [
    keep('person_id'),
    named('journey', literal(id, type)),
    keep('journey_ended'),
  ]);
  return {
    kind: 'aggregate',
    input: { kind: 'union', inputs: [ends, unstarted] },
    by: ['person_id', 'journey'],
    columns: [{ name: 'journey_ended', how: 'min', of: 'journey_ended' }],
  };
}
