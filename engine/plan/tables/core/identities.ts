/** `core.identities`: the identifiers under which each product knows a person. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { column, date, integer, keep, literal, named, project, table, text } from '../../terms.ts';
import { inRange, recordNumber } from '../identifiers.ts';
import { planTable } from '../table.ts';
import { subjectIdentifier, SUBJECTS, trialOf } from '../trialsim/index.ts';
import type { Timeline } from '../../timeline.ts';

export function identitiesTable(context: PlanContext, timeline: Timeline): PlannedTable {
  const { cohort, enumerations } = context;
  const trial = trialOf(context, timeline);
  const { products } = cohort.profile;
  const hasPharmacy = products.includes('rxmembersim') && cohort.profile.coverage !== undefined;
  const systems = enumerations.define('core', 'identity_system', [
    'core',
    'patientsim',
    'membersim',
    ...(hasPharmacy ? ['rxmembersim'] : []),
    ...(trial === undefined ? [] : ['trialsim']),
  ]);
  const types = enumerations.define('core', 'identity_type', [
    'SS',
    'MR',
    'MB',
    ...(trial === undefined ? [] : ['PI']),
  ]);
  const persons = table('core', 'persons');
  const kinds = [
    { system: 'core', type: 'SS', input: inRange(persons), value: column('ssn'), from: column('birth_date') },
    ...(products.includes('patientsim')
      ? [
          {
            system: 'patientsim',
            type: 'MR',
            input: inRange(persons),
            value: recordNumber('MRN'),
            from: column('birth_date'),
          },
        ]
      : []),
    ...(products.includes('membersim') && cohort.profile.coverage !== undefined
      ? [
          {
            system: 'membersim',
            type: 'MB',
            input: table('scratch', 'population'),
            value: recordNumber('MBR'),
            from: column('enrolled_on'),
          },
        ]
      : []),
    ...(hasPharmacy
      ? [
          {
            system: 'rxmembersim',
            type: 'MB',
            input: table('scratch', 'population'),
            value: recordNumber('RXC'),
            from: column('enrolled_on'),
          },
        ]
      : []),
    ...(trial === undefined
      ? []
      : [
          {
            system: 'trialsim',
            type: 'PI',
            input: SUBJECTS,
            value: subjectIdentifier(trial),
            from: column('consented_on'),
          },
        ]),
  ];
  const from: Relation = {
    kind: 'union',
    inputs: kinds.map(({ system, type, input, value, from: validFrom }) =>
      project(input, [
        keep('person_id'),
        named('system', literal(system, systems)),
        named('type', literal(type, types)),
        named('value', value),
        named('valid_from', validFrom),
      ]),
    ),
  };
  return planTable({
    schema: 'core',
    name: 'identities',
    comment: 'The identifiers under which each product knows a person.',
    fill: 'person',
    from,
    primaryKey: ['person_id', 'system', 'type'],
    origins: [cohort.profile.at],
    columns: [
      {
        name: 'person_id',
        type: integer,
        term: column('person_id'),
        comment: 'The person.',
        references: 'core.persons',
      },
      { name: 'system', type: systems, term: column('system'), comment: 'The product that uses the identifier.' },
      {
        name: 'type',
        type: types,
        term: column('type'),
        comment:
          'HL7 table 0203: SS social security, MR medical record, MB member number, PI internal number (USUBJID).',
      },
      { name: 'value', type: text, term: column('value'), comment: 'The identifier.' },
      { name: 'valid_from', type: date, term: column('valid_from'), comment: 'First day of validity.' },
      {
        name: 'valid_to',
        type: date,
        term: literal(null),
        nullable: true,
        comment: 'Last day of validity; empty while valid.',
      },
    ],
  });
}
