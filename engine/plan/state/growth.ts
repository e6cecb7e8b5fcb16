/**
 * What children measure when they are measured: their own value is that of the middle of their year of age, and it goes along
 * the median of their sex from there, to an earlier day as to a later.
 */
import type { GrowthPoint, Relation, Scalar, Term } from '../../model/index.ts';
import { daysOldDuring } from '../ages-of-events.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import { BORN_AND_SEX } from '../population/born-and-sex.ts';
import { call, cast, column, double, integer, joinOn, keep, literal, named, project, when } from '../terms.ts';

export interface Growth {
  readonly of: readonly PlannedAttribute[];
  /** Medians as straight lines over the days of a life, by `spot`: of sex and age. */
  readonly lines: Extract<Relation, { kind: 'values' }>;
}

/** Of these attributes those that grow: with values of the reference, which has their medians, of people who can still be young. */
export function growthOf(
  attributes: readonly PlannedAttribute[],
  events: readonly PlannedEvent[],
  context: PlanContext,
): Growth | undefined {
  const points = context.knowledge.growth ?? [];
  const last = Math.max(0, ...points.map(({ months }) => months));
  const isYoung = daysOldDuring(context, events).youngest < last * DAYS_A_MONTH;
  const of = attributes.filter(({ name, usual }) => usual === true && points.some((one) => one.name === name));
  return isYoung && of.length > 0 ? { of, lines: linesOf(of, points, last) } : undefined;
}

const DAYS_A_MONTH = 365.25 / 12;
/** Every month until the second birthday, every half year from then on. */
const FINE_MONTHS = 24;
const COARSE_MONTHS = 6;
const SPOTS_A_SEX = 1000;

function linesOf(of: readonly PlannedAttribute[], points: readonly GrowthPoint[], last: number): Growth['lines'] {
  const starts = startsUntil(last);
  const rows = (['M', 'F'] as const).flatMap((sex, at) =>
    starts.map((start, place): Scalar[] => [
      at * SPOTS_A_SEX + place,
      ...of.flatMap(({ name }) => {
        const own = points.filter((one) => one.name === name && (one.sex ?? sex) === sex);
        const [from, next] = [start, starts[place + 1] ?? start].map((months) => medianAt(months, own));
        const step = ((next ?? 0) - (from ?? 0)) / (((starts[place + 1] ?? start + 1) - start) * DAYS_A_MONTH);
        return [(from ?? 0) - step * start * DAYS_A_MONTH, step];
      }),
    ]),
  );
  return {
    kind: 'values',
    columns: [
      { name: 'spot', type: integer },
      ...of.flatMap(({ name }) => [`line:${name}`, `step:${name}`]).map((name) => ({ name, type: double })),
    ],
    rows,
  };
}

function startsUntil(last: number): readonly number[] {
  const coarse = Math.max(0, Math.ceil((last - FINE_MONTHS) / COARSE_MONTHS));
  const fine = Array.from({ length: FINE_MONTHS }, (_, month) => month);
  return [...fine, ...Array.from({ length: coarse + 1 }, (_, at) => FINE_MONTHS + at * COARSE_MONTHS)];
}

/** Evenly between the two points around it; the first and the last hold beyond. */
function medianAt(months: number, points: readonly GrowthPoint[]): number {
  const sorted = points.toSorted((one, other) => one.months - other.months);
  const [before, after] = [sorted.findLast((one) => one.months <= months), sorted.find((one) => one.months > months)];
  if (before === undefined || after === undefined) return (before ?? after)?.median ?? 1;
  const part = (months - before.months) / (after.months - before.months);
  return before.median + part * (after.median - before.median);
}

/** Rows with `days` of a life and `is_female`, beside the lines of these. */
function withLines(rows: Relation, { lines }: Growth): Relation {
  const last = lines.rows.length / 2 - 1;
  const months = call('divide', cast(call('greatest', column('days'), 0), double), literal(DAYS_A_MONTH, double));
  const fine = call('floor', months);
  const coarse = call(
    'add',
    call(
      'floor',
      call('divide', call('subtract', months, literal(FINE_MONTHS, double)), literal(COARSE_MONTHS, double)),
    ),
    literal(FINE_MONTHS, double),
  );
  const place = cast(when(call('less', months, literal(FINE_MONTHS, double)), fine, coarse), integer);
  const ofSex = when(column('is_female'), literal(SPOTS_A_SEX), literal(0));
  const spot = call('add', ofSex, call('least', place, last));
  return joinOn({ kind: 'extend', input: rows, columns: [named('spot', spot)] }, lines, 'spot');
}

function medianTerm(name: string): Term {
  const days = cast(call('greatest', column('days'), 0), double);
  return call('add', column(`line:${name}`), call('multiply', column(`step:${name}`), days));
}

/** Rows of the population with `born`, `is_female` and, for each that grows, `own:` and the median that it goes with as `mid:`. */
export function peopleOfGrowth(people: Relation, kept: readonly string[], growth: Growth): Relation {
  const known = project(people, [
    ...['person_id', ...kept].map(keep),
    ...BORN_AND_SEX,
    named(
      'days',
      cast(
        call('multiply', call('add', cast(column('age'), double), literal(0.5, double)), literal(365.25, double)),
        integer,
      ),
    ),
    ...growth.of.map(({ name, column: own }) => named(`own:${name}`, column(own))),
  ]);
  return project(withLines(known, growth), [
    ...['person_id', ...kept, 'born', 'is_female'].map(keep),
    ...growth.of.flatMap(({ name }) => [keep(`own:${name}`), named(`mid:${name}`, medianTerm(name))]),
  ]);
}

/** Rows with those columns and a `moment`, with the value of each at that moment as `as(name)`. */
export function grownBy(rows: Relation, as: (name: string) => string, growth: Growth): Relation {
  const dated: Relation = {
    kind: 'extend',
    input: rows,
    columns: [named('days', call('days_between', column('born'), call('to_date', column('moment'))))],
  };
  return {
    kind: 'extend',
    input: withLines(dated, growth),
    columns: growth.of.map(({ name }) =>
      named(as(name), call('multiply', column(`own:${name}`), call('divide', medianTerm(name), column(`mid:${name}`)))),
    ),
  };
}
