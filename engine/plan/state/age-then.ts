/** How old somebody is at the moment of a row. */
import type { NamedTerm } from '../../model/index.ts';
import { call, column, literal, named, output, when } from '../terms.ts';

/** Completed years at the moment of the row. */
export const AGE_THEN = 'age_then';
const MONTHS = 12;

/** The columns that `agesThen` reads, of rows of the population. */
export const BORN_ON: readonly NamedTerm[] = [named('born_on', column('birth_date'))];

/** Of rows with a `moment`. */
export function agesThen(): readonly NamedTerm[] {
  const on = call('to_date', column('moment'));
  const turns = call('subtract', call('year_of', on), call('year_of', column('born_on')));
  const birthday = call('add_months', column('born_on'), call('multiply', output('turns'), MONTHS));
  const age = call('subtract', output('turns'), when(call('greater', birthday, on), literal(1), literal(0)));
  return [named('turns', turns), named(AGE_THEN, age)];
}
