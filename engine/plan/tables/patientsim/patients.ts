/** `patientsim.patients`: one row a patient. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Population } from '../../population.ts';
import { call, cast, column, date, integer, literal, table, text, when } from '../../terms.ts';
import { inRange, recordNumber } from '../identifiers.ts';
import { person } from '../columns.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';

export function patientsTable({ cohort, enumerations }: PlanContext, population: Population): PlannedTable {
  const genders = enumerations.define('patientsim', 'administrative_gender', ['female', 'male']);
  const sexKnown = population.attributes.some(({ name }) => name === 'gender');
  const female = call('equal', cast(column('sex'), text), 'F');
  const gender: ColumnDefinition = {
    name: 'gender',
    type: genders,
    term: when(female, literal('female', genders), literal('male', genders)),
    comment: 'FHIR administrative gender.',
  };
  return planTable({
    schema: 'patientsim',
    name: 'patients',
    comment: 'One row a patient. Names and address stand in core.persons.',
    fill: 'person',
    from: inRange(table('core', 'persons')),
    primaryKey: ['patient_id'],
    everyPerson: true,
    origins: [cohort.profile.at],
    columns: [
      {
        name: 'patient_id',
        type: integer,
        term: column('person_id'),
        comment: "Number of the patient, the same as the person's.",
      },
      person,
      { name: 'mrn', type: text, term: recordNumber('MRN'), comment: 'Medical record number.' },
      ...(sexKnown ? [gender] : []),
      { name: 'birth_date', type: date, term: column('birth_date'), comment: 'Date of birth.' },
      {
        name: 'deceased_date',
        type: date,
        term: column('death_date'),
        nullable: true,
        comment: 'Date of death, if any.',
      },
    ],
  });
}
