/** A person's plan, and since when it covers them. */
import type { Term } from '../../model/index.ts';
import { chanceOf } from '../chance.ts';
import type { PlanContext } from '../context.ts';
import type { Scope } from '../expressions.ts';
import { coverageYears } from '../journey-years.ts';
import { sampleTerm } from '../sampling.ts';
import { coveragePlans } from '../tables/coverage-plans.ts';
import { call, date, day, named, output, when } from '../terms.ts';
import type { PopulationColumn } from './column.ts';

export function coverageColumns(context: PlanContext, scope: Scope): readonly PopulationColumn[] {
  const { cohort, library } = context;
  const { coverage } = cohort.profile;
  if (coverage === undefined) return [];
  const plans = coveragePlans(context).type;
  const plan = sampleTerm(coverage.plans, chanceOf(cohort.profile, 'coverage/plan'), plans, scope);
  const payer = library.payers.find(({ name }) => name === coverage.payer.value);
  return [
    { term: named('plan', plan), type: plans },
    { term: named('enrolled_on', enrolledOn(context, payer?.minAge ?? 0)), type: date },
  ];
}

/**
 * The later of a new year's day and the first of the month in which the person reached the payer's least age; who has not
 * reached it by `as_of` is covered all the same, for the profile says so.
 */
function enrolledOn({ cohort }: PlanContext, minAge: number): Term {
  const asOf = cohort.profile.asOf.value;
  const firstYear = day(`${Number(asOf.slice(0, 4)) - coverageYears(cohort)}-01-01`);
  const begun = call('greatest', firstYear, output('birth_date'));
  if (minAge === 0) return begun;
  const eligible = call('first_of_month', call('add_months', output('birth_date'), minAge * 12));
  return when(call('greater', eligible, day(asOf)), begun, call('greatest', begun, eligible));
}
