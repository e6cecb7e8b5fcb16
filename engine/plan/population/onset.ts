/** When a condition began that no event of the timeline diagnoses. */
import type { AgeBounds, Knowledge, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { call, day, drawOf, literal, pick } from '../terms.ts';
import { lineOf } from '../line.ts';

/** Years before `as_of` over which onsets are spread, as far as the person lived then, was old enough, and not before the usual age. */
export const ONSET_YEARS = 10;

/** `read` gives the person's columns; `last` is the last day that it can be, `as_of` where absent. */
export function onsetOf(
  code: string,
  { cohort: { profile }, knowledge }: Pick<PlanContext, 'cohort' | 'knowledge'>,
  read: (column: string) => Term,
  last: Term = day(profile.asOf.value),
): Term {
  const least = firstDayOf(agesOf(code, knowledge), read) ?? read('birth_date');
  const usual = firstDayOf({ from: usualFrom(code, knowledge), to: undefined }, read);
  const lately = call('add_days', last, -365);
  const first = usual === undefined ? least : call('greatest', least, call('least', usual, lately));
  const span = call('least', call('days_between', first, last), ONSET_YEARS * 365);
  const draw = drawOf(`${lineOf(profile)}/conditions/${code}/onset`);
  return call('add_days', last, call('negate', pick(draw, call('add', span, 1))));
}

/** The ages at which a condition can begin, where the reference bounds them. */
export function agesOf(code: string, { conditions }: Pick<Knowledge, 'conditions'>): AgeBounds | undefined {
  return conditions.find((one) => one.code === code)?.ages;
}

/** The age from which on people get it; who is younger and has it got it within a year. */
function usualFrom(code: string, { conditions }: Pick<Knowledge, 'conditions'>): number | undefined {
  return conditions.find((one) => one.code === code)?.usualFrom;
}

/** The birthday from which on a person can have it. */
export function firstDayOf(ages: AgeBounds | undefined, read: (column: string) => Term): Term | undefined {
  return ages?.from === undefined ? undefined : call('add_months', read('birth_date'), ages.from * MONTHS);
}

/** Whether a day lies outside these ages of a person. */
export function isOutside({ from, to }: AgeBounds, on: Term, birth: Term): Term {
  return call(
    'or',
    from === undefined ? literal(false) : call('less', on, call('add_months', birth, from * MONTHS)),
    to === undefined ? literal(false) : call('greater_or_equal', on, call('add_months', birth, (to + 1) * MONTHS)),
  );
}

const MONTHS = 12;
