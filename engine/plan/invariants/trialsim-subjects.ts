/** What rows of a study's record must hold beside what is known of their subject. */
import type { Invariant, Relation, Term } from '../../model/index.ts';
import { call, column, filter, joinOn, keep, literal, named, project, table } from '../terms.ts';
import type { Planned } from './rule.ts';
import { tableAt } from './rule.ts';
import { slicesAt } from './slices.ts';
import { isDisposition } from './trialsim-rows.ts';

/** A table of what subjects have. */
export interface SubjectRecord {
  readonly table: string;
  /** Begins with the number of the person. */
  readonly key: string;
  readonly day: string;
}

/** Rules about one table each. */
export function rulesBesideSubjects(planned: Planned): readonly Invariant[] {
  return [
    ...assessmentRules(planned),
    ...exposureRules(planned),
    ...emergenceRules(planned),
    ...dayRules(planned),
    ...leavingRules(planned),
  ];
}

/** Rows of a table beside what is known of their subject. */
function withSubjects(path: string, kept: readonly string[], ...known: readonly string[]): Relation {
  const subjects = project(table('trialsim', 'subjects'), ['subject_id', ...known].map(keep));
  return joinOn(project(tableAt(path), ['subject_id', ...kept].map(keep)), subjects, 'subject_id');
}

export function withinStudy({ table: path, day }: SubjectRecord): Invariant {
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
      violations: filter(joinOn(rows, visits, 'visit_id'), call('not_equal', column('visitor'), column('subject_id'))),
      ...slicesAt(planned, path, 'trialsim.visits'),
    },
  ];
}

function exposureRules(planned: Planned): readonly Invariant[] {
  const path = 'trialsim.exposures';
  if (!planned.has(path)) return [];
  const treatments = project(table('trialsim', 'treatments'), [
    keep('treatment_id'),
    named('planned_arm', column('arm_id')),
  ]);
  const rows = withSubjects(path, ['treatment_id', 'start_on'], 'arm_id', 'randomized_on');
  const ofAnotherArm = call('coalesce', call('not_equal', column('planned_arm'), column('arm_id')), literal(true));
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
        call('not_equal', column('treatment_emergent'), since),
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
    call('not_equal', call('is_null', column('study_day')), call('is_null', column('first_dose_on'))),
    call('coalesce', call('not_equal', column('study_day'), expected), literal(false)),
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
