/** `trialsim.assessments`: what the visits of the study measured, with the values of the chart, by their SDTM codes. */
import type {
  AssessmentConcept,
  ColumnType,
  ObservationConcept,
  PlannedTable,
  Relation,
  Term,
} from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import type { Population } from '../../population.ts';
import { measure } from '../../state/measuring.ts';
import {
  bigint,
  call,
  column,
  date,
  integer,
  joinOn,
  keep,
  literal,
  output,
  project,
  smallint,
  when,
} from '../../terms.ts';
import { measuredBy, rangeFlag } from '../patientsim/index.ts';
import type { PlannedEvent } from '../../events.ts';
import { planTable, unionOf } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { scratchOf, studyDay, subjectColumn } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

interface Types {
  readonly domain: ColumnType;
  readonly code: ColumnType;
  readonly test: ColumnType;
  readonly unit: ColumnType;
  readonly flag: ColumnType;
}

interface Assessed {
  readonly assessment: AssessmentConcept;
  readonly event: PlannedEvent;
  /** Of the observation. */
  readonly key: number;
  /** In the words of SDTM; absent for what only counts. */
  readonly unit: string | undefined;
}

/** What a study measures that SDTM has a code for, and the rows in which it stands. */
interface Found {
  readonly trial: Trial;
  readonly from: Relation;
  readonly assessed: readonly Assessed[];
}

export function assessmentsTable(
  context: PlanContext,
  population: Population,
  trials: Trials,
): readonly PlannedTable[] {
  const found = trials.flatMap((trial) => foundBy(context, population, trial));
  const assessed = found.flatMap((one) => one.assessed);
  if (assessed.length === 0) return [];
  const define = (name: string, of: (one: AssessmentConcept) => string): ColumnType =>
    context.enumerations.define('trialsim', name, assessed.map(({ assessment }) => of(assessment)).toSorted());
  const types: Types = {
    domain: define('assessment_domain', ({ domain }) => domain),
    code: define('test_code', ({ code }) => code),
    test: define('test_name', ({ title }) => title),
    unit: context.enumerations.define(
      'trialsim',
      'assessment_unit',
      assessed.flatMap(({ unit }) => unit ?? []).toSorted(),
    ),
    flag: context.enumerations.define('trialsim', 'range_indicator', ['LOW', 'NORMAL', 'HIGH']),
  };
  const keys = nameKeys(assessed.map(pathOf));
  return [unionOf(found.map((one) => assessmentsOfStudy(one, types, keys)))];
}

function foundBy(context: PlanContext, population: Population, trial: Trial): readonly Found[] {
  const { timeline, journey, knowledge } = trial;
  const listed = new Map(knowledge.assessments.map((one) => [one.name, one]));
  const own = timeline.events.filter((event) => event.journey.id === journey.id);
  const found = measuredBy(own, { context, population, timeline });
  const assessed = (found?.measurements ?? []).flatMap(({ concept, event, key }) => {
    const assessment = listed.get(concept.name);
    return assessment === undefined ? [] : [{ assessment, event, key, unit: unitOf(assessment, concept) }];
  });
  return found === undefined || assessed.length === 0 ? [] : [{ from: found.from, trial, assessed }];
}

/** UCUM writes in braces what is no unit. */
function unitOf({ unit }: AssessmentConcept, observation: ObservationConcept): string | undefined {
  return unit ?? (/^\{[^}]*\}$/.test(observation.unit) ? undefined : observation.unit);
}

function pathOf({ assessment, event }: Assessed): string {
  return `${event.path}/${assessment.code}`;
}

function assessmentsOfStudy(
  { trial, from, assessed }: Found,
  types: Types,
  keys: ReadonlyMap<string, number>,
): PlannedTable {
  const visits = new Set(trial.events.visits.map(({ key }) => key));
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'observation_key', type: integer },
      { name: 'visit_event', type: integer },
      { name: 'assessment_key', type: integer },
      { name: 'domain', type: types.domain },
      { name: 'test_code', type: types.code },
      { name: 'test', type: types.test },
      { name: 'sdtm_unit', type: types.unit },
    ],
    rows: assessed.map((one) => [
      one.key,
      visits.has(one.event.key) ? one.event.key : null,
      keys.get(pathOf(one)) ?? 0,
      one.assessment.domain,
      one.assessment.code,
      one.assessment.title,
      one.unit ?? null,
    ]),
  };
  const subjects = project(scratchOf('trial_subjects', trial), ['person_id', 'first_dose_on'].map(keep));
  return planTable({
    schema: 'trialsim',
    name: 'assessments',
    comment: 'Laboratory results, vital signs and scores of the study (SDTM LB, VS and QS; xx stands for the domain).',
    fill: 'person',
    from: joinOn(joinOn(from, values, 'observation_key'), subjects, 'person_id'),
    primaryKey: ['assessment_id'],
    origins: assessed.map(({ assessment }) => assessment.at),
    columns: columnsOf(types, trial),
  });
}

function columnsOf(types: Types, trial: Trial): readonly ColumnDefinition[] {
  const visit: Term = when(
    call('is_null', column('visit_event')),
    literal(null, bigint),
    rowKey(column('visit_event'), column('occurrence')),
  );
  return [
    {
      name: 'assessment_id',
      type: bigint,
      term: rowKey(column('assessment_key'), column('occurrence')),
      comment: 'Subject, event with test, and occurrence as one number.',
    },
    subjectColumn(trial),
    {
      name: 'visit_id',
      type: bigint,
      term: visit,
      nullable: true,
      comment: 'The visit at which it was measured; empty where it was at none.',
      references: 'trialsim.visits',
    },
    { name: 'domain', type: types.domain, term: column('domain'), comment: 'SDTM domain: LB, VS or QS.' },
    { name: 'test_code', type: types.code, term: column('test_code'), comment: 'Short name of the test (xxTESTCD).' },
    { name: 'test', type: types.test, term: column('test'), comment: 'Name of the test (xxTEST).' },
    ...resultColumns(types),
    {
      name: 'measured_on',
      type: date,
      term: call('to_date', column('moment')),
      comment: 'Day of the measurement (xxDTC).',
    },
    {
      name: 'study_day',
      type: smallint,
      term: studyDay(output('measured_on'), column('first_dose_on')),
      nullable: true,
      comment: 'Its study day (xxDY); empty for who was never treated.',
    },
  ];
}

function resultColumns(types: Types): readonly ColumnDefinition[] {
  return [
    { name: 'value', type: measure, term: column('measured'), comment: 'Result as a number (xxSTRESN).' },
    {
      name: 'unit',
      type: types.unit,
      term: column('sdtm_unit'),
      nullable: true,
      comment: 'Its unit, in the words of SDTM (xxSTRESU); empty for scores.',
    },
    {
      name: 'range_low',
      type: measure,
      term: column('low'),
      nullable: true,
      comment: 'Lower end of the reference range (LBSTNRLO); empty where it has none.',
    },
    {
      name: 'range_high',
      type: measure,
      term: column('high'),
      nullable: true,
      comment: 'Upper end of the reference range (LBSTNRHI); empty where it has none.',
    },
    {
      name: 'range_indicator',
      type: types.flag,
      term: rangeFlag(types.flag, { low: 'LOW', within: 'NORMAL', high: 'HIGH' }),
      nullable: true,
      comment: 'Where it lies to the reference range (LBNRIND); empty where there is none.',
    },
  ];
}
