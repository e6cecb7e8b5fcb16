/** Who comes to an event: people who take its journey, or those to whom what it waits for has happened. */
import type { Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { anchorsOf } from './anchors.ts';
import { definitionNames, definitions } from './event-definitions.ts';
import { followsEach } from './event-traits.ts';
import { timelineTypes } from './events.ts';
import { shareTaking } from './journey-start.ts';
import { attributeColumn } from './population/attributes.ts';
import type { PlannedEvent } from './events.ts';
import { call, cast, column, filter, joinOn, keep, literal, named, output, project, table, text } from './terms.ts';
import { before } from './decided-before.ts';
import { isCounted, timesTerm } from './candidate-times.ts';

/** People who take the journey, with each of its definitions. */
export function fromStart(events: readonly PlannedEvent[], context: PlanContext): Relation {
  const starts = context.cohort.journeys.map(({ id }) => `journey:${id}`);
  const counts = new Set(events.flatMap(({ use: { times } }) => (times === undefined ? [] : [attributeColumn(times)])));
  const people = project(table('scratch', 'population'), ['person_id', ...starts, ...counts].map(keep));
  const each: Relation = { kind: 'join', how: 'cross', left: people, right: definitions(events, context), on: [] };
  const started: Term = {
    kind: 'case',
    branches: context.cohort.journeys.map(({ id }) => ({
      when: call('equal', column('journey'), literal(id, timelineTypes(context).journey)),
      then: column(`journey:${id}`),
    })),
    otherwise: literal(null),
  };
  const candidates = project(each, [
    ...['person_id', ...definitionNames(events)].map(keep),
    ...(isCounted(events) ? [named('times', timesTerm(events))] : []),
    named('started', started),
    named('anchor_moment', call('at_minute', output('started'), 0)),
    named('anchor_happened', literal(true)),
  ]);
  return filter(candidates, call('not', call('is_null', column('started'))));
}

/** Events beside what each waits for, at whatever level that is. */
export function afterOthers(level: number, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const following: Relation = {
    kind: 'join',
    how: 'inner',
    left: anchorsOf({ before: before(level, context), events, context }),
    right: definitions(events, context),
    on: [{ left: 'anchor_key', right: 'anchor_key' }],
  };
  const taken = joinedBy(events, context).reduce(onlyTakers, following);
  if (!followsEach(events)) return taken;
  return filter(taken, call('or', column('each_time'), call('equal', column('anchor_occurrence'), 0)));
}

/** Journeys that an event of another starts, and that only some people take. */
function joinedBy(events: readonly PlannedEvent[], { cohort }: PlanContext): readonly string[] {
  const started = events.filter(({ use }) => use.timing.anchor.kind === 'elsewhere').map(({ journey }) => journey.id);
  return [...new Set(started)].filter((id) => {
    const journey = cohort.journeys.find((one) => one.id === id);
    return journey !== undefined && shareTaking(journey, cohort) !== undefined;
  });
}

function onlyTakers(following: Relation, journey: string): Relation {
  const name = `journey:${journey}`;
  const people = project(table('scratch', 'population'), ['person_id', name].map(keep));
  const takes = call('not', call('is_null', column(name)));
  const other = call('not_equal', cast(column('journey'), text), literal(journey));
  return filter(joinOn(following, people, 'person_id'), call('or', other, takes));
}
