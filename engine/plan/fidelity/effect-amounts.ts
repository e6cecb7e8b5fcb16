/** By how much events move numbers, where that is drawn: the mean of what each drew, counted beside the events. */
import type { Relation } from '../../model/index.ts';
import { readsNothing } from '../expressions.ts';
import { fromMillionths, toMillionths } from '../millionths.ts';
import { sampleTerm } from '../sampling.ts';
import { plannedEffects } from '../state/effects.ts';
import type { PlannedEffect } from '../state/effects.ts';
import type { Timeline } from '../timeline.ts';
import { call, column, double, drawBy, filter, integer, joinOn, keep, literal, named, project } from '../terms.ts';
import { SUMS } from './beside-events.ts';
import type { Counted, Counting } from './beside-events.ts';
import { curveOf } from './curve.ts';
import { momentsOf } from './moments.ts';
import type { Moments } from './moments.ts';

interface Drawn extends PlannedEffect {
  readonly key: number;
  readonly moments: Moments;
}

/** Below those of events, networks, densities, chances of one's own and reasons. */
const FIRST_KEY = -70_000_000;

export function countEffectAmounts({ context, timeline }: Counting): Counted | undefined {
  const drawn = plannedEffects(timeline.events)
    .flatMap((one): Omit<Drawn, 'key'>[] => {
      const curve = curveOf(one.effect.amount);
      return curve === undefined ? [] : [{ ...one, moments: momentsOf(curve) }];
    })
    .map((one, at): Drawn => ({ ...one, key: FIRST_KEY - at }));
  if (drawn.length === 0) return undefined;
  const severalJourneys = context.cohort.journeys.length > 1;
  return {
    rows: [{ relation: summed(drawn, timeline), keys: drawn.map(({ key }) => key), width: 2 }],
    declare: (placeOf) =>
      drawn.map(({ key, event, effect: { amount, attribute, unit }, moments: { mean, deviation } }) => ({
        section: 'effects',
        quantity: severalJourneys ? event.path : event.use.id,
        part: '',
        among: UNITS[unit](attribute.value),
        people: placeOf(key, 0),
        at: amount.at,
        measure: 'mean',
        sum: placeOf(key, 1),
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
function summed(drawn: readonly Drawn[], { occurrences }: Timeline): Relation {
  const [often, sum] = SUMS;
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
  return project(rows, [keep('event_key'), keep(often), named(sum, fromMillionths(column(sum)))]);
}
