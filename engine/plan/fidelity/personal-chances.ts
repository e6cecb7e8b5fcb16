/**
 * Events whose probability depends on the person: how often they happened against the sum of each one's probability, counted
 * beside the events. Of what is decided by how somebody is at the moment nothing is claimed.
 */
import type { Declaration, EventTally, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../events.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  call,
  cast,
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
  table,
  when,
} from '../terms.ts';
import { luckOf } from './events.ts';

export interface PersonalChances {
  readonly tally: EventTally;
  readonly declarations: readonly Declaration[];
}

interface Beside {
  readonly context: PlanContext;
  readonly timeline: Timeline;
  /** How many sums stand before those of events. */
  readonly behind: number;
}

/** Below those of events, networks and densities. */
const FIRST_KEY = -40_000_000;
const MILLIONTHS = 1_000_000;

export function withPersonalChances(before: EventTally, { context, timeline, behind }: Beside): PersonalChances {
  const personal = timeline.events.filter(({ asks, use }) => use.probability.kind === 'given' && !asks);
  if (personal.length === 0) return { tally: before, declarations: [] };
  const names = ['event_key', ...before.columns];
  const counted = countedOf(personal, { context, timeline, columns: before.columns });
  const inputs = [before.relation, counted].map((one) => project(one, names.map(keep)));
  const severalJourneys = context.cohort.journeys.length > 1;
  return {
    tally: {
      ...before,
      relation: { kind: 'union', inputs },
      keys: [...before.keys, ...personal.map(({ key }) => FIRST_KEY - key)],
    },
    declarations: personal.map(({ path, use }, index) => {
      const first = behind + (before.keys.length + index) * before.columns.length;
      return {
        section: 'events',
        quantity: severalJourneys ? path : use.id,
        part: 'happens',
        among: '',
        people: first,
        at: use.at,
        measure: 'share',
        holding: first + 1,
        target: { expected: first + 2, variance: first + 3 },
        quota: false,
      };
    }),
  };
}

interface Counting {
  readonly context: PlanContext;
  readonly timeline: Timeline;
  readonly columns: readonly string[];
}

/** Occurrences that chance was asked of, how many happened, and the sums of their probabilities and variances. */
function countedOf(events: readonly PlannedEvent[], { context, timeline, columns }: Counting): Relation {
  const { isAsked, isLucky } = luckOf(context);
  const keys = events.map(({ key }) => key);
  const asked = project(filter(timeline.occurrences, call('and', isOneOf('event_key', keys), isAsked)), [
    ...['person_id', 'event_key'].map(keep),
    named('lucky', when(isLucky, literal(1), literal(0))),
  ]);
  const luck = events.map(({ path }) => `luck:${path}`);
  const people = project(table('scratch', 'population'), ['person_id', ...luck].map(keep));
  const chance: Term = {
    kind: 'case',
    branches: events.map(({ key, path }) => ({
      when: call('equal', column('event_key'), key),
      then: column(`luck:${path}`),
    })),
    otherwise: literal(0, double),
  };
  const whole = (value: Term): Term => cast(call('multiply', value, literal(MILLIONTHS, double)), bigint);
  const chances: Relation = {
    kind: 'extend',
    input: joinOn(asked, people, 'person_id'),
    columns: [named('chance', chance)],
  };
  const [among = '', happened = '', expected = '', variance = '', ...others] = columns;
  const spread = call('multiply', column('chance'), call('subtract', literal(1, double), column('chance')));
  const summed: Relation = {
    kind: 'aggregate',
    input: project(chances, [
      named('event_key', call('subtract', FIRST_KEY, column('event_key'))),
      named(among, literal(1, integer)),
      named(happened, column('lucky')),
      named(expected, whole(column('chance'))),
      named(variance, whole(spread)),
    ]),
    by: ['event_key'],
    columns: [among, happened, expected, variance].map((name) => ({ name, how: 'sum', of: name })),
  };
  const ofMillionths = (name: string): Term => call('divide', cast(column(name), double), literal(MILLIONTHS, double));
  return project(summed, [
    ...['event_key', among, happened].map(keep),
    named(expected, ofMillionths(expected)),
    named(variance, ofMillionths(variance)),
    ...others.map((name) => named(name, literal(0, integer))),
  ]);
}
