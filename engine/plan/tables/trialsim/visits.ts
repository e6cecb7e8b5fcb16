/** `trialsim.visits`: when subjects came, held against when they were due. */
import type { PlannedTable, Relation, Scalar, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import {
  bigint,
  boolean,
  call,
  column,
  date,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
} from '../../terms.ts';
import { isEncounter } from '../happened.ts';
import { planTable, unionOf } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { plannedVisits } from './schedule.ts';
import type { PlannedVisit } from './schedule.ts';
import { happenedOf, scratchOf, scratchTable, studyDay, subjectColumn } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

const visitId: Term = rowKey(column('event_key'), column('occurrence'));

/** Visits that took place, with their place in the schedule. */
export function trialVisitsTable(trial: Trial): PlannedTable {
  const visits = plannedVisits(trial);
  const occurred = project(happenedOf(trial.events.visits, trial), [
    ...['person_id', 'event_key', 'occurrence'].map(keep),
    named('visited_on', call('to_date', column('moment'))),
  ]);
  const from = joinOn(
    joinOn(occurred, visitValues(visits), 'event_key', 'occurrence'),
    project(scratchOf('trial_subjects', trial), ['person_id', 'first_dose_on'].map(keep)),
    'person_id',
  );
  const due = call('add_days', column('first_dose_on'), column('after_dose'));
  const offset = call('days_between', due, column('visited_on'));
  const isIn = call(
    'and',
    call('less_or_equal', offset, column('days_after')),
    call('greater_or_equal', offset, call('negate', column('days_before'))),
  );
  return scratchTable(
    {
      name: 'trial_visits',
      comment: 'Visits that took place, with their place in the schedule.',
      primaryKey: ['person_id', 'event_key', 'occurrence'],
      columns: [
        ['person_id', integer],
        ['event_key', integer],
        ['occurrence', smallint],
        ['number', smallint],
        ['visited_on', date],
        ['first_dose_on', date],
        ['after_dose', integer],
        ['days_before', integer],
        ['days_after', integer],
        ['in_window', boolean],
      ],
      relation: project(from, [
        ...['person_id', 'event_key', 'occurrence', 'number', 'visited_on', 'first_dose_on'].map(keep),
        ...['after_dose', 'days_before', 'days_after'].map(keep),
        named('in_window', isIn),
      ]),
    },
    trial,
  );
}

function visitValues(visits: readonly PlannedVisit[]): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'occurrence', type: smallint },
      { name: 'number', type: smallint },
      { name: 'after_dose', type: integer },
      { name: 'days_before', type: integer },
      { name: 'days_after', type: integer },
    ],
    rows: visits.map(({ event, occurrence, number, afterDose, window }): Scalar[] => [
      event.key,
      occurrence,
      number,
      afterDose,
      window?.before ?? null,
      window?.after ?? null,
    ]),
  };
}

export function visitsTable(context: PlanContext, trials: Trials): PlannedTable {
  return unionOf(trials.map((trial) => visitsOfStudy(context, trial)));
}

function visitsOfStudy({ cohort, enumerations }: PlanContext, trial: Trial): PlannedTable {
  const planned = plannedVisits(trial);
  const names = enumerations.define(
    'trialsim',
    'visit_name',
    trial.among.flatMap((one) => plannedVisits(one).map(({ name }) => name)),
  );
  const byNumber: Relation = {
    kind: 'values',
    columns: [
      { name: 'number', type: smallint },
      { name: 'visit', type: names },
    ],
    rows: planned.map(({ number, name }) => [number, name]),
  };
  return planTable({
    schema: 'trialsim',
    name: 'visits',
    comment:
      'Visits that took place (SDTM SV), with when they were due (TV). Days are study days: the first dose is on day 1.',
    fill: 'person',
    from: joinOn(scratchOf('trial_visits', trial), byNumber, 'number'),
    primaryKey: ['visit_id'],
    origins: trial.events.visits.map(({ use }) => use.at),
    columns: [
      {
        name: 'visit_id',
        type: bigint,
        term: visitId,
        comment: "The same number as the event's in core.timeline and the encounter's in the chart.",
        references: 'core.timeline',
      },
      subjectColumn(trial),
      ...encounterColumn(cohort.profile.products.includes('patientsim'), trial.among),
      { name: 'visitnum', type: smallint, term: column('number'), comment: 'Number in the schedule (VISITNUM).' },
      { name: 'visit', type: names, term: column('visit'), comment: 'Name (VISIT).' },
      { name: 'visited_on', type: date, term: column('visited_on'), comment: 'Day on which it took place (SVSTDTC).' },
      ...againstSchedule(),
    ],
  });
}

/** Its study day beside the one that is planned, and the window around that. */
function againstSchedule(): readonly ColumnDefinition[] {
  const bound = (days: Term): Term => plannedDay(call('add', column('after_dose'), days));
  return [
    {
      name: 'planned_day',
      type: smallint,
      term: plannedDay(column('after_dose')),
      comment: 'Study day on which the protocol plans it (VISITDY).',
    },
    {
      name: 'study_day',
      type: smallint,
      term: studyDay(output('visited_on'), column('first_dose_on')),
      nullable: true,
      comment: 'Study day on which it took place (SVSTDY); empty for who was never treated.',
    },
    {
      name: 'window_low',
      type: smallint,
      term: bound(call('negate', column('days_before'))),
      nullable: true,
      comment: 'First study day of the window; empty where the protocol has none.',
    },
    {
      name: 'window_high',
      type: smallint,
      term: bound(column('days_after')),
      nullable: true,
      comment: 'Last study day of the window; empty likewise.',
    },
    {
      name: 'in_window',
      type: boolean,
      term: column('in_window'),
      nullable: true,
      comment: 'Whether it took place within its window; empty without a window or a first dose.',
    },
  ];
}

/** Of days after the first dose. */
function plannedDay(after: Term): Term {
  return {
    kind: 'case',
    branches: [
      { when: call('greater_or_equal', after, 0), then: call('add', after, 1) },
      { when: call('less', after, 0), then: after },
    ],
    otherwise: literal(null),
  };
}

function encounterColumn(hasChart: boolean, trials: Trials): readonly ColumnDefinition[] {
  const encounters = trials.flatMap(({ events }) => events.visits.filter(isEncounter));
  if (!hasChart || encounters.length === 0) return [];
  const isOne = encounters.map(({ key }) => call('equal', column('event_key'), key));
  const term: Term = {
    kind: 'case',
    branches: [{ when: call('or', literal(false), ...isOne), then: visitId }],
    otherwise: literal(null, bigint),
  };
  const comment = 'The encounter in the chart of the same person; empty where the visit is none.';
  return [{ name: 'encounter_id', type: bigint, term, nullable: true, comment, references: 'patientsim.encounters' }];
}
