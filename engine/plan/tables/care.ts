/**
 * Who was cared for when, where and by whom: one row an encounter that happened. The chart and the claims are made from
 * it. It is written to `scratch.care` where more than one table reads it; where only the chart does, it is read in place.
 */
import type { ColumnType, NamedTerm, PlannedTable, Relation, Term, ValuesColumn } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../events.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  boolean,
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
  smallint,
  table,
  text,
  timestamp,
} from '../terms.ts';
import { homeColumns, visitOf, withProviders } from './networksim/index.ts';
import { conditionCodes, reasonOf } from './diagnoses.ts';
import { happenedWith, isEncounter, originsOf } from './happened.ts';

/** The events of the cohort that are encounters; without any there is no care. */
export function careEvents({ events }: Timeline): readonly PlannedEvent[] {
  return events.filter(isEncounter);
}

/**
 * `person_id`, `event_key`, `occurrence`, `encounter_id`, `class`, `type`, `start_time`, `end_time`, `reason_code` (where
 * the cohort knows codes), `provider_id`, `facility_id`, `in_network`, of the range of persons being built.
 */
export function careOf(context: PlanContext, timeline: Timeline): Relation {
  return isShared(context) ? table('scratch', 'care') : careRelation(context, timeline);
}

export function careTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = careEvents(timeline);
  if (events.length === 0 || !isShared(context)) return [];
  return [
    {
      schema: 'scratch',
      name: 'care',
      fill: 'scratch',
      comment: 'Encounters that happened, with who cared for whom.',
      columns: careColumns(context, timeline).map((one) => ({
        ...one,
        nullable: true,
        comment: '',
        references: undefined,
      })),
      primaryKey: ['encounter_id'],
      relation: careRelation(context, timeline),
      origins: originsOf(events),
    },
  ];
}

/** Claims read it several times, whether or not there is a chart beside them. */
function isShared({ cohort: { profile } }: PlanContext): boolean {
  return profile.products.includes('membersim') && profile.coverage !== undefined;
}

interface CareTypes {
  readonly class: ColumnType;
  readonly title: ColumnType;
  readonly code: ColumnType | undefined;
}

export function careTypes(context: PlanContext, timeline: Timeline): CareTypes {
  const events = careEvents(timeline);
  const { enumerations } = context;
  return {
    class: enumerations.define('core', 'encounter_class', events.map(classOf)),
    title: enumerations.define(
      'core',
      'encounter_type',
      events.map(({ use }) => use.definition.title),
    ),
    code: conditionCodes(context, timeline),
  };
}

function careColumns(context: PlanContext, timeline: Timeline): readonly { name: string; type: ColumnType }[] {
  const types = careTypes(context, timeline);
  return [
    { name: 'person_id', type: integer },
    { name: 'event_key', type: integer },
    { name: 'occurrence', type: smallint },
    { name: 'encounter_id', type: bigint },
    { name: 'class', type: types.class },
    { name: 'type', type: types.title },
    { name: 'start_time', type: timestamp },
    { name: 'end_time', type: timestamp },
    ...(types.code === undefined ? [] : [{ name: 'reason_code', type: types.code }]),
    { name: 'provider_id', type: bigint },
    { name: 'facility_id', type: bigint },
    { name: 'in_network', type: boolean },
  ];
}

function careRelation(context: PlanContext, timeline: Timeline): Relation {
  const types = careTypes(context, timeline);
  const events = careEvents(timeline);
  const minutes = durationTerm(context, events, types.class);
  const people = hasProviders(context) ? homeColumns(context) : undefined;
  const happened = happenedWith(timeline, eventValues(types, context, timeline), people);
  const { from: ended, end } = withDischarge(happened, call('add_minutes', column('moment'), minutes), timeline);
  const { from, columns } = hasProviders(context)
    ? withProviders(ended, context, timeline)
    : { from: ended, columns: NOBODY };
  return project(from, [
    ...['person_id', 'event_key', 'occurrence'].map(keep),
    named('encounter_id', column('timeline_id')),
    ...['class', 'type'].map(keep),
    named('start_time', column('moment')),
    named('end_time', end),
    ...(types.code === undefined ? [] : [keep('reason_code')]),
    ...columns,
  ]);
}

/** Whether the cohort's providers are known: where it asks for networksim. */
export function hasProviders({ cohort }: PlanContext): boolean {
  return cohort.profile.products.includes('networksim');
}

const NOBODY: readonly NamedTerm[] = [
  named('provider_id', literal(null, bigint)),
  named('facility_id', literal(null, bigint)),
  named('in_network', literal(true)),
];

/** What each encounter needs to know of its event. */
function eventValues(
  types: CareTypes,
  context: PlanContext,
  timeline: Timeline,
): Extract<Relation, { kind: 'values' }> {
  const columns: readonly ValuesColumn[] = [
    { name: 'event_key', type: integer },
    { name: 'class', type: types.class },
    { name: 'type', type: types.title },
    { name: 'reason_code', type: types.code ?? text },
    { name: 'duration', type: { kind: 'stream' } },
    { name: 'ended_by', type: text },
    { name: 'specialty_need', type: integer },
    { name: 'facility_need', type: integer },
    { name: 'referred', type: boolean },
    { name: 'outside', type: { kind: 'stream' } },
  ];
  return {
    kind: 'values',
    columns,
    rows: careEvents(timeline).map((event) => {
      const visit = visitOf(event, context, timeline.events);
      return [
        event.key,
        classOf(event),
        event.use.definition.title,
        reasonOf(event, context),
        `${event.path}/duration`,
        event.use.definition.type === 'admission' ? event.journey.id : null,
        visit.specialty ?? null,
        visit.facility ?? null,
        visit.referred,
        `${event.path}/outside`,
      ];
    }),
  };
}

/** The code of the encounter class, or the event's type where it has none. */
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
