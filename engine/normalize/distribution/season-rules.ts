/** Multipliers by month and weekday: the one of a day, or a choice between distributions by the day on which they are asked. */
import type { ConditionalRule, Distribution, Expression, SourceRange } from '../../model/index.ts';

/** Months from 0, weekdays from 0 for Monday; what is not there has 1. */
export interface Multipliers {
  readonly byMonth: ReadonlyMap<number, number>;
  readonly byWeekday: ReadonlyMap<number, number>;
}

export function factorOn(date: string, { byMonth, byWeekday }: Multipliers): number {
  return (byMonth.get(monthOf(date)) ?? 1) * (byWeekday.get(weekdayOf(date)) ?? 1);
}

/** `made` gives the distribution for a factor; each is made once. */
export function bySeason(
  { byMonth, byWeekday }: Multipliers,
  made: (factor: number) => Distribution | undefined,
  at: SourceRange,
): Distribution | undefined {
  const months = grouped(byMonth, 12);
  const weekdays = grouped(byWeekday, 7);
  const factors = months.flatMap((month) =>
    weekdays.map((weekday) => ({ factor: month.factor * weekday.factor, month, weekday })),
  );
  const distributions = new Map([...new Set(factors.map(({ factor }) => factor))].map((one) => [one, made(one)]));
  const rules = factors.flatMap(({ factor, month, weekday }, index): readonly ConditionalRule[] => {
    const distribution = distributions.get(factor);
    if (distribution === undefined) return [];
    const isLast = index === factors.length - 1;
    const given = isLast ? undefined : both(isAmong('month_of_year', month, at), isAmong('weekday', weekday, at), at);
    return [{ given, distribution }];
  });
  const [only] = rules;
  if (rules.length < factors.length) return undefined;
  return rules.length === 1 ? only?.distribution : { kind: 'conditional', rules, at };
}

interface Group {
  readonly factor: number;
  /** From 1. */
  readonly places: readonly number[];
  readonly isAll: boolean;
}

function grouped(multipliers: ReadonlyMap<number, number>, count: number): readonly Group[] {
  const places = new Map<number, number[]>();
  for (let place = 0; place < count; place += 1) {
    const factor = multipliers.get(place) ?? 1;
    places.set(factor, [...(places.get(factor) ?? []), place + 1]);
  }
  return [...places].map(([factor, own]) => ({ factor, places: own, isAll: own.length === count }));
}

function isAmong(name: string, { places, isAll }: Group, at: SourceRange): Expression | undefined {
  if (isAll) return undefined;
  const options = places.map((value): Expression => ({ kind: 'number', value, at }));
  return { kind: 'in', operand: { kind: 'name', name, at }, options, negated: false, at };
}

function both(one: Expression | undefined, other: Expression | undefined, at: SourceRange): Expression | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { kind: 'binary', operator: 'and', left: one, right: other, at };
}

function monthOf(date: string): number {
  return Number(date.slice(5, 7)) - 1;
}

/** The days before each month of a year that begins in March, counted modulo 7. */
function weekdayOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const before = [6, 2, 1, 4, 6, 2, 4, 0, 3, 5, 1, 3][month - 1] ?? 0;
  const y = month < 3 ? year - 1 : year;
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + before + day) % 7;
}
