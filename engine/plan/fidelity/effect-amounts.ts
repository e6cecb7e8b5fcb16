/** By how much events move numbers, where that is drawn: the mean of what each drew, counted beside the events. */
import type { Declaration, EventTally, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { readsNothing } from '../expressions.ts';
import { fromMillionths, toMillionths } from '../millionths.ts';
import { sampleTerm } from '../sampling.ts';
import { plannedEffects } from '../state/effects.ts';
import type { PlannedEffect } from '../state/effects.ts';
import type { Timeline } from '../timeline.ts';
import { call, column, double, drawBy, filter, integer, joinOn, keep, literal, named, project } from '../terms.ts';
import { curveOf } from './curve.ts';
import { momentsOf } from './moments.ts';
import type { Moments } from './moments.ts';

export interface AmountTally {
  readonly tally: EventTally;
  readonly declarations: readonly Declaration[];
}

interface Beside {
  readonly context: PlanContext;
  readonly timeline: Timeline;
  /** How many sums stand before those of events. */
  readonly behind: number;
}

interface Drawn extends PlannedEffect {
  readonly moments: Moments;
}

/** Below those of events, networks, densities, chances of one's own and reasons. */
const FIRST_KEY = -70_000_000;

export function withEffectAmounts(before: EventTally, { context, timeline, behind }: Beside): AmountTally {
  const drawn = plannedEffects(timeline.events).flatMap((one): Drawn[] => {
    const curve = curveOf(one.effect.amount);
    return curve === undefined ? [] : [{ ...one, moments: momentsOf(curve) }];
  });
  if (drawn.length === 0) return { tally: before, declarations: [] };
  const names = ['event_key', ...before.columns];
  const inputs = [before.relation, summed(drawn, timeline, before.columns)];
  const first = behind + before.keys.length * before.columns.length;
  const severalJourneys = context.cohort.journeys.length > 1;
  return {
    tally: {
      ...before,
      relation: { kind: 'union', inputs: inputs.map((one) => project(one, names.map(keep))) },
      keys: [...before.keys, ...drawn.map((_, at) => FIRST_KEY - at)],
    },
    declarations: drawn.map(({ event, effect: { amount, attribute, unit }, moments: { mean, deviation } }, at) => ({
      section: 'effects',
      quantity: severalJourneys ? event.path : event.use.id,
      part: '',
      among: UNITS[unit](attribute.value),
      people: first + at * before.columns.length,
      at: amount.at,
      measure: 'mean',
      sum: first + at * before.columns.length + 1,
      target: mean,
      deviation,
    })),
  };
}

type Unit = PlannedEffect['effect']['unit'];

const UNITS: Readonly<Record<Unit, (attribute: string) => string>> = {
  value: (attribute) => `added to ${attribute}`,
  share: (attribute) => `part of ${attribute} that is added`,
  factor: (attribute) => `factor of ${attribute}`,
  set: (attribute) => `${attribute} that is set`,
};

/** How often each effect came about, and what it drew, in whole millionths. */
function summed(drawn: readonly Drawn[], { occurrences }: Timeline, columns: readonly string[]): Relation {
  const [often = '', sum = '', ...others] = columns;
  const effects: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'effect', type: integer },
      { name: 'amount', type: { kind: 'stream' } },
    ],
    rows: drawn.map(({ event, stream }, at) => [event.key, at, stream]),
  };
  const happened = project(filter(occurrences, column('happened')), ['person_id', 'event_key', 'occurrence'].map(keep));
  const amount = {
    kind: 'case' as const,
    branches: drawn.map(({ effect }, at) => ({
      when: call('equal', column('effect'), at),
      then: sampleTerm(effect.amount, drawBy('amount'), double, readsNothing),
    })),
    otherwise: literal(0, double),
  };
  const each = {
    kind: 'extend' as const,
    input: joinOn(happened, effects, 'event_key'),
    columns: [named('drawn', amount)],
  };
  const rows: Relation = {
    kind: 'aggregate',
    input: project(each, [
      named('event_key', call('subtract', FIRST_KEY, column('effect'))),
      named(often, literal(1, integer)),
      named(sum, toMillionths(column('drawn'))),
    ]),
    by: ['event_key'],
    columns: [often, sum].map((name) => ({ name, how: 'sum', of: name })),
  };
  return project(rows, [
    keep('event_key'),
    keep(often),
    named(sum, fromMillionths(column(sum))),
    ...others.map((name) => named(name, literal(0, integer))),
  ]);
}
