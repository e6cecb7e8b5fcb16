/** `scratch.trial_subjects` and `trialsim.subjects`: who was screened, and how the study went for them. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import {
  boolean,
  call,
  cast,
  column,
  date,
  day,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  text,
  when,
} from '../../terms.ts';
import { inRange } from '../identifiers.ts';
import { person } from '../columns.ts';
import { planTable, unionOf } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { ofStudy } from './design.ts';
import { siteNumber } from './sites.ts';
import { dispositionType, isToGoOn, NEXT } from './starts.ts';
import { scratchOf, scratchTable, subjectId } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

/** SDTM USUBJID: study, site and subject. */
export function subjectIdentifier(trial: Trial): Term {
  const site = call('pad_left', siteNumber(trial), 3);
  return call('concat', trial.journey.study.id, '-', site, '-', subjectNumber());
}

function subjectNumber(): Term {
  return call('pad_left', column('person_id'), 8);
}

export function trialSubjectsTable(context: PlanContext, trial: Trial): PlannedTable {
  const disposition = dispositionType(context, trial);
  const words = (word: string): Term => literal(word, disposition);
  const isRandomized = call('not', call('is_null', column('randomized')));
  const left = call('not', call('is_null', column('withdrew')));
  const within = (name: string): Term =>
    call('coalesce', call('less_or_equal', column(name), column('planned_end')), literal(false));
  const seen = call('to_date', column('seen'));
  const goesOn = isToGoOn(context, trial);
  const isUnderWay = call('not', call('is_null', column(NEXT)));
  return scratchTable(
    {
      name: 'trial_subjects',
      comment: 'Who was screened, and how the study went for them.',
      primaryKey: ['person_id'],
      columns: [
        ['person_id', integer],
        ['site_id', smallint],
        ['arm_id', integer],
        ['consented_on', date],
        ['screened_on', date],
        ['randomized_on', date],
        ['first_dose_on', date],
        ['last_dose_on', date],
        ['last_due_on', date],
        ['ended_on', date],
        ['disposition', disposition],
        ...(goesOn ? [[UNDER_WAY, boolean] as const] : []),
      ],
      relation: project(leftJoin(scratchOf('trial_starts', trial), givenDays(trial), 'person_id'), [
        ...['person_id', 'site_id', 'consented_on'].map(keep),
        named('arm_id', when(isRandomized, column('arm_id'), literal(null, integer))),
        named('screened_on', call('to_date', column('screened'))),
        named('randomized_on', call('to_date', column('randomized'))),
        named('first_dose_on', column('first_given')),
        named('last_dose_on', column('last_given')),
        named('last_due_on', call('to_date', column('last_due'))),
        named('disposition', {
          kind: 'case',
          branches: [
            { when: left, then: column('reason') },
            { when: within('died_on'), then: words('DEATH') },
            { when: within('disenrolled_on'), then: words('OTHER') },
            ...(goesOn ? [{ when: isUnderWay, then: literal(null, disposition) }] : []),
            { when: isRandomized, then: words('COMPLETED') },
          ],
          otherwise: words('SCREEN FAILURE'),
        }),
        named('ended_on', {
          kind: 'case',
          branches: [
            { when: left, then: call('to_date', column('withdrew')) },
            { when: within('died_on'), then: column('died_on') },
            { when: within('disenrolled_on'), then: column('disenrolled_on') },
            ...(goesOn ? [{ when: isUnderWay, then: day(context.cohort.profile.asOf.value) }] : []),
          ],
          otherwise: call('greatest', seen, call('coalesce', column('last_given'), seen)),
        }),
        ...(goesOn ? [named(UNDER_WAY, call('is_null', output('disposition')))] : []),
      ]),
    },
    trial,
  );
}

/** Whether a subject is still in the study, of whom `as_of` is the last day that is known. */
const UNDER_WAY = 'under_way';

function givenDays(trial: Trial): Relation {
  const given = filter(scratchOf('trial_exposures', trial), call('not', column('held')));
  return {
    kind: 'aggregate',
    input: project(given, ['person_id', 'start_on', 'end_on'].map(keep)),
    by: ['person_id'],
    columns: [
      { name: 'first_given', how: 'min', of: 'start_on' },
      { name: 'last_given', how: 'max', of: 'end_on' },
    ],
  };
}

