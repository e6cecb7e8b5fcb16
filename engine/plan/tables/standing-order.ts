/** Orders of what people take all along: what is written on one, how long it lasts, and how many of them a year of fills goes back to. */
import type { Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { DAYS_A_YEAR } from '../journey-years.ts';
import { call, day } from '../terms.ts';

/** What is written on an order where nobody says it, as far as the reference skills know. */
export interface StandingOrder {
  readonly daysSupply: number | undefined;
  readonly refills: number | undefined;
  /** Days after which it is written anew: it has run out by then, or is no longer valid. */
  readonly days: number;
}

export function standingOrder({ knowledge: { pharmacy } }: Pick<PlanContext, 'knowledge'>): StandingOrder {
  const daysSupply = pharmacy?.rules.get('days_supply_unstated')?.value;
  const refills = pharmacy?.rules.get('refills_unstated')?.value;
  const valid = pharmacy?.rules.get('prescription_valid_days')?.value ?? DAYS_A_YEAR;
  const supplied = daysSupply === undefined || refills === undefined ? valid : daysSupply * (refills + 1);
  return { daysSupply, refills, days: Math.max(1, Math.min(supplied, valid)) };
}

/** How often a medicine can have been ordered of which the last year is told. */
export function mostHeldOrders(context: Pick<PlanContext, 'knowledge'>): number {
  return Math.ceil(DAYS_A_YEAR / standingOrder(context).days) + 1;
}

/** The first day of the year up to `as_of`. */
export function firstDayTold({ cohort }: Pick<PlanContext, 'cohort'>): Term {
  return call('add_days', day(cohort.profile.asOf.value), 1 - DAYS_A_YEAR);
}
