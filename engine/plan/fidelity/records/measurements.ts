/**
 * How far measurements of one person lie apart, where nothing moves what is measured. Nobody's true value stands in the chart, so
 * squares are held against products of different measurements of the same person.
 */
import type {
  ColumnType,
  Declaration,
  Distribution,
  ObservationConcept,
  Relation,
  Term,
} from '../../../model/index.ts';
import { daysOldDuring } from '../../ages-of-events.ts';
import { timesOf } from '../../occurrence-counts.ts';
import { movedAttributes } from '../../state/effects.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import { farthestAbove, measuredSpread, mostOf } from '../../state/measuring.ts';
import { variesWith } from '../../state/pairs.ts';
import { declaredByProfile, measuredByEvents, observationTypes, signsOf } from '../../tables/patientsim/index.ts';
import type { Measurement } from '../../tables/patientsim/index.ts';
import {
  bigint,
  call,
  cast,
  column,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  when,
} from '../../terms.ts';
import { curveOf } from '../curve.ts';
import { momentsOf } from '../moments.ts';
import { rowsOfMany } from './records.ts';
import type { Records } from './records.ts';

/** More people would tell nothing more of what each measurement draws. */
const ENOUGH_PEOPLE = 300;

export function declaredOfMeasurements(records: Records): readonly Declaration[] {
  const { context, timeline, has } = records;
  if (!has('patientsim', 'observations')) return [];
  const measured = [...measuredByEvents(context, timeline), ...declaredByProfile(context)];
  const concepts = heldConcepts(measured, records);
  if (concepts.length === 0) return [];
  const type = observationTypes(context, measured).name;
  return records.of(spreads(concepts, type, records), (sums) =>
    concepts.map((concept, number): Declaration => {
      const isOf = sums.bind(call('equal', column('number'), number));
      const sum = (name: string): number => sums.add(when(isOf, column(name), literal(0, bigint)));
      return {
        section: 'measurements',
        quantity: concept.name,
        part: '',
        among: 'of one person, as a part of the mean',
        people: sums.count(isOf),
        at: concept.at,
        measure: 'deviation',
        squares: sum('squares'),
        expected: sum('expected'),
        spread: sum('spread'),
        target: variesWith(concept, context.knowledge).withinPersonVariation,
      };
    }),
  );
}

/** What is measured more than once and made of nothing else, no event moves, no reason shows in, no child grows out of, and no upper end cuts off. */
function heldConcepts(measured: readonly Measurement[], { context, timeline }: Records): readonly ObservationConcept[] {
  const moved = movedAttributes(context.cohort);
  const shown = new Set(signsOf(measured, context, timeline)?.of);
  const grown = grownNames(measured, context);
  const often = new Map<ObservationConcept, number>();
  for (const { concept, event } of measured)
    often.set(concept, (often.get(concept) ?? 0) + (event === undefined ? 1 : mostTimes(event)));
  return [...often.keys()].filter((concept) => {
    const { name, withinPersonVariation } = concept;
    const own = context.cohort.profile.attributes.find((one) => one.name === name)?.distribution;
    const isWhole = farthestAbove(concept) * mostDrawn(own ?? concept.baseline) <= mostOf(concept);
    return (
      (often.get(concept) ?? 0) > 1 &&
      withinPersonVariation > 0 &&
      (concept.madeOf ?? concept.workedOut) === undefined &&
      isWhole &&
      ![moved, shown, grown].some((names) => names.has(name))
    );
  });
}

/** What a profile counts can happen several times. */
function mostTimes(event: PlannedEvent): number {
  return event.use.times === undefined ? timesOf(event) : 2;
}

function grownNames(measured: readonly Measurement[], context: Records['context']): ReadonlySet<string> {
  const points = context.knowledge.growth ?? [];
  const last = Math.max(0, ...points.map(({ months }) => months));
  const events = measured.flatMap(({ event }) => event ?? []);
  const isYoung = daysOldDuring(context, events).youngest < last * DAYS_A_MONTH;
  return new Set(isYoung ? points.map(({ name }) => name) : []);
}

const DAYS_A_MONTH = 31;

