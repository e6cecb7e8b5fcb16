/** `scratch.trial_exposures` and `trialsim.exposures`: what was given of each treatment at each dose, or why it was not. */
import type { ColumnType, PlannedTable, Relation, StudyTreatment, Term } from '../../../model/index.ts';
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
import { doseType, treatmentsOf } from './design.ts';
import type { ArmTreatment } from './design.ts';
import { DOSE_KEY, isChanged, rulesOf } from './doses.ts';
import type { NumberedRule } from './doses.ts';
import { scratchOf, scratchTable, studyDay, subjectColumn } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

/** A dose is changed by the same rule so many times at most. */
const MOST_CHANGES = 4;

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
    named('end_on', lastDayTerm(rules)),
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

/** From 1; the last is below all levels of all treatments. None where no treatment has levels. */
function levelsOf({ journey }: Trial): readonly number[] {
  const all = journey.study.arms.flatMap(({ treatments }) => treatments.map(({ levels }) => levels?.length ?? 0));
  const most = Math.max(...all);
  return most === 0 ? [] : Array.from({ length: most + 1 }, (_, at) => at + 1);
}

function levelColumn(level: number): string {
  return `level_${level}`;
}

/** Of the planned dose. */
function partAtLevel({ dose, levels }: StudyTreatment, level: number): number {
  if (levels === undefined) return 1;
  const own = levels[level - 1];
  return own === undefined ? 0 : own / dose;
}

/** The part of the dose that is left at as many levels below as the rules that were met ask for. */
function levelTerm(trial: Trial, rules: readonly NumberedRule[]): readonly Term[] {
  const levels = levelsOf(trial);
  const lowering = rules.filter(({ change }) => change.reduce !== undefined);
  if (levels.length === 0 || lowering.length === 0) return [];
  const below = lowering.reduce<Term>(
    (sum, rule) =>
      call('add', sum, when(isAbout(rule), call('multiply', column(rule.times), rule.change.reduce ?? 0), literal(0))),
    literal(0),
  );
  const branches = levels.map((level, at) => ({
    when: call(at === levels.length - 1 ? 'greater_or_equal' : 'equal', below, level),
    then: column(levelColumn(level)),
  }));
  return [{ kind: 'case', branches, otherwise: literal(1, double) }];
}

function dueAtDoses(trial: Trial): readonly (ArmTreatment & { readonly dose: PlannedEvent; readonly path: string })[] {
  return trial.events.doses.flatMap((dose) =>
    treatmentsOf(trial).map((one) => ({ dose, ...one, path: `${dose.path}/${one.key}` })),
  );
}

function aboutColumn(times: string): string {
  return `${times}:about`;
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

/** What is given for several days ends when an adverse event interrupts it or ends it. */
function lastDayTerm(rules: readonly NumberedRule[]): Term {
  const planned = call('add_days', column('dose_on'), call('subtract', column('days'), 1));
  const bounds = [
    call('add_days', column('next_on'), -1),
    column('left_on'),
    column('died_on'),
    column('disenrolled_on'),
    ...rules.flatMap(({ times, breaks }) =>
      breaks === undefined
        ? []
        : [when(column(aboutColumn(times)), call('add_days', column(breaks), -1), literal(null, date))],
    ),
  ].map((bound) => call('coalesce', bound, planned));
  return call('greatest', column('dose_on'), call('least', planned, ...bounds));
}

function isAbout({ times }: NumberedRule): Term {
  return call('and', column(aboutColumn(times)), call('greater', call('coalesce', column(times), 0), 0));
}

/** The product over all rules that were met, each as often as it was. */
function factorTerm(rules: readonly NumberedRule[], trial: Trial): Term {
  const factors = rules.flatMap((rule) => {
    const { factor } = rule.change;
    if (factor === undefined) return [];
    const branches = Array.from({ length: MOST_CHANGES }, (_, at) => ({
      when:
        at === MOST_CHANGES - 1 ? isAbout(rule) : call('and', isAbout(rule), call('equal', column(rule.times), at + 1)),
      then: literal(factor ** (at + 1), double),
    }));
    const term: Term = { kind: 'case', branches, otherwise: literal(1, double) };
    return [term];
  });
  return [...factors, ...levelTerm(trial, rules)].reduce<Term>(
    (product, one) => call('multiply', product, one),
    literal(1, double),
  );
}

function heldTerm(rules: readonly NumberedRule[]): Term {
  const holding = rules
    .filter(({ change }) => change.holdDays !== undefined)
    .map((rule) => call('and', isAbout(rule), call('equal', call('coalesce', column(rule.holds), 0), 1)));
  return call('or', literal(false), ...holding);
}

/** Of a dose that is held, what holds it; of another, what changed it. */
function reasonTerm(rules: readonly NumberedRule[], type: ColumnType): Term {
  const words = (byAdverseEvent: boolean): Term => literal(byAdverseEvent ? 'ADVERSE EVENT' : 'PROTOCOL RULE', type);
  const holding = rules.filter(({ change }) => change.holdDays !== undefined);
  const changing = rules.filter(
    ({ change: { factor, reduce } }) => reduce !== undefined || (factor !== undefined && factor !== 1),
  );
  return {
    kind: 'case',
    branches: [
      ...holding.map((rule) => ({
        when: call('and', isAbout(rule), call('equal', call('coalesce', column(rule.holds), 0), 1)),
        then: words(rule.byAdverseEvent),
      })),
      ...changing.map((rule) => ({ when: isAbout(rule), then: words(rule.byAdverseEvent) })),
    ],
    otherwise: literal(null, type),
  };
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
    columns: [
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
        comment: 'Why the dose was held, or is another than planned (EXADJ).',
      },
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
    ],
  });
}
