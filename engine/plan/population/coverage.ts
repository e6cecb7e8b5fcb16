/** A person's plan, and since when it covers them. */
import type { Term } from '../../model/index.ts';
import { chanceOf } from '../chance.ts';
import type { PlanContext } from '../context.ts';
import type { Scope } from '../expressions.ts';
import { sampleTerm } from '../sampling.ts';
import { coveragePlans } from '../tables/coverage-plans.ts';
import { call, date, day, named, output } from '../terms.ts';
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

/** Whole years of coverage that a person has behind them on `as_of`, if old enough. */
const COVERAGE_YEARS = 3;

/** The later of a new year's day and the first of the month in which the person reached the payer's least age. */
function enrolledOn({ cohort }: PlanContext, minAge: number): Term {
  const firstYear = `${Number(cohort.profile.asOf.value.slice(0, 4)) - COVERAGE_YEARS}-01-01`;
  const eligible = call('first_of_month', call('add_months', output('birth_date'), minAge * 12));
  return call('greatest', day(firstYear), eligible, output('birth_date'));
}
