/** What follows stays by their way out: which part of them, how long after, and how often, of stays whose series is surely told whole. */
import type {
  Declaration,
  ElementaryDistribution,
  Relation,
  SumPlace,
  Term,
  WeightedOption,
} from '../../model/index.ts';
import { leftJoin } from '../endings.ts';
import { behindAnyStay } from '../event-traits.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { daysIn } from '../state/precedence.ts';
import { endsTold, mostBehind } from '../stay-ends.ts';
import {
  bigint,
  call,
  column,
  filter,
  integer,
  isOneOf,
  keep,
  known,
  literal,
  named,
  project,
  when,
} from '../terms.ts';
import { SUMS } from './beside-events.ts';
import type { Counted, Counting } from './beside-events.ts';
import { curveOf } from './curve.ts';
import { momentsOf } from './moments.ts';
import type { Moments } from './moments.ts';

/** Below those of events, networks, densities, chances, reasons, effects and ways out of phases. */
const FIRST_KEY = -90_000_000;

export function countBehindStays({ context, timeline }: Counting): Counted | undefined {
  const events = behindAnyStay(timeline.events);
  if (events.length === 0) return undefined;
  return {
    rows: [
      {
        relation: {
          kind: 'union',
          inputs: events.map((event, at) => summed(event, FIRST_KEY - at, { context, timeline })),
        },
        keys: events.map((_, at) => FIRST_KEY - at),
        width: 4,
      },
    ],
    declare: (placeOf) => events.flatMap((event, at) => declared(event, (sum) => placeOf(FIRST_KEY - at, sum))),
  };
}

/** Stays, those that are followed, how often in all, and the days until the first. */
function declared({ use }: PlannedEvent, placeOf: (sum: number) => SumPlace): readonly Declaration[] {
  const { timing, behindStays, at } = use;
  if (timing.anchor.kind !== 'stays' || behindStays === undefined) return [];
  const way = `discharged to ${timing.anchor.disposition.replaceAll('_', ' ')}`;
  const head = { section: 'stays', quantity: use.id.replaceAll('_', ' '), at };
  const { share, times } = behindStays;
  const often = momentsOfTimes(times);
  const { days: from } = timing.earliest;
  const { days: to } = timing.latest;
  const width = to - from + 1;
  const isInDays = timing.latest.months === 0 && timing.earliest.months === 0 && to > 0;
  return [
    {
      ...head,
      part: 'follows',
      among: way,
      people: placeOf(0),
      measure: 'share',
      holding: placeOf(1),
      target: share,
      quota: false,
    },
    {
      ...head,
      part: '',
      among: `times, ${way}`,
      people: placeOf(1),
      measure: 'mean',
      sum: placeOf(2),
      target: often.mean,
      deviation: often.deviation,
    },
    ...(isInDays
      ? [
          {
            ...head,
            part: '',
            among: `days to the first, ${way}`,
            people: placeOf(1),
            measure: 'mean' as const,
            sum: placeOf(3),
            target: (from + to) / 2,
            deviation: Math.sqrt((width ** 2 - 1) / 12),
          },
        ]
      : []),
  ];
}

function momentsOfTimes(times: ElementaryDistribution): Moments {
  const curve = curveOf(times);
  return curve === undefined ? momentsOfValues(valuesOf(times)) : momentsOf(curve);
}

/** Where all have the same number, or numbers are listed. */
function valuesOf(times: ElementaryDistribution): readonly Weighted[] {
  if (times.kind === 'categorical') return times.options;
  return [{ value: times.kind === 'fixed' ? times.value : (times.min ?? 0), weight: 1 }];
}

type Weighted = Pick<WeightedOption, 'value' | 'weight'>;

function momentsOfValues(values: readonly Weighted[]): Moments {
  const mean = values.reduce((sum, { value, weight }) => sum + weight * Number(value), 0);
  const variance = values.reduce((sum, { value, weight }) => sum + weight * (Number(value) - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(variance) };
}

function summed(event: PlannedEvent, key: number, { context, timeline: { occurrences } }: Counting): Relation {
  const most = mostBehind(event);
  const own = call('modulo', column('occurrence'), most);
  const wait = call('subtract', column('waited'), column('moved'));
  const isFirst = call('equal', own, 0);
  const told: Relation = {
    kind: 'aggregate',
    input: project(filter(occurrences, isOneOf('event_key', [event.key])), [
      keep('person_id'),
      named('number', call('integer_divide', column('occurrence'), most)),
      named('one', literal(1, bigint)),
      named('wait', when(isFirst, call('coalesce', wait, literal(0, integer)), literal(0, integer))),
    ]),
    by: ['person_id', 'number'],
    columns: [
      { name: 'often', how: 'sum', of: 'one' },
      { name: 'days', how: 'sum', of: 'wait' },
    ],
  };
  const whole = call('add_days', call('to_date', column('ended')), daysTold(event));
  const long = filter(endsTold(event, context), call('less', whole, column('started')));
  const isFollowed = known(call('not', call('is_null', column('often'))));
  const terms: readonly Term[] = [
    literal(1, integer),
    when(isFollowed, literal(1), literal(0)),
    call('coalesce', column('often'), literal(0, bigint)),
    call('coalesce', column('days'), literal(0, bigint)),
  ];
  const names = SUMS.slice(0, terms.length);
  return {
    kind: 'aggregate',
    input: project(leftJoin(long, told, 'person_id', 'number'), [
      named('event_key', literal(key, integer)),
      ...names.map((name, at) => named(name, terms[at] ?? literal(0, integer))),
    ]),
    by: ['event_key'],
    columns: names.map((name) => ({ name, how: 'sum', of: name })),
  };
}

/** Days off move it no further. */
const SLACK_DAYS = 10;

function daysTold({ use: { timing, recurrence } }: PlannedEvent): number {
  const { every, count } = recurrence?.within ?? { every: { months: 0, days: 0, minutes: 0 }, count: 1 };
  return Math.ceil(daysIn(timing.latest) + daysIn(every) * (count - 1)) + SLACK_DAYS;
}
