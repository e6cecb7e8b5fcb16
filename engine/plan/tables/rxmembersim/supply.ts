/**
 * When the supply of each order begins: a renewal waits for what is left at home. Times are minutes after one day long past, so that
 * they add up to the minute in whole numbers.
 */
import { MINUTES_A_DAY } from '../../../model/index.ts';
import type { NamedTerm, Relation, Term } from '../../../model/index.ts';
import { BEGINNING } from '../../beginning.ts';
import { call, cast, column, integer, literal, named, output, timestamp, when } from '../../terms.ts';
import type { PlanContext } from '../../context.ts';
import { lineOf } from '../../line.ts';
import type { PharmacyBenefits } from './benefit.ts';

export function minuteOf(date: Term): Term {
  return call('multiply', call('days_between', BEGINNING, date), MINUTES_A_DAY);
}

export function dayOf(minute: Term): Term {
  return call('add_days', BEGINNING, call('integer_divide', minute, MINUTES_A_DAY));
}

/** The day on which all fills of a course are used up. Reads `begins`, `first_number`, `fills` and `period`. */
export function usedUpOn(): Term {
  const filled = call('add', column('first_number'), column('fills'));
  return dayOf(call('add', column('begins'), call('multiply', filled, column('period'))));
}

/** Some minute of the day: supplies that all began at midnight would end early on their last day more often than late. */
export function withinDay(date: Term): Term {
  const drawn: Term = {
    kind: 'draw',
    stream: { kind: 'column', name: 'coming' },
    person: column('person_id'),
    occurrence: minuteOf(date),
  };
  return call('add', minuteOf(date), call('floor', call('multiply', drawn, MINUTES_A_DAY)));
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
 * next period, and at once for the first. Reads `begins`, `opened`, `period`, `days_supply` and the stream column `coming`.
 */
export function arrivalOf(number: Term, begins: Term = column('begins')): Term {
  const periods = call('multiply', number, column('period'));
  const drawn: Term = {
    kind: 'draw',
    stream: { kind: 'column', name: 'coming' },
    person: column('person_id'),
    occurrence: call('add', column('opened'), periods),
  };
  const wait = cast(call('floor', call('multiply', drawn, GAP)), integer);
  return call('add', call('add', begins, periods), when(call('greater', number, 0), wait, literal(0, integer)));
}

/** The least number of a fill that can be on that minute or later. */
export function leastFrom(minute: Term, begins: Term = column('begins')): Term {
  return periodsIn(call('subtract', minute, call('add', begins, GAP)), column('period'));
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
 * Reads from when on an order is `fillable_on`, when it is `ready` to be filled and valid until (`valid_until`), the `period` of its fills, how many are
 * `allowed` and the `days_supply` of each. Adds `next_moment`, of the order that replaces it, `begins`, of the supply that it goes on
 * with or begins, and `opened`, when that supply was ready.
 *
 * An order that is ready while the one before can still be filled goes on with its supply, period by period. Any other begins a
 * supply of its own, once that of the one before is used up.
 */
export function withSupply(orders: Relation, benefits: PharmacyBenefits): Relation {
  if (!isReordered(benefits))
    return extend(
      orders,
      named('next_moment', literal(null, timestamp)),
      named('opened', column('ready')),
      named('begins', column('ready')),
    );
  const valid = periodsIn(call('subtract', minuteOf(column('valid_until')), column('ready')), column('period'));
  const fillable = call('multiply', call('least', column('allowed'), valid), column('period'));
  const beside = running(extend(orders, named('ends', call('add', column('ready'), fillable))), [
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
    { name: 'next_opens', of: 'opens', how: 'behind' },
  ]);
  const filled = filledOf(opened);
  const used = call('multiply', filled.count, column('period'));
  const isLast = call('not', call('is_null', column('next_opens')));
  const lengths = running(extend(filled.input, named('used', cast(when(isLast, used, literal(0)), integer))), [
    { name: 'used_so_far', of: 'used' },
  ]);
  const before = call('subtract', column('used_so_far'), column('used'));
  const within = call('add', column('opens'), call('coalesce', column('period_before'), 0));
  const slack = running(
    extend(
      lengths,
      named('used_before', cast(before, integer)),
      named('slack', cast(call('subtract', column('opens'), output('used_before')), integer)),
      named('within', cast(within, integer)),
    ),
    [
      { name: 'latest', of: 'slack', how: 'most' },
      { name: 'most', of: 'within', how: 'most' },
    ],
  );
  // No supply lasts longer than a period beyond the order that ends it.
  const begins = call('least', call('add', column('latest'), column('used_before')), column('most'));
  return extend(slack, named('begins', cast(begins, integer)));
}

/** The day from which on an order is no longer valid, or replaced. */
export function overOn(): Term {
  const valid = column('valid_until');
  return call('least', valid, call('coalesce', call('to_date', column('next_moment')), valid));
}

/** How many fills of its supply somebody has come for when an order ends, as if the supply had begun when it was ready. */
function filledOf(orders: Relation): { readonly input: Relation; readonly count: Term } {
  const stopped = extend(orders, named('stop', cast(minuteOf(overOn()), integer)));
  const due = periodsIn(call('subtract', column('stop'), column('opened')), column('period'));
  const counted = extend(stopped, named('due', cast(due, integer)), named('near', nearestOf(column('opened'))));
  const last = call('subtract', column('due'), 1);
  const isMissed = call(
    'and',
    call('greater', column('due'), 1),
    call('greater_or_equal', arrivalOf(last, column('opened')), column('stop')),
  );
  const come = when(isMissed, last, column('due'));
  return {
    input: counted,
    count: call('least', call('add', firstFrom(column('opened')), column('allowed')), come),
  };
}

function nearestOf(begins: Term): Term {
  return cast(leastFrom(minuteOf(column('fillable_on')), begins), integer);
}

/** The number of the first fill of an order in its supply, of which `near` is the least that it can be. */
function firstFrom(begins: Term): Term {
  const isLater = call('less', arrivalOf(column('near'), begins), minuteOf(column('fillable_on')));
  return call('add', column('near'), when(isLater, literal(1), literal(0)));
}

/** Reads `begins` and adds `first_number`, of the first fill of each order in its supply. */
export function withFirstNumber(orders: Relation): Relation {
  const near = extend(orders, named('near', nearestOf(column('begins'))));
  return extend(near, named('first_number', cast(firstFrom(column('begins')), integer)));
}

type RunningColumns = Extract<Relation, { kind: 'running' }>['columns'];

function running(input: Relation, columns: RunningColumns): Relation {
  return { kind: 'running', input, by: BY, along: ALONG, columns };
}

function extend(input: Relation, ...columns: readonly NamedTerm[]): Relation {
  return { kind: 'extend', input, columns };
}
