/** What must hold of a study's record. */
import type { Invariant, Relation, Term } from '../../model/index.ts';
import { PERSON_KEYS } from '../keys.ts';
import {
  call,
  cast,
  column,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
  text,
  when,
} from '../terms.ts';
import type { Planned, ProductRules } from './rule.ts';
import { tableAt } from './rule.ts';
import { slicesAt } from './slices.ts';
import { SUBJECT_KEYS } from '../tables/trialsim/index.ts';

const isNull = (name: string): Term => call('is_null', column(name));
const differs = (one: Term, other: Term): Term => call('not_equal', one, other);
const studyPart = call('multiply', cast(column('study_id'), integer), SUBJECT_KEYS);

export const trialsimRules: ProductRules = {
  rows: [
    {
      table: 'trialsim.subjects',
      name: 'number-of-subject',
      statement:
        'The number of a subject is that of the person, from the second study on behind the number of the study.',
      broken: differs(
        column('subject_id'),
        call('add', column('person_id'), when(call('greater', column('study_id'), 1), studyPart, literal(0))),
      ),
    },
    {
      table: 'trialsim.subjects',
      name: 'consent-screening-randomization-dose',
      statement: 'Consent comes before screening, screening before randomization, randomization before the first dose.',
      broken: call(
        'or',
        call('less', column('screened_on'), column('consented_on')),
        call('less', column('randomized_on'), column('screened_on')),
        call('less', column('first_dose_on'), column('randomized_on')),
        call('less', column('last_dose_on'), column('first_dose_on')),
      ),
    },
    {
      table: 'trialsim.subjects',
      name: 'arm-of-the-randomized',
      statement: 'Who is randomized has an arm and nobody else, and who is treated has it as the actual arm.',
      broken: call(
        'or',
        differs(isNull('arm_id'), isNull('randomized_on')),
        differs(isNull('actual_arm_id'), isNull('first_dose_on')),
        differs(column('actual_arm_id'), column('arm_id')),
      ),
    },
    {
      table: 'trialsim.subjects',
      name: 'disposition-once',
      statement: 'Who fails screening is not randomized, and who completes the study is.',
      broken: call(
        'or',
        call('and', isDisposition('SCREEN FAILURE'), call('not', isNull('randomized_on'))),
        call('and', isDisposition('COMPLETED'), isNull('randomized_on')),
      ),
    },
    {
      table: 'trialsim.subjects',
      name: 'nothing-after-the-end',
      statement: 'No milestone of a subject lies after their last day in the study.',
      broken: call(
        'or',
        ...['consented_on', 'screened_on', 'randomized_on', 'first_dose_on', 'last_dose_on'].map((name) =>
          call('coalesce', call('greater', column(name), column('ended_on')), literal(false)),
        ),
      ),
    },
    {
      table: 'trialsim.exposures',
      name: 'held-without-dose',
      statement:
        'A dose that is held has the amount 0 and a reason, and a dose ends on or after the day on which it starts.',
      broken: call(
        'or',
        call(
          'and',
          call('not', column('given')),
          call('or', call('greater', column('dose'), 0), isNull('adjustment_reason')),
        ),
        call('less', column('end_on'), column('start_on')),
      ),
    },
    {
      table: 'trialsim.adverse_events',
      name: 'start-before-end',
      statement: 'No adverse event ends before it starts, and only those that are over have recovered.',
      broken: call(
        'or',
        call('coalesce', call('less', column('end_on'), column('start_on')), literal(false)),
        differs(isNull('end_on'), call('equal', cast(column('outcome'), text), 'NOT RECOVERED/NOT RESOLVED')),
      ),
    },
    {
      table: 'trialsim.visits',
      name: 'window-flagged-truthfully',
      statement: 'A visit is flagged as within its window exactly where its study day lies between the ends of it.',
      broken: call(
        'and',
        call('not', isNull('in_window')),
        differs(
          column('in_window'),
          call(
            'and',
            call('greater_or_equal', column('study_day'), column('window_low')),
            call('less_or_equal', column('study_day'), column('window_high')),
          ),
        ),
      ),
    },
  ],
  happenings: [
    { table: 'trialsim.subjects', person: 'subject_id', below: SUBJECT_KEYS, moment: 'consented_on' },
    { table: 'trialsim.visits', person: 'subject_id', below: SUBJECT_KEYS, moment: 'visited_on' },
    { table: 'trialsim.exposures', person: 'subject_id', below: SUBJECT_KEYS, moment: 'end_on' },
    { table: 'trialsim.adverse_events', person: 'subject_id', below: SUBJECT_KEYS, moment: 'start_on' },
    { table: 'trialsim.assessments', person: 'subject_id', below: SUBJECT_KEYS, moment: 'measured_on' },
    { table: 'trialsim.deviations', person: 'subject_id', below: SUBJECT_KEYS, moment: 'happened_on' },
  ],
  across: (planned) => [
    ...subjectRules(planned),
    ...KEYED.flatMap((one) => (planned.has(one.table) ? [rowOfPerson(one)] : [])),
    ...assessmentRules(planned),
    ...HAPPENINGS.flatMap((one) => (planned.has(one.table) ? [withinStudy(one)] : [])),
    ...exposureRules(planned),
    ...emergenceRules(planned),
    ...dayRules(planned),
    ...leavingRules(planned),
  ],
};

