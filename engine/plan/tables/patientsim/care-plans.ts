/** `patientsim.care_plans`: plans of care, each until the next of its kind. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, date, day, integer, keep, literal, named, project, text, when } from '../../terms.ts';
import { planTable } from '../table.ts';
import { conditionCodes } from '../condition-codes.ts';
import { reasonsGiven } from '../reasons/given.ts';
import { reasonOf } from '../reasons/named.ts';
import { happenedWith, originsOf, patient } from './events.ts';

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
  const made = reasons.beside(
    happenedWith(
      timeline,
      {
        kind: 'values',
        columns: [
          { name: 'event_key', type: integer },
          { name: 'title', type: titles },
          { name: 'reason_code', type: codes ?? text },
        ],
        rows: events.map((event) => [event.key, event.use.definition.title, reasonOf(event, context)]),
      },
      reasons.people(),
    ),
  );
  const ended = timeline.endsPeople ? call('to_date', column('died')) : literal(null, date);
  const next = call('to_date', column('next_moment'));
  const end = call('least', call('coalesce', next, ended), call('coalesce', ended, next));
  const isOver = call('coalesce', call('less_or_equal', end, day(cohort.profile.asOf.value)), literal(false));
  const from = withNext(made);
  return [
    planTable({
      schema: 'patientsim',
      name: 'care_plans',
      comment: 'Plans of care of a patient: one row a plan.',
      fill: 'person',
      from: timeline.endsPeople ? leftJoin(from, PERSON_ENDINGS, 'person_id') : from,
      primaryKey: ['care_plan_id'],
      origins: originsOf(events),
      columns: [
        {
          name: 'care_plan_id',
          type: bigint,
          term: column('timeline_id'),
          comment: "The same number as the event's in core.timeline.",
          references: 'core.timeline',
        },
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
        ...(codes === undefined
          ? []
          : [
              {
                name: 'reason_code',
                type: codes,
                term: reasons.term(codes),
                nullable: true,
                comment: 'ICD-10-CM code of what it is about, as the event names it or as was drawn for it.',
              },
            ]),
      ],
    }),
  ];
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
