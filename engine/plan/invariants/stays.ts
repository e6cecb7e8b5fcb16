/** What must hold of stays: nothing of the use of care begins within one. */
import type { Invariant, Relation, Term } from '../../model/index.ts';
import { eventKeyOf } from '../keys.ts';
import { call, cast, column, filter, integer, isOneOf, keep, named, project, table } from '../terms.ts';
import type { Planned } from './rule.ts';
import { slicedBy } from './slices.ts';

/** Keys of events: those that are stays, and those of the use of care. */
export interface EventsOfCare {
  readonly stays: readonly number[];
  readonly used: readonly number[];
}

export function staysApart(planned: Planned, { stays, used }: EventsOfCare): readonly Invariant[] {
  if (!planned.has('patientsim.encounters') || stays.length === 0 || used.length === 0) return [];
  const encounters: Relation = {
    kind: 'extend',
    input: project(
      table('patientsim', 'encounters'),
      ['encounter_id', 'patient_id', 'start_time', 'end_time'].map(keep),
    ),
    columns: [named('event_key', cast(eventKeyOf(column('encounter_id')), integer))],
  };
  const others = project(filter(encounters, isOneOf('event_key', stays)), [
    keep('patient_id'),
    named('stay_start', column('start_time')),
    named('stay_end', column('end_time')),
  ]);
  const pairs: Relation = {
    kind: 'join',
    how: 'inner',
    left: filter(encounters, isOneOf('event_key', used)),
    right: others,
    on: [{ left: 'patient_id', right: 'patient_id' }],
  };
  const isWithin: Term = call(
    'and',
    call('less', column('stay_start'), column('start_time')),
    call('less', column('start_time'), column('stay_end')),
  );
  return [
    {
      name: 'outside-stays',
      table: 'patientsim.encounters',
      statement: 'No encounter of the use of care begins within a stay of the patient that began before it.',
      violations: filter(pairs, isWithin),
      ...slicedBy(planned, { 'patientsim.encounters': 'patient_id' }),
    },
  ];
}
