/** `core.identities`: the identifiers under which each product knows a person. */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { call, column, date, day, keep, literal, named, project, table, text, when } from '../../terms.ts';
import { coverageSpans, hasSeveralSpans } from '../coverage-spans.ts';
import { inRange, recordNumber } from '../identifiers.ts';
import { person } from '../columns.ts';
import { planTable } from '../table.ts';
import { scratchOf, subjectIdentifier, trialsOf } from '../trialsim/index.ts';
import type { Trial } from '../trialsim/index.ts';
import type { Timeline } from '../../timeline.ts';

/** An identifier that everybody of `input` has. */
interface Identifier {
  readonly system: string;
  readonly type: string;
  readonly input: Relation;
  readonly value: Term;
  readonly from: Term;
  /** Absent where it stays valid. */
  readonly to?: Term;
}

const NEVER = day('9999-12-31');

/** The identifiers of all products, one row each. */
export function identitiesTable(context: PlanContext, timeline: Timeline): PlannedTable {
  const { cohort, enumerations } = context;
  const trials = trialsOf(context, timeline);
  const isStudied = trials.length > 0;
  const systems = enumerations.define('core', 'identity_system', [
    'core',
    'patientsim',
    'membersim',
    ...(hasPharmacy(context) ? ['rxmembersim'] : []),
    ...(isStudied ? ['trialsim'] : []),
  ]);
  const types = enumerations.define('core', 'identity_type', ['SS', 'MR', 'MB', ...(isStudied ? ['PI'] : [])]);
  const identifiers = [
    ...identifiersOfPeople(context),
    ...identifiersOfMembers(context, timeline),
    ...trials.map(subject),
  ];
  return planTable({
    schema: 'core',
    name: 'identities',
    comment: 'The identifiers under which each product knows a person.',
    fill: 'person',
    from: {
      kind: 'union',
      inputs: identifiers.map(({ system, type, input, value, from, to = literal(null, date) }) =>
        project(input, [
          keep('person_id'),
          named('system', literal(system, systems)),
          named('type', literal(type, types)),
          named('value', value),
          named('valid_from', from),
          named('valid_to', to),
        ]),
      ),
    },
    primaryKey: ['person_id', 'system', 'type', ...(trials.length > 1 ? ['value'] : [])],
    origins: [cohort.profile.at],
    columns: [
      person,
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

function hasPharmacy({ cohort }: PlanContext): boolean {
  return cohort.profile.products.includes('rxmembersim') && cohort.profile.coverage !== undefined;
}

function identifiersOfPeople({ cohort }: PlanContext): readonly Identifier[] {
  const input = inRange(table('core', 'persons'));
  const from = column('birth_date');
  return [
    { system: 'core', type: 'SS', input, value: column('ssn'), from },
    ...(cohort.profile.products.includes('patientsim')
      ? [{ system: 'patientsim', type: 'MR', input, value: recordNumber('MRN'), from }]
      : []),
  ];
}

/** Of those who are covered: valid while they are. */
function identifiersOfMembers(context: PlanContext, timeline: Timeline): readonly Identifier[] {
  const { products, coverage } = context.cohort.profile;
  const known = {
    type: 'MB',
    input: coveredPeople(context, timeline),
    from: column('covered_from'),
    to: column('covered_to'),
  };
  return [
    ...(products.includes('membersim') && coverage !== undefined
      ? [{ ...known, system: 'membersim', value: recordNumber('MBR') }]
      : []),
    ...(hasPharmacy(context) ? [{ ...known, system: 'rxmembersim', value: recordNumber('RXC') }] : []),
  ];
}

function subject(trial: Trial): Identifier {
  return {
    system: 'trialsim',
    type: 'PI',
    input: scratchOf('trial_subjects', trial),
    value: subjectIdentifier(trial),
    from: column('consented_on'),
  };
}

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
