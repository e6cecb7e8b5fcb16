/** When journeys begin, where that is drawn: on which day of the declared window, of those who lived on its first day. */
import type { Declaration, Journey, JourneyStart, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { startOf } from '../journey-start.ts';
import { call, column, day, integer } from '../terms.ts';
import { thereFrom } from '../population/journeys.ts';
import { asColumns } from '../state/columns.ts';
import { curveOf } from './curve.ts';
import type { Curve } from './curve.ts';
import { declaredCurve } from './declarations.ts';
import type { Sums } from './sums.ts';

export function declaredStarts(context: PlanContext, sums: Sums): readonly Declaration[] {
  const { cohort } = context;
  return cohort.journeys.flatMap((journey) => {
    const start = startOf(journey, cohort);
    const window = windowOf(journey, start, cohort.profile.asOf.value);
    if (window === undefined) return [];
    const began = column(`journey:${journey.id}`);
    const lived = call('less_or_equal', asColumns(thereFrom(start, cohort)), window.first);
    const begins = call('not', call('is_null', began));
    return declaredCurve(
      {
        section: 'journeys',
        quantity: journey.id,
        value: call('days_between', window.first, began),
        type: integer,
        quota: false,
        settled: () => undefined,
        among: { words: 'day of the window', holds: sums.bind(call('and', begins, lived)) },
        at: window.at,
      },
      window.curve,
      sums,
    );
  });
}

interface Window {
  readonly first: Term;
  /** Days from the first. */
  readonly curve: Curve;
  readonly at: JourneyStart['at'];
}

function windowOf({ duration }: Journey, start: JourneyStart, asOf: string): Window | undefined {
  if (start.kind === 'trailing') {
    const last = call('add_days', call('add_months', day(asOf), -duration.months), -duration.days);
    const curve = evenly(start.days);
    return curve && { first: call('add_days', last, 1 - start.days), curve, at: start.at };
  }
  if (start.kind !== 'between') return undefined;
  const days = (Date.parse(start.to) - Date.parse(start.from)) / MILLISECONDS_A_DAY + 1;
  const curve = start.spread === undefined ? evenly(days) : onDays(curveOf(start.spread), days);
  return curve && { first: day(start.from), curve, at: start.at };
}

const MILLISECONDS_A_DAY = 86_400_000;

function evenly(days: number): Curve | undefined {
  if (days < 2) return undefined;
  return {
    points: [
      { x: -0.5, below: 0 },
      { x: days - 0.5, below: 1 },
    ],
    step: 1,
  };
}

/** A moment falls on the day that it is of; nothing simple holds where a part of the curve lies outside the window. */
function onDays(curve: Curve | undefined, days: number): Curve | undefined {
  const [first, last] = [curve?.points[0]?.x ?? -1, curve?.points.at(-1)?.x ?? Infinity];
  if (curve === undefined || curve.step !== 0 || first < 0 || last > days) return undefined;
  return { points: curve.points.map(({ x, below }) => ({ x: x - 0.5, below })), step: 1 };
}
