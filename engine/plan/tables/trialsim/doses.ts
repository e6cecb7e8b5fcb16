/**
 * `scratch.trial_doses`: every dose that is due to a randomized subject, with how often each rule for doses was met by then and
 * whether it holds the dose. What is met on the day of a dose by its own event counts for that dose; an adverse event counts
 * from the day after it begins, and holds all doses of so many days from then on.
 */
import type { DoseChange, PlannedTable, Relation, SourceRange, StudyTreatment, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../events.ts';
import { timesACycle, timesOf } from '../../occurrence-counts.ts';
import {
  call,
  column,
  date,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  when,
} from '../../terms.ts';
import { termType } from './adverse.ts';
import { happenedOf, scratchOf, scratchTable } from './trial.ts';
import type { Trial } from './trial.ts';

export const DOSE_KEY = ['person_id', 'event_key', 'occurrence'] as const;

/** A rule for doses, by its number. */
export interface NumberedRule {
  readonly change: DoseChange;
  /** Columns of `scratch.trial_doses`. */
  readonly times: string;
  readonly holds: string;
  /** The first day on which it keeps from what was begun to be given; absent where it only changes later doses. */
  readonly breaks: string | undefined;
  readonly byAdverseEvent: boolean;
  readonly at: SourceRange;
}

/** Those of the study on adverse events, then those of phases. */
export function rulesOf({ journey, events }: Trial): readonly NumberedRule[] {
  const ofStudy = journey.study.doseRules.map(({ change, at }) => ({ change, byAdverseEvent: true, at }));
  const ofPhases = events.dosing.flatMap(({ use }) => {
    const { dosing } = use.definition;
    return dosing === undefined ? [] : [{ change: dosing, byAdverseEvent: false, at: use.at }];
  });
  return [...ofStudy, ...ofPhases].map((rule, number) => {
    const isBreak = rule.byAdverseEvent && (rule.change.holdDays !== undefined || rule.change.factor === 0);
    return {
      ...rule,
      times: `rule_${number}_times`,
      holds: `rule_${number}_holds`,
      breaks: isBreak && longestOf({ journey }) > 1 ? `rule_${number}_breaks` : undefined,
    };
  });
}

/** Whether a change is about a treatment; one that lowers by levels alone is about those that have some. */
export function isChanged({ name, levels }: StudyTreatment, { treatments, reduce, holdDays }: DoseChange): boolean {
  const isNamed = treatments?.includes(name) ?? true;
  return isNamed && (levels !== undefined || reduce === undefined || holdDays !== undefined);
}

/** Of all treatments, the most days for which a dose stands. */
function longestOf({ journey }: Pick<Trial, 'journey'>): number {
  return Math.max(...journey.study.arms.flatMap(({ treatments }) => treatments.map(({ days }) => days)));
}

export function dosesTable(context: PlanContext, trial: Trial): PlannedTable {
  const rules = rulesOf(trial);
  const due = dueDoses(trial);
  return scratchTable(
    {
      name: 'trial_doses',
      comment: 'Doses that are due, with the rules that were met by then.',
      primaryKey: DOSE_KEY,
      columns: [
        ['person_id', integer],
        ['event_key', integer],
        ['occurrence', smallint],
        ['arm_id', integer],
        ['dose_on', date],
        ['cycle', smallint],
        ...rules.flatMap(({ times, holds, breaks }) => [
          [times, integer] as const,
          [holds, integer] as const,
          ...(breaks === undefined ? [] : [[breaks, date] as const]),
        ]),
      ],
      relation: rules.length === 0 ? due : leftJoin(due, metBy(due, context, trial), ...DOSE_KEY),
    },
    trial,
  );
}

function dueDoses(trial: Trial): Relation {
  const { doses } = trial.events;
  const cycles: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'first_cycle', type: smallint },
      { name: 'times_a_cycle', type: smallint },
    ],
    rows: doses.map((event) => [event.key, firstCycle(event, doses), timesACycle(event)]),
  };
  const occurred = project(happenedOf(doses, trial), ['person_id', 'event_key', 'occurrence', 'moment'].map(keep));
  const starts = project(scratchOf('trial_starts', trial), ['person_id', 'arm_id', 'randomized'].map(keep));
  const treated = filter(
    joinOn(joinOn(occurred, starts, 'person_id'), cycles, 'event_key'),
    call('greater_or_equal', column('moment'), column('randomized')),
  );
  return project(treated, [
    ...DOSE_KEY.map(keep),
    keep('arm_id'),
    named('dose_on', call('to_date', column('moment'))),
    named(
      'cycle',
      call('add', column('first_cycle'), call('integer_divide', column('occurrence'), column('times_a_cycle'))),
    ),
  ]);
}

