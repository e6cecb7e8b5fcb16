/**
 * Who was cared for when, where and by whom: one row an encounter that happened. The chart and the claims are made from
 * it. It is written to `scratch.care` where more than one table reads it; where only the chart does, it is read in place.
 */
import type { ColumnType, NamedTerm, PlannedTable, Relation, ValuesColumn } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../endings.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  boolean,
  call,
  column,
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
import { classOf, END_STREAMS, endStreams, endTerm } from '../stay-lengths.ts';
import { careClasses, careEvents } from './care-events.ts';
import { withDischarge } from './discharged.ts';
import { keysOfStays } from './elsewhere.ts';
import { homeColumns, visitOf, withDrawnSpecialists, withProviders } from './networksim/index.ts';
import { conditionCodes } from './condition-codes.ts';
import { reasonsGiven } from './reasons/given.ts';
import { reasonOf } from './reasons/named.ts';
import { happenedWith, isEncounter, originsOf } from './happened.ts';
import { scratchColumns } from '../scratch-columns.ts';
import { renewingEvents } from './renewing-events.ts';
import { prescribingEvents } from './visit-prescriptions.ts';

/**
 * `person_id`, `event_key`, `occurrence`, `encounter_id`, `class`, `type`, `start_time`, `end_time`, `reason_code` (where
 * the cohort knows codes), `provider_id`, `facility_id`, `in_network`, of the range of persons being built.
 */
export function careOf(context: PlanContext, timeline: Timeline): Relation {
  return isShared(context, timeline) ? table('scratch', 'care') : careRelation(context, timeline);
}

export function careTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = careEvents(timeline);
  if (events.length === 0 || !isShared(context, timeline)) return [];
  return [
    {
      schema: 'scratch',
      name: 'care',
      fill: 'scratch',
      comment: 'Encounters that happened, with who cared for whom.',
      columns: scratchColumns(careColumns(context, timeline)),
      primaryKey: ['encounter_id'],
      relation: careRelation(context, timeline),
      origins: originsOf(events),
    },
  ];
}

/** Claims read it several times, whether or not there is a chart beside them; so do orders that are written at visits, and fills where there are stays. */
function isShared(context: PlanContext, timeline: Timeline): boolean {
  const { profile } = context.cohort;
  const isClaimed = profile.products.includes('membersim') && profile.coverage !== undefined;
  const isFilled = profile.products.includes('rxmembersim') && keysOfStays(context, timeline).length > 0;
  const isOrdered =
    renewingEvents(context, timeline).length > 0 ||
    prescribingEvents(context, timeline).some(({ event }) => isEncounter(event));
  return isClaimed || isFilled || isOrdered;
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
    class: careClasses(context, timeline),
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
  const homes = hasProviders(context) ? homeColumns(context) : undefined;
  const reasons = reasonsGiven(events, context);
  const happened = happenedWith(timeline, eventValues(types, context, timeline), reasons.people(homes));
  const ends = endTerm(context, events, types.class);
  const { from: ended, end } = withDischarge(reasons.beside(happened), ends, timeline, context);
  const { from, columns } = hasProviders(context)
    ? withProviders(
        withDrawnSpecialists(ended, types.code ?? text, { context, events: timeline.events, seen: events }),
        context,
        timeline,
      )
    : { from: ended, columns: NOBODY };
  return project(timeline.endsPeople ? leftJoin(from, PERSON_ENDINGS, 'person_id') : from, [
    ...['person_id', 'event_key', 'occurrence'].map(keep),
    named('encounter_id', column('timeline_id')),
    ...['class', 'type'].map(keep),
    named('start_time', column('moment')),
    named('end_time', timeline.endsPeople ? call('least', end, call('coalesce', column('died'), end)) : end),
    ...(types.code === undefined ? [] : [named('reason_code', reasons.term(types.code))]),
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
    ...END_STREAMS.map((name) => ({ name, type: { kind: 'stream' as const } })),
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
        ...endStreams(event),
        visit.specialty ?? null,
        visit.facility ?? null,
        visit.referred,
        `${event.path}/outside`,
      ];
    }),
  };
}
