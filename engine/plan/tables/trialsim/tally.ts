/** `scratch.trial_tally`: of each subject what the study declares, to be counted: failed, arm, dropped out, had which adverse event. */
import type { PlannedTable, Relation, SourceRange, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../events.ts';
import {
  boolean,
  call,
  cast,
  column,
  day,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  text,
  when,
  table,
} from '../../terms.ts';
import { canBeToCome, isToCome } from '../../to-come.ts';
import { isOneOf, nameIn, scratchOf, scratchTable } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

/** The people of the cohort, with what is counted of those among them who are subjects of each study. */
export function subjectsAmong(people: Relation, trials: Trials): Relation {
  return trials.reduce((known, trial) => leftJoin(known, scratchOf('trial_tally', trial), 'person_id'), people);
}

/** What a column of the tally is called beside those of other studies. */
export function tallied(name: string, { journey }: Trial): string {
  return nameIn(journey, name);
}

/** An adverse event whose shares the arms declare. */
export interface DeclaredAdverseEvent {
  readonly term: string;
  readonly event: PlannedEvent;
  /** Column: whether the subject had it. */
  readonly had: string;
  /** Column: the part of the time in which it may begin that the subject was there for. */
  readonly exposed: string;
}

export function declaredAdverseEvents(trial: Trial): readonly DeclaredAdverseEvent[] {
  const { journey, events } = trial;
  const terms = new Map<string, SourceRange>();
  for (const { term, at } of journey.study.arms.flatMap(({ adverseEvents }) => adverseEvents))
    if (!terms.has(term)) terms.set(term, at);
  return [...terms].flatMap(([term, at]) => {
    const event = events.adverse.find(({ use }) => use.definition.term?.value === term && isAt(use.at, at));
    return event === undefined
      ? []
      : [{ term, event, had: tallied(`had:${term}`, trial), exposed: tallied(`exposed:${term}`, trial) }];
  });
}

function isAt(one: SourceRange, other: SourceRange): boolean {
  return one.file === other.file && one.start.line === other.start.line && one.start.column === other.start.column;
}

/** The withdrawal that the hazard of the study makes. */
export function dropoutOf({ events }: Trial): PlannedEvent | undefined {
  return events.withdrawals.find(({ use }) => use.timing.hazard !== undefined);
}

/** Whether for some subjects the time in which they may drop out is not over on `as_of`. */
export function isFollowed(context: PlanContext, trial: Trial): boolean {
  const dropout = dropoutOf(trial);
  return dropout !== undefined && canBeToCome(context, [dropout]);
}

export function trialTallyTable(context: PlanContext, trial: Trial): PlannedTable {
  const declared = declaredAdverseEvents(trial);
  const starts = project(scratchOf('trial_starts', trial), ['person_id', 'due', 'randomized'].map(keep));
  const subjects = project(
    scratchOf('trial_subjects', trial),
    ['person_id', 'arm_id', 'disposition', 'ended_on'].map(keep),
  );
  const known = joinOn(subjects, starts, 'person_id');
  const withEvents = declared.length === 0 ? known : leftJoin(known, hadBy(declared, trial), 'person_id');
  const dropout = dropoutOf(trial);
  const from = dropout === undefined ? withEvents : leftJoin(withEvents, leavers(dropout, context), 'person_id');
  const treated = call('coalesce', call('greater_or_equal', column('due'), column('randomized')), literal(false));
  const days = call('days_between', call('to_date', column('due')), column('ended_on'));
  const own = (name: string): string => tallied(name, trial);
  return scratchTable(
    {
      name: 'trial_tally',
      comment: 'What is counted of each subject.',
      primaryKey: ['person_id'],
      columns: [
        ['person_id', integer],
        [own('screened'), boolean],
        [own('failed'), boolean],
        [own('arm_id'), integer],
        [own('treated'), boolean],
        [own('leaves'), boolean],
        ...(isFollowed(context, trial) ? [[own('followed'), boolean] as const] : []),
        ...declared.flatMap(({ had, exposed }) => [[had, boolean] as const, [exposed, double] as const]),
      ],
      relation: project(from, [
        keep('person_id'),
        named(own('screened'), literal(true)),
        named(own('failed'), call('equal', cast(column('disposition'), text), 'SCREEN FAILURE')),
        named(own('arm_id'), column('arm_id')),
        named(own('treated'), treated),
        named(
          own('leaves'),
          dropout === undefined ? literal(false) : call('coalesce', column('would_leave'), literal(false)),
        ),
        ...(isFollowed(context, trial) ? [named(own('followed'), call('and', treated, isOver(dropout, context)))] : []),
        ...declared.flatMap(({ event, had, exposed }) => [
          named(had, call('greater', call('coalesce', column(had), 0), 0)),
          named(exposed, partOf(event, days)),
        ]),
      ]),
    },
    trial,
  );
}

/** Whether the time in which it may happen, from the first dose on, is over on `as_of`. */
function isOver(event: PlannedEvent | undefined, { cohort }: PlanContext): Term {
  const days = event?.use.timing.latest.days ?? 0;
  const last = call('add_days', call('to_date', column('due')), days);
  return call('less_or_equal', last, day(cohort.profile.asOf.value));
}

/** The time in which it may begin is evenly likely; the last day counts by half, for nobody leaves at its beginning. */
function partOf({ use }: PlannedEvent, days: Term): Term {
  const whole = use.timing.latest.days - use.timing.earliest.days + 1;
  const been = call('add', cast(days, double), literal(0.5, double));
  return call('least', literal(1, double), call('divide', been, literal(whole, double)));
}

function hadBy(declared: readonly DeclaredAdverseEvent[], trial: Trial): Relation {
  const each = project(scratchOf('trial_adverse', trial), [
    keep('person_id'),
    ...declared.map(({ event, had }) =>
      named(had, when(call('equal', column('adverse_key'), event.key), literal(1), literal(null, integer))),
    ),
  ]);
  return {
    kind: 'aggregate',
    input: each,
    by: ['person_id'],
    columns: declared.map(({ had }) => ({ name: had, how: 'count' as const, of: had })),
  };
}

/** Who leaves by `as_of`, or would have, had nothing else come before: no end has cut what is made first. */
function leavers(dropout: PlannedEvent, context: PlanContext): Relation {
  const made = table('scratch', `occurrences_${dropout.level}`);
  const byAsOf = canBeToCome(context, [dropout]) ? [call('not', isToCome(context))] : [];
  const rows = filter(made, call('and', isOneOf([dropout]), column('happened'), ...byAsOf));
  return project(rows, [keep('person_id'), named('would_leave', literal(true))]);
}