/** Cycles are counted on from phase to phase. */
export function firstCycle({ phase }: PlannedEvent, doses: readonly PlannedEvent[]): number {
  const phases = [...new Set(doses.map((one) => one.phase))];
  const before = phases.slice(0, phases.indexOf(phase));
  const cyclesOf = (of: PlannedEvent['phase']): number =>
    Math.max(0, ...doses.filter((one) => one.phase === of).map((one) => cycleCount(one)));
  return 1 + before.reduce((sum, one) => sum + cyclesOf(one), 0);
}

/** In how many cycles it happens. */
export function cycleCount(event: PlannedEvent): number {
  return timesOf(event) / timesACycle(event);
}

/** By dose: how often each rule was met by its day, whether one of these still holds it, and when one breaks it off. */
function metBy(due: Relation, context: PlanContext, trial: Trial): Relation {
  const rules = rulesOf(trial);
  const every: Relation = { kind: 'union', inputs: [...metByAdverseEvents(context, trial), ...metByEvents(trial)] };
  const hasBreaks = rules.some(({ breaks }) => breaks !== undefined);
  const last = hasBreaks ? call('add_days', column('dose_on'), longestOf(trial) - 1) : column('dose_on');
  const pairs = filter(
    joinOn(project(due, [...DOSE_KEY, 'dose_on'].map(keep)), every, 'person_id'),
    call('less_or_equal', column('from_on'), last),
  );
  const isDue = hasBreaks ? call('less_or_equal', column('from_on'), column('dose_on')) : literal(true);
  const one = literal(1, integer);
  const none = literal(null, integer);
  const isStill = call('coalesce', call('less', column('dose_on'), column('until')), literal(false));
  const each = project(pairs, [
    ...DOSE_KEY.map(keep),
    ...rules.flatMap(({ times, holds, breaks }, number) => {
      const isRule = call('equal', column('rule'), number);
      const isMet = call('and', isRule, isDue);
      const isLater = call('and', isRule, call('not', isDue));
      return [
        named(times, when(isMet, one, none)),
        named(holds, when(call('and', isMet, isStill), one, none)),
        ...(breaks === undefined ? [] : [named(breaks, when(isLater, column('from_on'), literal(null, date)))]),
      ];
    }),
  ]);
  return {
    kind: 'aggregate',
    input: each,
    by: [...DOSE_KEY],
    columns: rules.flatMap(({ times, holds, breaks }) => [
      { name: times, how: 'count' as const, of: times },
      { name: holds, how: 'max' as const, of: holds },
      ...(breaks === undefined ? [] : [{ name: breaks, how: 'min' as const, of: breaks }]),
    ]),
  };
}

function metByAdverseEvents(context: PlanContext, trial: Trial): readonly Relation[] {
  const { doseRules } = trial.journey.study;
  if (doseRules.length === 0) return [];
  const rules: Relation = {
    kind: 'values',
    columns: [
      { name: 'rule', type: integer },
      { name: 'rule_term', type: termType(context, trial) },
      { name: 'rule_grade', type: smallint },
      { name: 'hold_days', type: integer },
    ],
    rows: doseRules.map(({ term, grade, change }, number) => [number, term ?? null, grade, change.holdDays ?? null]),
  };
  const each: Relation = { kind: 'join', how: 'cross', left: scratchOf('trial_adverse', trial), right: rules, on: [] };
  const isMet = call(
    'and',
    call('greater_or_equal', column('grade'), column('rule_grade')),
    call('or', call('is_null', column('rule_term')), call('equal', column('rule_term'), column('term'))),
  );
  return [project(filter(each, isMet), met(column('start_on'), 1))];
}

function metByEvents(trial: Trial): readonly Relation[] {
  const { dosing } = trial.events;
  if (dosing.length === 0) return [];
  const before = trial.journey.study.doseRules.length;
  const rules: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'rule', type: integer },
      { name: 'hold_days', type: integer },
    ],
    rows: dosing.map(({ key, use }, at) => [key, before + at, use.definition.dosing?.holdDays ?? null]),
  };
  return [project(joinOn(happenedOf(dosing, trial), rules, 'event_key'), met(call('to_date', column('moment')), 0))];
}

function met(on: Term, later: number): ReturnType<typeof named>[] {
  const from = later === 0 ? on : call('add_days', on, later);
  return [
    keep('person_id'),
    keep('rule'),
    named('from_on', from),
    named('until', call('add_days', from, column('hold_days'))),
  ];
}
