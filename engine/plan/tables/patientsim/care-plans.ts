/** `patientsim.care_plans`: plans of care, each until the next of its kind. */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import type { Timeline } from '../../timeline.ts';
import { call, column, date, day, integer, keep, literal, named, project, text, when } from '../../terms.ts';
import { planTable } from '../table.ts';
import { conditionCodes } from '../condition-codes.ts';
import { reasonsGiven } from '../reasons/given.ts';
import { reasonOf } from '../reasons/named.ts';
import { eventId, reasonCode } from './columns.ts';
import { happenedWith, originsOf, patient } from './events.ts';

/** Plans of care; no table where nobody is given one. */
export function carePlansTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = timeline.events.filter(({ use }) => use.definition.type === 'care_plan');
  if (events.length === 0) return [];
  const { cohort, enumerations } = context;
  const titles = enumerations.define(
    'patientsim',
    'care_plan_title',
    events.map(({ use }) => use.definition.title).toSorted(),
  );
  const statuses = enumerations.define('patientsim', 'care_plan_status', ['active', 'completed']);
  const codes = conditionCodes(context, timeline);
  const reasons = reasonsGiven(events, context);
  const values = {
    kind: 'values' as const,
    columns: [
      { name: 'event_key', type: integer },
      { name: 'title', type: titles },
      { name: 'reason_code', type: codes ?? text },
    ],
    rows: events.map((event) => [event.key, event.use.definition.title, reasonOf(event, context)]),
  };
  const plans = withNext(reasons.beside(happenedWith(timeline, values, reasons.people())));
  const end = endOfPlan(timeline);
  const isOver = call('coalesce', call('less_or_equal', end, day(cohort.profile.asOf.value)), literal(false));
  return [
    planTable({
      schema: 'patientsim',
      name: 'care_plans',
      comment: 'Plans of care of a patient: one row a plan.',
      fill: 'person',
      from: timeline.endsPeople ? leftJoin(plans, PERSON_ENDINGS, 'person_id') : plans,
      primaryKey: ['care_plan_id'],
      origins: originsOf(events),
      columns: [
        eventId('care_plan_id'),
        patient,
        {
          name: 'title',
          type: titles,
          term: column('title'),
          comment: 'What it is, as the event catalogue titles it.',
        },
        {
          name: 'status',
          type: statuses,
          term: when(isOver, literal('completed', statuses), literal('active', statuses)),
          comment: 'FHIR status on as_of.',
        },
        {
          name: 'period_start',
          type: date,
          term: call('to_date', column('moment')),
          comment: 'Day on which it was made.',
        },
        {
          name: 'period_end',
          type: date,
          term: end,
          nullable: true,
          comment: 'Day of the next time it was made, or of death; empty while it stands.',
        },
        ...reasonCode(
          codes,
          reasons.term,
          'ICD-10-CM code of what it is about, as the event names it or as was drawn for it.',
        ),
      ],
    }),
  ];
}

/** The day of the next plan or of death, whichever comes first; unknown where neither does. */
function endOfPlan({ endsPeople }: Timeline): Term {
  const died = endsPeople ? call('to_date', column('died')) : literal(null, date);
  const next = call('to_date', column('next_moment'));
  return call('least', call('coalesce', next, died), call('coalesce', died, next));
}

/** `next_moment`: when the same event happened next. */
function withNext(made: Relation): Relation {
  const numbered: Relation = {
    kind: 'running',
    input: { kind: 'extend', input: made, columns: [named('one', literal(1))] },
    by: ['person_id', 'event_key'],
    along: ['moment', 'occurrence'],
    columns: [{ name: 'place', of: 'one' }],
  };
  const next = project(numbered, [
    keep('person_id'),
    keep('event_key'),
    named('place', call('subtract', column('place'), 1)),
    named('next_moment', column('moment')),
  ]);
  return leftJoin(numbered, next, 'person_id', 'event_key', 'place');
}
