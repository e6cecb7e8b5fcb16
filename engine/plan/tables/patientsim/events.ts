/** What the clinical tables share: what happened on the timeline, and to whom. */
import { column, integer } from '../../terms.ts';
import type { ColumnDefinition } from '../table.ts';

export { happenedWith, isEncounter, originsOf } from '../happened.ts';

/** The column by which a row belongs to its patient. */
export const patient: ColumnDefinition = {
  name: 'patient_id',
  type: integer,
  term: column('person_id'),
  comment: 'The patient.',
  references: 'patientsim.patients',
};
