/** `patientsim.encounters`: visits, stays and calls, from the events of the timeline that are encounters. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  cast,
  column,
  drawBy,
  filter,
  integer,
  keep,
  literal,
  named,
  project,
  text,
  timestamp,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import { conditionCodes, reasonOf } from './diagnoses.ts';
import { happenedWith, isEncounter, originsOf, patient } from './events.ts';

export function encountersTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = timeline.events.filter(isEncounter);
  if (events.length === 0) return [];
  const { enumerations } = context;
  const classes = enumerations.define(
    'patientsim',
    'encounter_class',
    events.map((event) => classOf(event)),
  );
  const titles = enumerations.define(
    'patientsim',
    'encounter_type',
    events.map(({ use }) => use.definition.title),
  );
  const codes = conditionCodes(context, timeline);
  const values: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'class', type: classes },
      { name: 'type', type: titles },
      { name: 'reason_code', type: codes ?? text },
      { name: 'duration', type: { kind: 'stream' } },
      { name: 'ended_by', type: text },
    ],
    rows: events.map((event) => [
      event.key,
      classOf(event),
      event.use.definition.title,
      reasonOf(event, context),
      `${event.path}/duration`,
      event.use.definition.type === 'admission' ? event.journey.id : null,
    ]),
  };
  const statuses = enumerations.define('patientsim', 'encounter_status', ['finished']);
  const minutes = durationTerm(context, events, classes);
  const ends = call('add_minutes', column('moment'), minutes);
  const { from, end } = withDischarge(happenedWith(timeline, values), ends, timeline);
  return [
    planTable({
      schema: 'patientsim',
      name: 'encounters',
      comment: 'Visits, stays and calls: one row an encounter.',
      fill: 'person',
      from,
      primaryKey: ['encounter_id'],
      origins: originsOf(events),
      columns: [
        {
          name: 'encounter_id',
          type: bigint,
          term: column('timeline_id'),
          comment: "The same number as the event's in core.timeline.",
          references: 'core.timeline',
        },
        patient,
        { name: 'class', type: classes, term: column('class'), comment: 'FHIR encounter class (v3-ActCode).' },
        {
          name: 'type',
          type: titles,
          term: column('type'),
          comment: 'What the encounter was for, as the event catalogue titles it.',
        },
        { name: 'status', type: statuses, term: literal('finished', statuses), comment: 'FHIR encounter status.' },
        { name: 'start_time', type: timestamp, term: column('moment'), comment: 'Beginning, UTC.' },
        { name: 'end_time', type: timestamp, term: end, comment: 'End, UTC.' },
        ...(codes === undefined
          ? []
          : [
              {
                name: 'reason_code',
                type: codes,
                term: column('reason_code'),
                nullable: true,
                comment: 'ICD-10-CM code of the reason, where the event names one.',
              },
            ]),
      ],
    }),
  ];
}

function classOf({ use }: PlannedEvent): string {
  return use.definition.encounterClass ?? use.definition.type;
}

/** A stay ends with the discharge of its journey, where there is one. */
function withDischarge(stays: Relation, ends: Term, timeline: Timeline): { from: Relation; end: Term } {
  const discharges = timeline.events.filter(({ use }) => use.definition.type === 'discharge');
  const admitted = timeline.events.some(({ use }) => use.definition.type === 'admission');
  if (discharges.length === 0 || !admitted) return { from: stays, end: ends };
  const occurred = filter(
    timeline.occurrences,
    call(
      'and',
      column('happened'),
      call('or', ...discharges.map(({ key }) => call('equal', column('event_key'), key)), literal(false)),
    ),
  );
  const byJourney = project(occurred, [
    keep('person_id'),
    named('ended_by', cast(column('journey'), text)),
    keep('moment'),
  ]);
  const first: Relation = {
    kind: 'aggregate',
    input: byJourney,
    by: ['person_id', 'ended_by'],
    columns: [{ name: 'discharged', how: 'min', of: 'moment' }],
  };
  const on = ['person_id', 'ended_by'].map((name) => ({ left: name, right: name }));
  const left: Relation = { kind: 'join', how: 'left', left: stays, right: first, on };
  return { from: left, end: call('greatest', column('moment'), call('coalesce', column('discharged'), ends)) };
}

/** Where an encounter's class is none of the reference. */
const UNKNOWN_CLASS_MINUTES = 30;

function durationTerm({ knowledge }: PlanContext, events: readonly PlannedEvent[], classes: ColumnType): Term {
  const used = new Set(events.map((event) => classOf(event)));
  const branches = knowledge.encounterClasses
    .filter(({ code }) => used.delete(code))
    .map(({ code, durationMinutes: distribution }) => ({
      when: call('equal', column('class'), literal(code, classes)),
      then: { kind: 'sample' as const, distribution, uniform: drawBy('duration'), type: integer },
    }));
  const last = used.size === 0 ? branches.pop()?.then : undefined;
  return { kind: 'case', branches, otherwise: last ?? literal(UNKNOWN_CLASS_MINUTES) };
}
