/** `scratch.trial_exposures` and `trialsim.exposures`: what was given of each treatment at each dose, or why it was not. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  date,
  day,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  when,
} from '../../terms.ts';
import type { PlannedEvent } from '../../events.ts';
import { planTable, unionOf } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { doseType, treatmentsOf } from './design.ts';
import type { ArmTreatment } from './design.ts';
import { aboutColumn, factorTerm, heldTerm, levelColumn, levelsOf, partAtLevel, reasonTerm } from './dose-changes.ts';
import { DOSE_KEY, isChanged, rulesOf } from './doses.ts';
import type { NumberedRule } from './doses.ts';
import { scratchOf, scratchTable, studyDay, subjectColumn } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

interface Types {
  readonly treatment: ColumnType;
  readonly unit: ColumnType;
  readonly reason: ColumnType;
}

function typesOf({ enumerations }: PlanContext, trial: Trial): Types {
  const treatments = trial.among.flatMap(treatmentsOf).map(({ treatment }) => treatment);
  return {
    treatment: enumerations.define('trialsim', 'treatment', treatments.map(({ name }) => name).toSorted()),
    unit: enumerations.define('trialsim', 'dose_unit', treatments.map(({ unit }) => unit).toSorted()),
    reason: enumerations.define('trialsim', 'dose_adjustment', ['ADVERSE EVENT', 'PROTOCOL RULE']),
  };
}

export function trialExposuresTable(context: PlanContext, trial: Trial): PlannedTable {
  const types = typesOf(context, trial);
  const rules = rulesOf(trial);
  const given = joinOn(scratchOf('trial_doses', trial), treatmentValues(trial, types, rules), 'event_key', 'arm_id');
  const limited = leftJoin(withNext(given, trial), lastDays(trial), 'person_id');
  const shown = project(limited, [
    ...['person_id', 'exposure_key', 'occurrence', 'treatment_id', 'cycle', 'treatment', 'dose_unit'].map(keep),
    named('factor', factorTerm(rules, trial)),
    named('held', heldTerm(rules)),
    named('changed_by', reasonTerm(rules, types.reason)),
    keep('planned_dose'),
    named('start_on', column('dose_on')),
    named('end_on', lastDayTerm(rules, context)),
  ]);
  return scratchTable(
    {
      name: 'trial_exposures',
      comment: 'Each treatment at each dose.',
      primaryKey: ['person_id', 'exposure_key', 'occurrence'],
      columns: [
        ['person_id', integer],
        ['exposure_key', integer],
        ['occurrence', smallint],
        ['treatment_id', integer],
        ['cycle', smallint],
        ['treatment', types.treatment],
        ['dose_unit', types.unit],
        ['factor', double],
        ['held', boolean],
        ['changed_by', types.reason],
        ['planned_dose', doseType],
        ['start_on', date],
        ['end_on', date],
      ],
      relation: filter(shown, call('greater', column('factor'), 0)),
    },
    trial,
  );
}

/** What of each treatment of the arm is due at each event of type `dose`, and which rules are about it. */
function treatmentValues(trial: Trial, types: Types, rules: readonly NumberedRule[]): Relation {
  const each = dueAtDoses(trial);
  const keys = nameKeys(trial.among.flatMap((one) => dueAtDoses(one).map(({ path }) => path)));
  return {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'arm_id', type: integer },
      { name: 'exposure_key', type: integer },
      { name: 'treatment_id', type: integer },
      { name: 'treatment', type: types.treatment },
      { name: 'planned_dose', type: doseType },
      { name: 'dose_unit', type: types.unit },
      { name: 'days', type: integer },
      ...rules.map(({ times }) => ({ name: aboutColumn(times), type: boolean })),
      ...levelsOf(trial).map((level) => ({ name: levelColumn(level), type: double })),
    ],
    rows: each.map((one) => [
      one.dose.key,
      one.arm,
      keys.get(one.path) ?? 0,
      one.key,
      one.treatment.name,
      one.treatment.dose,
      one.treatment.unit,
      one.treatment.days,
      ...rules.map(({ change }) => isChanged(one.treatment, change)),
      ...levelsOf(trial).map((level) => partAtLevel(one.treatment, level)),
    ]),
  };
}

function dueAtDoses(trial: Trial): readonly (ArmTreatment & { readonly dose: PlannedEvent; readonly path: string })[] {
  return trial.events.doses.flatMap((dose) =>
    treatmentsOf(trial).map((one) => ({ dose, ...one, path: `${dose.path}/${one.key}` })),
  );
}

