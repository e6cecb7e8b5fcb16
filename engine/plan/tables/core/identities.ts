/** `core.identities`: the identifiers under which each product knows a person. */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { call, column, date, day, integer, keep, literal, named, project, table, text, when } from '../../terms.ts';
import { coverageSpans, hasSeveralSpans } from '../coverage-spans.ts';
import { inRange, recordNumber } from '../identifiers.ts';
import { planTable } from '../table.ts';
import { scratchOf, subjectIdentifier, trialsOf } from '../trialsim/index.ts';
import type { Timeline } from '../../timeline.ts';

interface Kind {
  readonly system: string;
  readonly type: string;
  readonly input: Relation;
  readonly value: Term;
  readonly from: Term;
  readonly to?: Term;
}

const NEVER = day('9999-12-31');

/** The people with the first and the last day of all their coverage, which is unknown while it goes on. */
function coveredPeople(context: PlanContext, timeline: Timeline): Relation {
  const { profile } = context.cohort;
  const people = table('scratch', 'population');
  const hasEnds = timeline.endsPeople || hasSeveralSpans(timeline);
  if (profile.coverage === undefined || !hasEnds) {
    const covered = profile.coverage === undefined ? literal(null, date) : column('enrolled_on');
    const known = [named('covered_from', covered), named('covered_to', literal(null, date))];
    return project(people, [keep('person_id'), ...known]);
  }
  const spans = project(coverageSpans(context, timeline), [
    keep('person_id'),
    keep('start_date'),
    named('until', call('coalesce', column('end_date'), NEVER)),
  ]);
  const whole: Relation = {
    kind: 'aggregate',
    input: spans,
    by: ['person_id'],
    columns: [
      { name: 'first', how: 'min', of: 'start_date' },
      { name: 'last', how: 'max', of: 'until' },
    ],
  };
  return project(leftJoin(project(people, ['person_id', 'enrolled_on'].map(keep)), whole, 'person_id'), [
    keep('person_id'),
    named('covered_from', call('coalesce', column('first'), column('enrolled_on'))),
    named('covered_to', when(call('less', column('last'), NEVER), column('last'), literal(null, date))),
  ]);
}

export function identitiesTable(context: PlanContext, timeline: Timeline): PlannedTable {
  const { cohort, enumerations } = context;
  const trials = trialsOf(context, timeline);
  const { products } = cohort.profile;
  const hasPharmacy = products.includes('rxmembersim') && cohort.profile.coverage !== undefined;
  const systems = enumerations.define('core', 'identity_system', [
    'core',
    'patientsim',
    'membersim',
    ...(hasPharmacy ? ['rxmembersim'] : []),
    ...(trials.length === 0 ? [] : ['trialsim']),
  ]);
  const types = enumerations.define('core', 'identity_type', [
    'SS',
    'MR',
    'MB',
    ...(trials.length === 0 ? [] : ['PI']),
  ]);
  const persons = table('core', 'persons');
  const members = coveredPeople(context, timeline);
  const kinds: readonly Kind[] = [
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
            input: members,
            value: recordNumber('MBR'),
            from: column('covered_from'),
            to: column('covered_to'),
          },
        ]
      : []),
    ...(hasPharmacy
      ? [
          {
            system: 'rxmembersim',
            type: 'MB',
            input: members,
            value: recordNumber('RXC'),
            from: column('covered_from'),
            to: column('covered_to'),
          },
        ]
      : []),
    ...trials.map((trial) => ({
      system: 'trialsim',
      type: 'PI',
      input: scratchOf('trial_subjects', trial),
      value: subjectIdentifier(trial),
      from: column('consented_on'),
    })),
  ];
  const from: Relation = {
    kind: 'union',
    inputs: kinds.map(({ system, type, input, value, from: validFrom, to = literal(null, date) }) =>
      project(input, [
        keep('person_id'),
        named('system', literal(system, systems)),
        named('type', literal(type, types)),
        named('value', value),
        named('valid_from', validFrom),
        named('valid_to', to),
      ]),
    ),
  };
  return planTable({
    schema: 'core',
    name: 'identities',
    comment: 'The identifiers under which each product knows a person.',
    fill: 'person',
    from,
    primaryKey: ['person_id', 'system', 'type', ...(trials.length > 1 ? ['value'] : [])],
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
        term: column('valid_to'),
        nullable: true,
        comment: 'Last day of validity, for members that of their last coverage; empty while valid.',
      },
    ],
  });
}