/** Identifiers are told apart, and what a subject has is of the same study. */
function subjectRules(planned: Planned): readonly Invariant[] {
  const path = 'trialsim.subjects';
  if (!planned.has(path)) return [];
  const subjects = table('trialsim', 'subjects');
  const studyOf = (name: string, key: string, of: string): Relation =>
    project(table('trialsim', name), [named(key, column(of)), named('own_study', column('study_id'))]);
  const ofAnother = (name: string, key: string, of: string): Relation =>
    filter(
      joinOn(project(subjects, [keep('study_id'), keep(key)]), studyOf(name, key, of), key),
      differs(column('own_study'), column('study_id')),
    );
  return [
    {
      name: 'identifier-once',
      table: path,
      statement: 'No two subjects have the same unique subject identifier.',
      violations: { kind: 'duplicates', input: subjects, by: ['usubjid'] },
    },
    {
      name: 'site-of-the-study',
      table: path,
      statement: 'Subjects are enrolled by a site of their study.',
      violations: ofAnother('sites', 'site_id', 'site_id'),
    },
    {
      name: 'arm-of-the-study',
      table: path,
      statement: 'The arm of a subject is one of their study.',
      violations: ofAnother('arms', 'arm_id', 'arm_id'),
    },
  ];
}

/** Tables whose keys begin with the number of the person. */
const KEYED: readonly { readonly table: string; readonly key: string }[] = [
  { table: 'trialsim.visits', key: 'visit_id' },
  { table: 'trialsim.exposures', key: 'exposure_id' },
  { table: 'trialsim.adverse_events', key: 'adverse_event_id' },
  { table: 'trialsim.assessments', key: 'assessment_id' },
  { table: 'trialsim.deviations', key: 'deviation_id' },
];

function rowOfPerson({ table: path, key }: (typeof KEYED)[number]): Invariant {
  const person = call('integer_divide', column(key), PERSON_KEYS);
  return {
    name: 'row-of-the-person',
    table: path,
    statement: `The ${key} of a subject begins with the number of the person.`,
    violations: filter(tableAt(path), differs(person, call('modulo', column('subject_id'), SUBJECT_KEYS))),
  };
}

function assessmentRules(planned: Planned): readonly Invariant[] {
  const path = 'trialsim.assessments';
  if (!planned.has(path) || !planned.has('trialsim.visits')) return [];
  const visits = project(table('trialsim', 'visits'), [keep('visit_id'), named('visitor', column('subject_id'))]);
  const rows = project(tableAt(path), ['visit_id', 'subject_id'].map(keep));
  return [
    {
      name: 'measured-at-own-visit',
      table: path,
      statement: 'What is measured at a visit is of the subject whose visit it is.',
      violations: filter(joinOn(rows, visits, 'visit_id'), differs(column('visitor'), column('subject_id'))),
      ...slicesAt(planned, path, 'trialsim.visits'),
    },
  ];
}

function isDisposition(word: string): Term {
  return call('equal', cast(column('disposition'), text), word);
}

interface Happening {
  readonly table: string;
  readonly day: string;
}

