/** Birth and sex of people beside what happens to them: both decide what they cannot have. */
import type { AgeBounds, ConditionConcept, NamedTerm, Term } from '../../model/index.ts';
import { call, column, literal, named } from '../terms.ts';
import { isOutside } from './onset.ts';

/** `born` and `is_female`, of rows of the population. */
export const BORN_AND_SEX: readonly NamedTerm[] = [
  named('born', column('birth_date')),
  named('is_female', call('equal', column('attribute:gender'), literal('F'))),
];

interface Confines {
  readonly sex?: ConditionConcept['sex'] | undefined;
  readonly ages?: AgeBounds | undefined;
}

/** Whether sex or age on that day rule it out. Reads `born` and `is_female`. */
export function cannotHave({ sex, ages }: Confines, day: Term): Term {
  const isOther = sex === undefined ? [] : [sex === 'F' ? call('not', column('is_female')) : column('is_female')];
  const isNoAge = ages === undefined ? [] : [isOutside(ages, day, column('born'))];
  return call('or', literal(false), ...isOther, ...isNoAge);
}
