/**
 * Events whose probability depends on the person, or on how they are at the moment, and branches of those who came to them: how often each
 * came about against the sum of each one's chance, counted beside the events.
 */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../events.ts';
import {
  call,
  column,
  double,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  when,
} from '../terms.ts';
import { fromMillionths, toMillionths } from '../millionths.ts';
import { probabilityTerm } from '../sampling.ts';
import { asColumns } from '../state/columns.ts';
import { keepsChance } from '../state/decide.ts';
import { peopleWith, scopeOfPeople } from '../state/people.ts';
import { SUMS } from './beside-events.ts';
import type { Counted, Counting } from './beside-events.ts';
import { luckOf } from './events.ts';
import { chancyWays } from './way-chances.ts';
import type { Told } from './way-chances.ts';
import { waysComeTo } from './ways-come-to.ts';

/** Below those of events, networks and densities. */
const FIRST_KEY = -40_000_000;

export function countPersonalChances(counting: Counting): Counted | undefined {
  const { context, timeline } = counting;
  const events = timeline.events.filter((event) => event.use.probability.kind === 'given' && isMeasured(event));
  const ways = [...chancyWays(timeline, context), ...waysComeTo(timeline, context)];
  if (events.length === 0 && ways.length === 0) return undefined;
  const severalJourneys = context.cohort.journeys.length > 1;
  const told: readonly Told[] = [
    ...events.map(({ key, path, use }) => ({
      key: FIRST_KEY - key,
      head: {
        section: 'events',
        quantity: severalJourneys ? path : use.id,
        part: 'happens',
        among: '',
        at: use.at,
      },
    })),
    ...ways.flatMap((way) => way.told),
  ];
  const relation = countedOf([...ofEvents(events, counting), ...ways.map(({ rows }) => rows)]);
  return {
    rows: [{ relation, keys: told.map(({ key }) => key), width: 4 }],
    declare: (placeOf) =>
      told.map(({ key, head, target, outOf }) => ({
        ...head,
        people: placeOf(key, 0),
        measure: 'share',
        holding: placeOf(key, 1),
        target: target ?? { expected: placeOf(key, 2), variance: placeOf(key, 3) },
        quota: false,
        ...(outOf === undefined ? {} : { outOf }),
      })),
  };
}

/** With the people, or at its moment where chance has a say in it. */
function isMeasured(event: PlannedEvent): boolean {
  return !event.asks || keepsChance(event);
}

/** Occurrences that chance was asked of, with whether they were lucky and the chance that they had. */
function ofEvents(events: readonly PlannedEvent[], { context, timeline }: Counting): readonly Relation[] {
  const { isAsked, isLucky } = luckOf(context);
  const lucky = when(isLucky, literal(1), literal(0));
  const asked = (some: readonly PlannedEvent[], kept: readonly string[]): Relation => {
    const keys = some.map(({ key }) => key);
    return project(filter(timeline.occurrences, call('and', isOneOf('event_key', keys), isAsked)), [
      named('event_key', call('subtract', FIRST_KEY, column('event_key'))),
      ...kept.map(keep),
      named('lucky', lucky),
    ]);
  };
  const [atOnce, later] = [events.filter(({ asks }) => !asks), events.filter(({ asks }) => asks)];
  const columns = ['event_key', 'lucky', 'chance'].map(keep);
  const known = atOnce.length === 0 ? [] : [withChances(asked(atOnce, ['person_id']), atOnce, context)];
  const kept = later.length === 0 ? [] : [asked(later, ['chance'])];
  return [...known, ...kept].map((one) => project(one, columns));
}

/** By what is declared, and not by what the people were given of it. */
function withChances(asked: Relation, events: readonly PlannedEvent[], context: PlanContext): Relation {
  const scope = scopeOfPeople(context);
  const chances = events.map(({ key, use }) => ({ key, term: probabilityTerm(use.probability, scope) }));
  const people = peopleWith(...chances.map(({ term }) => term));
  const chance: Term = {
    kind: 'case',
    branches: chances.map(({ key, term }) => ({
      when: call('equal', column('event_key'), FIRST_KEY - key),
      then: asColumns(term),
    })),
    otherwise: literal(0, double),
  };
  const input = people === undefined ? asked : joinOn(asked, people, 'person_id');
  return { kind: 'extend', input, columns: [named('chance', chance)] };
}

/** How many were asked and how many were lucky, and the sums of their chances and variances, in whole millionths. */
function countedOf(rows: readonly Relation[]): Relation {
  const [among, happened, expected, variance] = SUMS;
  const chance = call('coalesce', column('chance'), literal(0, double));
  const spread = call('multiply', chance, call('subtract', literal(1, double), chance));
  const summed: Relation = {
    kind: 'aggregate',
    input: project(rowsOfAll(rows), [
      keep('event_key'),
      named(among, literal(1, integer)),
      named(happened, column('lucky')),
      named(expected, toMillionths(chance)),
      named(variance, toMillionths(spread)),
    ]),
    by: ['event_key'],
    columns: [among, happened, expected, variance].map((name) => ({ name, how: 'sum', of: name })),
  };
  return project(summed, [
    ...['event_key', among, happened].map(keep),
    named(expected, fromMillionths(column(expected))),
    named(variance, fromMillionths(column(variance))),
  ]);
}
