/** `trialsim.subjects`: who was screened, and how the study went for them. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import {
  call,
  cast,
  column,
  date,
  integer,
  joinOn,
  keep,
  literal,
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
import { dispositionType, isToGoOn } from './starts.ts';
import { UNDER_WAY } from './trial-subjects.ts';
import { scratchOf, subjectId } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

/** SDTM USUBJID: study, site and subject. */
export function subjectIdentifier(trial: Trial): Term {
  const site = call('pad_left', siteNumber(trial), 3);
  return call('concat', trial.journey.study.id, '-', site, '-', subjectNumber());
}

function subjectNumber(): Term {
  return call('pad_left', column('person_id'), 8);
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

const isTreated = call('not', call('is_null', column('first_dose_on')));

const armsAndDoses: readonly ColumnDefinition[] = [
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
    term: when(isTreated, column('arm_id'), literal(null, integer)),
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
];

/** How the study went for them. */
function milestones(disposition: ColumnType, goesOn: boolean): readonly ColumnDefinition[] {
  const ended = column('ended_on');
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
    ...armsAndDoses,
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