const HAPPENINGS: readonly Happening[] = [
  { table: 'trialsim.visits', day: 'visited_on' },
  { table: 'trialsim.exposures', day: 'end_on' },
  { table: 'trialsim.adverse_events', day: 'start_on' },
  { table: 'trialsim.assessments', day: 'measured_on' },
  { table: 'trialsim.deviations', day: 'happened_on' },
];

/** Rows of a table beside what is known of their subject. */
function withSubjects(path: string, kept: readonly string[], ...known: readonly string[]): Relation {
  const subjects = project(table('trialsim', 'subjects'), ['subject_id', ...known].map(keep));
  return joinOn(project(tableAt(path), ['subject_id', ...kept].map(keep)), subjects, 'subject_id');
}

function withinStudy({ table: path, day }: Happening): Invariant {
  return {
    name: 'nothing-outside-the-study',
    table: path,
    statement: `No ${day} lies before consent or after the subject's last day in the study.`,
    violations: filter(
      withSubjects(path, [day], 'consented_on', 'ended_on'),
      call('or', call('less', column(day), column('consented_on')), call('greater', column(day), column('ended_on'))),
    ),
  };
}

function exposureRules(planned: Planned): readonly Invariant[] {
  const path = 'trialsim.exposures';
  if (!planned.has(path)) return [];
  const treatments = project(table('trialsim', 'treatments'), [
    keep('treatment_id'),
    named('planned_arm', column('arm_id')),
  ]);
  const rows = withSubjects(path, ['treatment_id', 'start_on'], 'arm_id', 'randomized_on');
  const ofAnotherArm = call('coalesce', differs(column('planned_arm'), column('arm_id')), literal(true));
  const tooEarly = call('coalesce', call('less', column('start_on'), column('randomized_on')), literal(true));
  return [
    {
      name: 'exposure-within-arm',
      table: path,
      statement: 'Subjects are given what their arm plans, and nothing else.',
      violations: filter(joinOn(rows, treatments, 'treatment_id'), ofAnotherArm),
    },
    {
      name: 'exposure-after-randomization',
      table: path,
      statement: 'Nobody is treated before randomization or without it.',
      violations: filter(rows, tooEarly),
    },
  ];
}

function emergenceRules(planned: Planned): readonly Invariant[] {
  const path = 'trialsim.adverse_events';
  if (!planned.has(path)) return [];
  const since = call('coalesce', call('greater_or_equal', column('start_on'), column('first_dose_on')), literal(false));
  return [
    {
      name: 'treatment-emergent-after-first-dose',
      table: path,
      statement:
        'An adverse event is treatment-emergent exactly where it begins on the day of the first dose or later.',
      violations: filter(
        withSubjects(path, ['start_on', 'treatment_emergent'], 'first_dose_on'),
        differs(column('treatment_emergent'), since),
      ),
    },
  ];
}

/** Study days count from the first dose, without a day 0. */
function dayRules(planned: Planned): readonly Invariant[] {
  const path = 'trialsim.visits';
  if (!planned.has(path)) return [];
  const days = call('days_between', column('first_dose_on'), column('visited_on'));
  const isLater = call('greater_or_equal', column('visited_on'), column('first_dose_on'));
  const expected: Term = {
    kind: 'case',
    branches: [{ when: isLater, then: call('add', days, 1) }],
    otherwise: days,
  };
  const isWrong = call(
    'or',
    differs(isNull('study_day'), isNull('first_dose_on')),
    call('coalesce', differs(column('study_day'), expected), literal(false)),
  );
  return [
    {
      name: 'study-day-from-first-dose',
      table: path,
      statement: 'The study day of a visit is counted from the first dose, which is on day 1.',
      violations: filter(withSubjects(path, ['visited_on', 'study_day'], 'first_dose_on'), isWrong),
    },
  ];
}

/** An adverse event for which somebody left says so in the disposition. */
function leavingRules(planned: Planned): readonly Invariant[] {
  const path = 'trialsim.adverse_events';
  if (!planned.has(path)) return [];
  const rows = withSubjects(path, ['led_to_leaving'], 'disposition');
  const stayed = call('or', ...['COMPLETED', 'SCREEN FAILURE', 'DEATH', 'OTHER'].map(isDisposition));
  return [
    {
      name: 'left-for-it',
      table: path,
      statement: 'Who has an adverse event that led to leaving has left.',
      violations: filter(rows, call('and', column('led_to_leaving'), stayed)),
    },
  ];
}
