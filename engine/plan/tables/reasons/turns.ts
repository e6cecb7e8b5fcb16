/** Which occurrences of an event are for one reason: those of a turn. */
import type { Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { distinctDays, isBeforeFirst } from '../../distinct-days.ts';
import { OCCURRENCE_KEYS } from '../../keys.ts';
import { daysIn } from '../../state/precedence.ts';
import { call, cast, column, integer, isOneOf, literal, smallint, when } from '../../terms.ts';
import type { DrawnEvent } from './drawn.ts';

/** How many occurrences in a row are for one reason: as many as fall into a course, or follow one stay. */
export function occurrencesATurn({ event, list: { sameFor } }: DrawnEvent): number {
  if (sameFor === undefined) return 1;
  if (sameFor === 'person') return OCCURRENCE_KEYS;
  const { recurrence, times, behindStays, definition } = event.use;
  if (behindStays !== undefined) return behindStays.most;
  const every = recurrence?.within?.every ?? recurrence?.every;
  const step = times === undefined ? every && daysIn(every) : definition.apart;
  return step === undefined ? 1 : Math.max(1, Math.round(sameFor / step));
}

/** Over `occurrence` and `a_turn`. What goes on from the beginning of its time is another course there. */
export function turnOf(drawn: readonly DrawnEvent[], context: PlanContext): Term {
  const number = call('integer_divide', cast(column('occurrence'), integer), column('a_turn'));
  const courses = drawn.filter(({ list }) => typeof list.sameFor === 'number').map(({ event }) => event);
  const branches = distinctDays(courses, context).map((series) => ({
    when: isOneOf('event_key', [series.event.key]),
    then: call('add', call('multiply', number, 2), when(isBeforeFirst(series), literal(1), literal(0))),
  }));
  return cast(branches.length === 0 ? number : { kind: 'case', branches, otherwise: number }, smallint);
}