/** What is given for several days ends before the next dose. */
function withNext(given: Relation, trial: Trial): Relation {
  const isLong = treatmentsOf(trial).some(({ treatment }) => treatment.days > 1);
  if (!isLong) return { kind: 'extend', input: given, columns: [named('next_on', literal(null, date))] };
  const next = project(filter(scratchOf('trial_doses', trial), call('greater', column('occurrence'), 0)), [
    keep('person_id'),
    keep('event_key'),
    named('occurrence', call('subtract', column('occurrence'), 1)),
    named('next_on', column('dose_on')),
  ]);
  return leftJoin(given, next, ...DOSE_KEY);
}

function lastDays(trial: Trial): Relation {
  return project(scratchOf('trial_starts', trial), [
    keep('person_id'),
    named('left_on', call('to_date', column('withdrew'))),
    keep('died_on'),
    keep('disenrolled_on'),
  ]);
}

/** What is given for several days ends when an adverse event interrupts it or ends it, and is told until `as_of`. */
function lastDayTerm(rules: readonly NumberedRule[], { cohort }: PlanContext): Term {
  const planned = call('add_days', column('dose_on'), call('subtract', column('days'), 1));
  const bounds = [
    call('add_days', column('next_on'), -1),
    column('left_on'),
    column('died_on'),
    column('disenrolled_on'),
    day(cohort.profile.asOf.value),
    ...rules.flatMap(({ times, breaks }) =>
      breaks === undefined
        ? []
        : [when(column(aboutColumn(times)), call('add_days', column(breaks), -1), literal(null, date))],
    ),
  ].map((bound) => call('coalesce', bound, planned));
  return call('greatest', column('dose_on'), call('least', planned, ...bounds));
}

export function exposuresTable(context: PlanContext, trials: Trials): PlannedTable {
  return unionOf(trials.map((trial) => exposuresOfStudy(context, trial)));
}

function exposuresOfStudy(context: PlanContext, trial: Trial): PlannedTable {
  const types = typesOf(context, trial);
  const days = project(scratchOf('trial_subjects', trial), ['person_id', 'first_dose_on'].map(keep));
  return planTable({
    schema: 'trialsim',
    name: 'exposures',
    comment: 'Doses of the study treatment, given or held (SDTM EX; held ones are those of EC with ECOCCUR N).',
    fill: 'person',
    from: joinOn(scratchOf('trial_exposures', trial), days, 'person_id'),
    primaryKey: ['exposure_id'],
    origins: treatmentsOf(trial).map(({ treatment }) => treatment.at),
    columns: [...amounts(trial, types), ...during()],
  });
}

/** What was given of what, or why it was not. */
function amounts(trial: Trial, types: Types): readonly ColumnDefinition[] {
  return [
    {
      name: 'exposure_id',
      type: bigint,
      term: rowKey(column('exposure_key'), column('occurrence')),
      comment: 'Subject, dose with treatment, and occurrence as one number.',
    },
    subjectColumn(trial),
    {
      name: 'treatment_id',
      type: integer,
      term: column('treatment_id'),
      comment: 'The treatment as the arm plans it.',
      references: 'trialsim.treatments',
    },
    { name: 'treatment', type: types.treatment, term: column('treatment'), comment: 'SDTM EXTRT.' },
    {
      name: 'cycle',
      type: smallint,
      term: column('cycle'),
      comment: 'The how-manieth dose of the schedule, from 1.',
    },
    { name: 'given', type: boolean, term: call('not', column('held')), comment: 'Whether it was given (ECOCCUR).' },
    {
      name: 'dose',
      type: doseType,
      term: when(
        column('held'),
        literal(0, doseType),
        cast(call('multiply', cast(column('planned_dose'), double), column('factor')), doseType),
      ),
      comment: 'Amount of each administration (EXDOSE); 0 where it was held.',
    },
    { name: 'dose_unit', type: types.unit, term: column('dose_unit'), comment: 'SDTM EXDOSU.' },
    {
      name: 'adjustment_reason',
      type: types.reason,
      term: column('changed_by'),
      nullable: true,
      comment: 'Why the dose was held, or is another than planned (EXADJ); empty where it is as planned.',
    },
  ];
}

function during(): readonly ColumnDefinition[] {
  return [
    { name: 'start_on', type: date, term: column('start_on'), comment: 'First day (EXSTDTC).' },
    { name: 'end_on', type: date, term: column('end_on'), comment: 'Last day (EXENDTC).' },
    {
      name: 'start_day',
      type: smallint,
      term: studyDay(output('start_on'), column('first_dose_on')),
      nullable: true,
      comment: 'Study day of the first day (EXSTDY); the first dose is on day 1.',
    },
    {
      name: 'end_day',
      type: smallint,
      term: studyDay(output('end_on'), column('first_dose_on')),
      nullable: true,
      comment: 'Study day of the last day (EXENDY).',
    },
  ];
}
