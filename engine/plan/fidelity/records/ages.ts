/** Ages of people of whom finished tables know the day of birth. */
import type { Ages, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { call, column, day } from '../../terms.ts';

/** Whether somebody born on `birth_date` is of these ages on `as_of`, in completed years. */
export function ageBetween({ min, max }: Ages, { cohort }: PlanContext): Term {
  const yearsAgo = (years: number): Term => call('add_months', day(cohort.profile.asOf.value), -12 * years);
  return call(
    'and',
    call('less_or_equal', column('birth_date'), yearsAgo(min)),
    call('greater', column('birth_date'), yearsAgo(max + 1)),
  );
}
