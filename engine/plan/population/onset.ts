/** When a condition began that no event of the timeline diagnoses. */
import type { Profile, Term } from '../../model/index.ts';
import { call, day, drawOf, pick } from '../terms.ts';

/** Years before `as_of` over which onsets are spread, as far as the person lived then. */
export const ONSET_YEARS = 10;

/** `read` gives the person's columns; `last` is the last day that it can be, `as_of` where absent. */
export function onsetOf(
  code: string,
  { id, asOf }: Pick<Profile, 'id' | 'asOf'>,
  read: (column: string) => Term,
  last: Term = day(asOf.value),
): Term {
  const lived = call('days_between', read('birth_date'), last);
  const span = call('least', lived, ONSET_YEARS * 365);
  return call('add_days', last, call('negate', pick(drawOf(`${id}/conditions/${code}/onset`), call('add', span, 1))));
}
