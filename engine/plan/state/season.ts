/** What the names of the calendar mean on a day. */
import type { Term } from '../../model/index.ts';
import type { Scope } from '../expressions.ts';
import { call } from '../terms.ts';
import { MONTH } from './questions.ts';

const WEEKDAY = 'weekday';

/** Months from 1, weekdays from 1 for Monday. */
export function inCalendar(scope: Scope, date: Term): Scope {
  return {
    ...scope,
    name: (name) => {
      if (name === MONTH) return call('month_of_year', date);
      return name === WEEKDAY ? call('iso_weekday', date) : scope.name(name);
    },
  };
}