/** What nobody's own value lies above; without end where nothing says. */
function mostDrawn(distribution: Distribution): number {
  if ('max' in distribution && distribution.max !== undefined) return distribution.max;
  if (distribution.kind === 'conditional')
    return Math.max(...distribution.rules.map((rule) => mostDrawn(rule.distribution)));
  if (distribution.kind === 'fixed') return Number(distribution.value);
  return curveOf(distribution)?.points.at(-1)?.x ?? Infinity;
}

/** About what is measured, as the last rule says it, so that sums of squares are of the order of their number. */
function usualValue(distribution: Distribution): number {
  if (distribution.kind === 'conditional') {
    const last = distribution.rules.at(-1)?.distribution;
    return last === undefined ? 1 : usualValue(last);
  }
  if (distribution.kind === 'normal') return distribution.mean;
  if (distribution.kind === 'fixed') return Number(distribution.value);
  const curve = curveOf(distribution);
  return curve === undefined ? 1 : momentsOf(curve).mean;
}

/** Of a deviation finer than so many steps of what is written little shows. */
const LEAST_STEPS = 0.7;

/**
 * By person and observation `squares` about the mean, what these are to be (`expected`), and the square of the difference (`spread`): in
 * whole parts of the variance of a usual value, so that their sums are exact.
 */
function spreads(concepts: readonly ObservationConcept[], type: ColumnType, { context }: Records): Relation {
  const [times, sum, square] = [asNumber('times'), asNumber('sum'), asNumber('square')];
  const ofMean = call('divide', call('multiply', sum, sum), times);
  const others = call('subtract', times, literal(1, double));
  /** The square of the true value, as different measurements tell it. */
  const truth = call('divide', call('subtract', call('multiply', sum, sum), square), call('multiply', times, others));
  const isTold = call(
    'greater_or_equal',
    call('multiply', column('sum'), column('variation')),
    call('multiply', call('multiply', literal(LEAST_STEPS, double), column('step')), times),
  );
  const several = filter(
    joinOn(summedByPerson(context), values(concepts, type, context), 'name'),
    call('and', call('greater', column('times'), 1), isTold),
  );
  const wanted = call('multiply', others, call('add', call('multiply', column('ratio'), truth), column('rounding')));
  const inParts = (number: Term): Term => cast(call('divide', number, column('unit')), bigint);
  const both: Relation = {
    kind: 'extend',
    input: several,
    columns: [named('squares', inParts(call('subtract', square, ofMean))), named('expected', inParts(wanted))],
  };
  const apart = cast(call('subtract', column('squares'), column('expected')), double);
  return project(both, [
    ...['number', 'squares', 'expected'].map(keep),
    named('spread', call('multiply', apart, apart)),
  ]);
}

function asNumber(name: string): Term {
  return cast(column(name), double);
}

/** How often each observation of a person was measured, with the sums of the values and of their squares. */
function summedByPerson(context: Records['context']): Relation {
  const measured = project(rowsOfMany('patientsim', 'observations', 'observation_id', context, ENOUGH_PEOPLE), [
    keep('patient_id'),
    keep('name'),
    named('times', column('observation_id')),
    named('sum', column('value')),
    named('square', call('multiply', column('value'), column('value'))),
  ]);
  return {
    kind: 'aggregate',
    input: measured,
    by: ['patient_id', 'name'],
    columns: [
      { name: 'times', how: 'count', of: 'times' },
      { name: 'sum', how: 'sum', of: 'sum' },
      { name: 'square', how: 'sum', of: 'square' },
    ],
  };
}

/** So fine that rounding to one moves nothing, and so coarse that the squares of all people add up exactly. */
const PARTS = 1000;

/** With the number of each: its variance as a part of the square of the mean, and what rounding adds to it. */
function values(
  concepts: readonly ObservationConcept[],
  type: ColumnType,
  { knowledge }: Records['context'],
): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'name', type },
      { name: 'number', type: integer },
      ...['ratio', 'variation', 'step', 'rounding', 'unit'].map((name) => ({ name, type: double })),
    ],
    rows: concepts.map((concept, number) => {
      const { variance } = measuredSpread(variesWith(concept, knowledge));
      const step = 10 ** -concept.decimals;
      const unit = (variance * usualValue(concept.baseline) ** 2) / PARTS;
      return [concept.name, number, variance, Math.sqrt(variance), step, step ** 2 / 12, unit];
    }),
  };
}
