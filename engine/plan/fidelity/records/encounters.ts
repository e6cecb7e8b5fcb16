/** How long encounters last, by the class that decides it: stays that a discharge ends are none of them. */
import type { Declaration, Term } from '../../../model/index.ts';
import { readsNothing } from '../../expressions.ts';
import { eventKeyOf } from '../../keys.ts';
import { classOf } from '../../stay-lengths.ts';
import { careEvents } from '../../tables/care-events.ts';
import { endedByDischarge } from '../../tables/care-times.ts';
import { call, cast, column, integer, literal, text } from '../../terms.ts';
import { declaredDistribution } from '../declarations.ts';
import { quantityOf, rowsOfMany } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfEncounters(records: Records): readonly Declaration[] {
  const { context, timeline, has } = records;
  if (!has('patientsim', 'encounters')) return [];
  const discharged = endedByDischarge(timeline);
  const free = new Set(
    careEvents(timeline)
      .filter((event) => !discharged.has(event))
      .map(classOf),
  );
  const classes = context.knowledge.encounterClasses.filter(({ code }) => free.has(code));
  const keys = [...discharged].map(({ key }) => key);
  const isFree: readonly Term[] =
    keys.length === 0
      ? []
      : [
          call(
            'not',
            call('or', literal(false), ...keys.map((key) => call('equal', eventKeyOf(column('encounter_id')), key))),
          ),
        ];
  return records.of(rowsOfMany('patientsim', 'encounters', 'encounter_id', context), (sums) =>
    classes.flatMap(({ code, display, durationMinutes: distribution }) => {
      const isOf = call('equal', cast(column('class'), text), literal(code, text));
      return declaredDistribution(
        quantityOf({
          section: 'encounters',
          quantity: 'length in minutes',
          value: call('minutes_between', column('start_time'), column('end_time')),
          type: integer,
          among: { words: display, holds: sums.bind(call('and', isOf, ...isFree)) },
          at: distribution.at,
        }),
        distribution,
        sums,
        readsNothing,
      );
    }),
  );
}
