/** What must hold of the clinical record. */
import { call, column } from '../terms.ts';
import type { ProductRules } from './rule.ts';

export const patientsimRules: ProductRules = {
  rows: [
    {
      table: 'patientsim.encounters',
      name: 'start-before-end',
      statement: 'No encounter ends before it starts.',
      broken: call('less', column('end_time'), column('start_time')),
    },
  ],
  happenings: [
    { table: 'patientsim.encounters', person: 'patient_id', moment: 'start_time' },
    { table: 'patientsim.conditions', person: 'patient_id', moment: 'onset_date' },
    { table: 'patientsim.observations', person: 'patient_id', moment: 'effective_time' },
    { table: 'patientsim.medication_requests', person: 'patient_id', moment: 'authored_on' },
  ],
};
