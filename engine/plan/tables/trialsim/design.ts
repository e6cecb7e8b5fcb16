/** `trialsim.studies`, `arms` and `treatments`: what the study compares, as its journey declares it. */
import type { ColumnType, PlannedTable, StudyTreatment } from '../../../model/index.ts';
import { nameKeys } from '../../keys.ts';
import { column, integer, literal, smallint, text } from '../../terms.ts';
import { planListed, planTable, unionOf } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { nameIn } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

const shareType: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };
export const doseType: ColumnType = { kind: 'decimal', precision: 12, scale: 3 };

export function ofStudy({ journey }: Trial): ColumnDefinition {
  const term = literal(journey.number, smallint);
  return { name: 'study_id', type: smallint, term, comment: 'The study.', references: 'trialsim.studies' };
}

export function studiesTable(trials: Trials): PlannedTable {
  return unionOf(trials.map(studyTable));
}

const ROMAN = ['0', 'I', 'II', 'III', 'IV'];

/** The term of CDISC's codelist TPHASE for `3` or `2/3`. */
function phaseTerm(phase: string): string {
  const numerals = phase.split('/').map((number) => ROMAN[Number(number)] ?? number);
  return `PHASE ${numerals.join('/')} TRIAL`;
}

function studyTable({ journey }: Trial): PlannedTable {
  const { study } = journey;
  const words = [
    { name: 'studyid', value: study.id, comment: 'SDTM STUDYID.' },
    { name: 'title', value: study.title, comment: 'SDTM trial summary TITLE.' },
    { name: 'phase', value: phaseTerm(study.phase), comment: 'SDTM TPHASE, such as PHASE III TRIAL.' },
    { name: 'indication', value: study.indication, comment: 'What is treated (INDIC).' },
    { name: 'sponsor', value: study.sponsor, comment: 'Who pays; an invented name (SPONSOR).' },
  ];
  return planTable({
    schema: 'trialsim',
    name: 'studies',
    comment: 'The study of the cohort (SDTM TS, one column a parameter).',
    fill: 'reference',
    from: { kind: 'values', columns: [{ name: 'study_id', type: smallint }], rows: [[journey.number]] },
    primaryKey: ['study_id'],
    origins: [study.at],
    columns: [
      { name: 'study_id', type: smallint, term: column('study_id'), comment: 'Number of the study.' },
      ...words.map(({ name, value, comment }) => ({ name, type: text, term: literal(value), comment })),
      {
        name: 'masking',
        type: text,
        term: literal(study.masking ?? null, text),
        nullable: true,
        comment: 'Who knows the arm, where the study says so (TBLIND).',
      },
      {
        name: 'journey',
        type: text,
        term: literal(journey.id),
        comment: 'The journey that is its protocol, as core.timeline names it.',
      },
    ],
  });
}

export function armsTable(trials: Trials): PlannedTable {
  return unionOf(trials.map(armsOfStudy));
}

function armsOfStudy(trial: Trial): PlannedTable {
  const { journey, armKeys } = trial;
  const { arms } = journey.study;
  return planTable({
    schema: 'trialsim',
    name: 'arms',
    comment: 'What subjects are assigned to (SDTM TA).',
    fill: 'reference',
    from: {
      kind: 'values',
      columns: [
        { name: 'arm_id', type: integer },
        { name: 'armcd', type: text },
        { name: 'arm', type: text },
        { name: 'allocation', type: shareType },
      ],
      rows: arms.map(({ code, title, allocation }) => [
        armKeys.get(code) ?? 0,
        code,
        title,
        Number(allocation.toFixed(4)),
      ]),
    },
    primaryKey: ['arm_id'],
    origins: arms.map(({ at }) => at),
    columns: [
      { name: 'arm_id', type: integer, term: column('arm_id'), comment: 'Number of the arm, made from its code.' },
      ofStudy(trial),
      {
        name: 'armcd',
        type: text,
        term: column('armcd'),
        comment: 'SDTM ARMCD; expressions of the journey read it as `arm`.',
      },
      { name: 'arm', type: text, term: column('arm'), comment: 'SDTM ARM.' },
      { name: 'allocation', type: shareType, term: column('allocation'), comment: 'Its share of the randomized.' },
    ],
  });
}

export interface ArmTreatment {
  readonly key: number;
  readonly arm: number;
  readonly treatment: StudyTreatment;
}

/** What is given in each arm. */
export function treatmentsOf(trial: Trial): readonly ArmTreatment[] {
  const keys = nameKeys(trial.among.flatMap((one) => givenIn(one).map(({ path }) => path)));
  return givenIn(trial).map(({ path, code, treatment }) => ({
    key: keys.get(path) ?? 0,
    arm: trial.armKeys.get(code) ?? 0,
    treatment,
  }));
}

interface Given {
  readonly path: string;
  /** Of the arm. */
  readonly code: string;
  readonly treatment: StudyTreatment;
}

function givenIn({ journey }: Trial): readonly Given[] {
  return journey.study.arms.flatMap(({ code, treatments }) =>
    treatments.map((treatment) => ({ path: nameIn(journey, `${code}/${treatment.name}`), code, treatment })),
  );
}

export function treatmentsTable(trials: Trials): PlannedTable {
  const columns = [
    { name: 'treatment_id', type: integer, comment: 'Number of the treatment in its arm, made from their names.' },
    { name: 'arm_id', type: integer, comment: 'The arm.', references: 'trialsim.arms' },
    { name: 'treatment', type: text, comment: 'SDTM EXTRT.' },
    { name: 'dose', type: doseType, comment: 'Planned amount of each administration (EXDOSE).' },
    { name: 'dose_unit', type: text, comment: 'SDTM EXDOSU.' },
    { name: 'route', type: text, comment: 'SDTM EXROUTE; empty where the study names none.', nullable: true },
    { name: 'frequency', type: text, comment: 'SDTM EXDOSFRQ; empty where the study names none.', nullable: true },
    { name: 'days', type: smallint, comment: 'Days for which each dose of the schedule stands.' },
  ];
  const treatments = trials.flatMap(treatmentsOf);
  return planListed({
    schema: 'trialsim',
    name: 'treatments',
    comment: 'What subjects of each arm are given, as the protocol plans it.',
    fill: 'reference',
    columns,
    rows: treatments.map(({ key, arm, treatment: { name, dose, unit, route, frequency, days } }) => [
      key,
      arm,
      name,
      dose,
      unit,
      route ?? null,
      frequency ?? null,
      days,
    ]),
    primaryKey: ['treatment_id'],
    origins: treatments.map(({ treatment }) => treatment.at),
  });
}