/** Where a person may be a subject of several studies, the number of a subject is not the person's. */
export function subjectsTable(context: PlanContext, trials: Trials): PlannedTable {
  const table = unionOf(trials.map((trial) => subjectsOfStudy(context, trial)));
  return trials.length === 1 ? table : { ...table, person: 'person_id' };
}

function subjectsOfStudy(context: PlanContext, trial: Trial): PlannedTable {
  const disposition = dispositionType(context, trial);
  const births = project(inRange(tableOfPersons), ['person_id', 'birth_date'].map(keep));
  return planTable({
    schema: 'trialsim',
    name: 'subjects',
    comment:
      'One row a person who was screened (SDTM DM with the disposition of DS). Sex and race stand in core.persons.',
    fill: 'person',
    from: joinOn(scratchOf('trial_subjects', trial), births, 'person_id'),
    primaryKey: ['subject_id'],
    origins: [trial.journey.study.at],
    columns: [...identifying(trial), ...milestones(disposition, isToGoOn(context, trial))],
  });
}

/** Who the subject is. */
function identifying(trial: Trial): readonly ColumnDefinition[] {
  return [
    {
      name: 'subject_id',
      type: integer,
      term: subjectId(trial),
      comment: "Number of the subject: the person's, from the second study on behind the number of the study.",
    },
    person,
    ofStudy(trial),
    {
      name: 'site_id',
      type: smallint,
      term: column('site_id'),
      comment: 'The site that enrolled them (SITEID).',
      references: 'trialsim.sites',
    },
    {
      name: 'usubjid',
      type: text,
      term: subjectIdentifier(trial),
      comment: 'Unique subject identifier (USUBJID): study, site and subject.',
    },
    { name: 'subjid', type: text, term: subjectNumber(), comment: 'Number given at screening (SUBJID).' },
    {
      name: 'age',
      type: smallint,
      term: ageOn(column('birth_date'), column('consented_on')),
      comment: 'Completed years at consent (AGE).',
    },
  ];
}

/** How the study went for them. */
function milestones(disposition: ColumnType, goesOn: boolean): readonly ColumnDefinition[] {
  const ended = column('ended_on');
  const treated = call('not', call('is_null', column('first_dose_on')));
  return [
    {
      name: 'consented_on',
      type: date,
      term: column('consented_on'),
      comment: 'Day of informed consent (RFICDTC).',
    },
    { name: 'screened_on', type: date, term: column('screened_on'), comment: 'Day of screening.' },
    {
      name: 'randomized_on',
      type: date,
      term: column('randomized_on'),
      nullable: true,
      comment: 'Day of randomization (DSSTDTC of RANDOMIZED); empty for who was not.',
    },
    {
      name: 'arm_id',
      type: integer,
      term: column('arm_id'),
      nullable: true,
      comment: 'Planned arm (ARMCD); empty where not randomized.',
      references: 'trialsim.arms',
    },
    {
      name: 'actual_arm_id',
      type: integer,
      term: when(treated, column('arm_id'), literal(null, integer)),
      nullable: true,
      comment: 'Arm of the treatment that was given (ACTARMCD); empty where none was.',
      references: 'trialsim.arms',
    },
    {
      name: 'first_dose_on',
      type: date,
      term: column('first_dose_on'),
      nullable: true,
      comment: 'First day of treatment (RFXSTDTC), study day 1; empty for who was never treated.',
    },
    {
      name: 'last_dose_on',
      type: date,
      term: column('last_dose_on'),
      nullable: true,
      comment: 'Last day of treatment (RFXENDTC); empty for who was never treated.',
    },
    {
      name: 'disposition',
      type: disposition,
      term: column('disposition'),
      nullable: true,
      comment: 'How their part in the study ended (DSDECOD); empty where it goes on.',
    },
    {
      name: 'ended_on',
      type: date,
      term: goesOn ? when(column(UNDER_WAY), literal(null, date), ended) : ended,
      nullable: true,
      comment: 'Last day in the study (RFPENDTC, DSSTDTC); empty where it goes on.',
    },
  ];
}

const tableOfPersons: Relation = { kind: 'table', schema: 'core', name: 'persons' };

/** In completed years: those between the calendar years, less one before the birthday. */
function ageOn(birth: Term, on: Term): Term {
  const years = call('subtract', call('year_of', on), call('year_of', birth));
  const birthday = call('add_months', birth, call('multiply', years, 12));
  return cast(call('subtract', years, cast(call('less', on, birthday), integer)), smallint);
}
