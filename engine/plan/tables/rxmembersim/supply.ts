/**
 * When the supply of each order begins: a renewal waits for what is left at home. Times are minutes after one day long past, so that
 * they add up to the minute in whole numbers.
 */
import type { NamedTerm, Relation, Term } from '../../../model/index.ts';
import { call, cast, column, day, integer, literal, named, timestamp, when } from '../../terms.ts';
import type { PlanContext } from '../../context.ts';
import { lineOf } from '../../line.ts';
import type { PharmacyBenefits } from './benefit.ts';

const MINUTES_A_DAY = 24 * 60;
/** Nobody who is told of lived before. */
const BEGINNING = day('1850-01-01');

export function minuteOf(date: Term): Term {
  return call('multiply', call('days_between', BEGINNING, date), MINUTES_A_DAY);
}

export function dayOf(minute: Term): Term {
  return call('add_days', BEGINNING, call('integer_divide', minute, MINUTES_A_DAY));
}

/** Minutes that so many days of supply last somebody who takes that share of them. */
export function periodOf(daysSupply: Term, share: Term): Term {
  return cast(call('floor', call('divide', call('multiply', daysSupply, MINUTES_A_DAY), share)), integer);
}

/** How many periods begin within so many minutes. */
export function periodsIn(minutes: Term, period: Term): Term {
  return call('integer_divide', call('add', call('greatest', minutes, 0), call('subtract', period, 1)), period);
}

/**
 * The minute at which somebody comes for the fill of that number of their supply: somewhere in the gap between what is used up and the
 * next period, and at once for the first. Reads `begins`, `period`, `days_supply` and the stream column `coming`.
 */
export function arrivalOf(number: Term): Term {
  const due = call('add', column('begins'), call('multiply', number, column('period')));
  const drawn: Term = {
    kind: 'draw',
    stream: { kind: 'column', name: 'coming' },
    person: column('person_id'),
    occurrence: due,
  };
  const wait = cast(call('floor', call('multiply', drawn, GAP)), integer);
  return call('add', due, when(call('greater', number, 0), wait, literal(0, integer)));
}

/** The least number of a fill that can be on that minute or later. */
export function leastFrom(minute: Term): Term {
  return periodsIn(call('subtract', minute, call('add', column('begins'), GAP)), column('period'));
}

/** The stream in which it is drawn how late people come for a medicine. */
export function comingStream(drug: string, { cohort }: Pick<PlanContext, 'cohort'>): string {
  return `${lineOf(cohort.profile)}/pharmacy/coming/${drug}`;
}

/** Minutes of a period in which somebody is without. */
const GAP = call('subtract', column('period'), call('multiply', cast(column('days_supply'), integer), MINUTES_A_DAY));

/** Whether a medicine can be ordered more than once. */
function isReordered({ orders }: PharmacyBenefits): boolean {
  const counts = new Map<string, number>();
  for (const { drug, repeats } of orders) counts.set(drug.drug, (counts.get(drug.drug) ?? 0) + repeats);
  return [...counts.values()].some((count) => count > 1);
}

const BY = ['person_id', 'formulary_id'];
const ALONG = ['moment', 'order_key', 'occurrence'];

/**
 * Reads when an order is `ready` to be filled, the `period` of its fills, how many are `allowed` and the `days_supply` of each. Adds
 * `next_moment`, of the order that replaces it, and `begins`, of the supply that it goes on with or begins.
 *
 * An order that is ready while the one before can still be filled goes on with its supply, period by period. Any other begins a
 * supply of its own, once that of the one before is used up.
 */
export function withSupply(orders: Relation, benefits: PharmacyBenefits): Relation {
  if (!isReordered(benefits))
    return extend(orders, named('next_moment', literal(null, timestamp)), named('begins', column('ready')));
  const ends = call('add', column('ready'), call('multiply', column('allowed'), column('period')));
  const beside = running(extend(orders, named('ends', ends)), [
    { name: 'next_moment', of: 'moment', how: 'behind' },
    { name: 'ends_before', of: 'ends', how: 'before' },
    { name: 'period_before', of: 'period', how: 'before' },
    { name: 'days_before', of: 'days_supply', how: 'before' },
  ]);
  const goesOn = call(
    'and',
    call('less', column('ready'), column('ends_before')),
    call('equal', column('days_supply'), column('days_before')),
  );
  const opening = extend(
    beside,
    named('opens', when(call('coalesce', goesOn, false), literal(null, integer), column('ready'))),
  );
  const opened = running(opening, [
    { name: 'opened', of: 'opens', how: 'most' },
    { name: 'opened_before', of: 'opens', how: 'most_before' },
  ]);
  const lasted = call('subtract', call('least', column('ends_before'), column('ready')), column('opened_before'));
  const used = call('multiply', periodsIn(lasted, column('period_before')), column('period_before'));
  const isNext = call('not', call('or', call('is_null', column('opens')), call('is_null', column('opened_before'))));
  const lengths = running(extend(opened, named('used', cast(when(isNext, used, literal(0)), integer))), [
    { name: 'used_before', of: 'used' },
  ]);
  const slack = running(
    extend(lengths, named('slack', cast(call('subtract', column('opens'), column('used_before')), integer))),
    [{ name: 'latest', of: 'slack', how: 'most' }],
  );
  return extend(slack, named('begins', cast(call('add', column('latest'), column('used_before')), integer)));
}

type RunningColumns = Extract<Relation, { kind: 'running' }>['columns'];

function running(input: Relation, columns: RunningColumns): Relation {
  return { kind: 'running', input, by: BY, along: ALONG, columns };
}

function extend(input: Relation, ...columns: readonly NamedTerm[]): Relation {
  return { kind: 'extend', input, columns };
}
