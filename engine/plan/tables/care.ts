/**
 * Who was cared for when, where and by whom: one row an encounter that happened. The chart and the claims are made from
 * it. It is written to `scratch.care` where more than one table reads it; where only the chart does, it is read in place.
 */
import type {
  ColumnType,
  ConditionConcept,
  NamedTerm,
  PlannedTable,
  Relation,
  Term,
  ValuesColumn,
} from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../events.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  boolean,
  call,
  column,
  drawBy,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  text,
  timestamp,
  when,
} from '../terms.ts';
import { homeColumns, visitOf, withProviders } from './networksim/index.ts';
import { isOutside } from '../population/onset.ts';
import { conditionCodes, reasonOf } from './diagnoses.ts';
import { happenedWith, isEncounter, originsOf } from './happened.ts';
import { scratchColumns } from '../scratch-columns.ts';

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
      columns: scratchColumns(careColumns(context, timeline)),
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
  const confined = confinedReasons(context, timeline);
  const homes = hasProviders(context) ? homeColumns(context) : undefined;
  const people = confined.length === 0 ? homes : withBirth(homes);
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
    ...(types.code === undefined ? [] : [named('reason_code', reasonTerm(confined, types.code))]),
    ...columns,
  ]);
}

/** What encounters can be for and not everybody can have, unless everybody of the cohort has it. */
export function confinedReasons(context: PlanContext, timeline: Timeline): readonly ConditionConcept[] {
  const { conditions } = context.cohort.profile;
  const ofAll = conditions.filter(({ prevalence }) => prevalence.kind === 'constant' && prevalence.value >= 1);
  const isOfAll = (code: string): boolean => ofAll.some((one) => one.code === code);
  const reasons = new Set(careEvents(timeline).map((event) => reasonOf(event, context)));
  return context.knowledge.conditions.filter(
    ({ code, sex, ages }) =>
      reasons.has(code) && (ages !== undefined || sex !== undefined) && (ages?.to !== undefined || !isOfAll(code)),
  );
}

function withBirth(homes: Relation | undefined): Relation {
  const births = project(table('scratch', 'population'), [
    keep('person_id'),
    named('born', column('birth_date')),
    named('is_female', call('equal', column('attribute:gender'), literal('F'))),
  ]);
  return homes === undefined ? births : joinOn(homes, births, 'person_id');
}

/** An encounter is for nothing that the person cannot have. */
function reasonTerm(confined: readonly ConditionConcept[], type: ColumnType): Term {
  const reason = column('reason_code');
  if (confined.length === 0) return reason;
  const isImpossible = confined.map(({ code, sex, ages }) => {
    const isOther = sex === undefined ? [] : [sex === 'F' ? call('not', column('is_female')) : column('is_female')];
    const isNoAge = ages === undefined ? [] : [isOutside(ages, call('to_date', column('moment')), column('born'))];
    return call('and', call('equal', reason, literal(code, type)), call('or', literal(false), ...isOther, ...isNoAge));
  });
  return when(call('or', literal(false), ...isImpossible), literal(null, type), reason);
}

/** Of these encounters of the timeline `person_id`, `event_key`, `occurrence`, when they began (`began`) and `ended`. */
export function timesOf(events: readonly PlannedEvent[], context: PlanContext, timeline: Timeline): Relation {
  const types = careTypes(context, timeline);
  const values: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'class', type: types.class },
      { name: 'duration', type: { kind: 'stream' } },
    ],
    rows: events.map((event) => [event.key, classOf(event), durationStream(event)]),
  };
  const minutes = durationTerm(context, events, types.class);
  const happened = happenedWith(timeline, values);
  const { from, end } = withDischarge(happened, call('add_minutes', column('moment'), minutes), timeline);
  return project(from, [
    ...['person_id', 'event_key', 'occurrence'].map(keep),
    named('began', column('moment')),
    named('ended', end),
  ]);
}

function durationStream({ path }: PlannedEvent): string {
  return `${path}/duration`;
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
        durationStream(event),
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

/** A stay ends with the discharge that follows it, where there is one. */
function withDischarge(stays: Relation, ends: Term, timeline: Timeline): { from: Relation; end: Term } {
  const ended = timeline.events.flatMap((discharge) => {
    const stay = stayEndedBy(discharge, timeline);
    return stay === undefined ? [] : [[discharge.key, stay.admission.key, stay.each]];
  });
  if (ended.length === 0) return { from: stays, end: ends };
  const values: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'admission_key', type: integer },
      { name: 'each', type: boolean },
    ],
    rows: ended,
  };
  const discharges = project(happenedWith(timeline, values), [
    keep('person_id'),
    named('discharged_key', column('admission_key')),
    named('discharged_occurrence', when(column('each'), column('occurrence'), literal(0, smallint))),
    keep('moment'),
  ]);
  const first: Relation = {
    kind: 'aggregate',
    input: discharges,
    by: ['person_id', 'discharged_key', 'discharged_occurrence'],
    columns: [{ name: 'discharged', how: 'min', of: 'moment' }],
  };
  const from: Relation = {
    kind: 'join',
    how: 'left',
    left: stays,
    right: first,
    on: [
      { left: 'person_id', right: 'person_id' },
      { left: 'event_key', right: 'discharged_key' },
      { left: 'occurrence', right: 'discharged_occurrence' },
    ],
  };
  const isLater = call('less', column('moment'), column('discharged'));
  return { from, end: when(call('coalesce', isLater, literal(false)), column('discharged'), ends) };
}

interface Ended {
  readonly admission: PlannedEvent;
  /** Each occurrence of the discharge ends the stay of the same occurrence; else it ends the first. */
  readonly each: boolean;
}

/** The admission that a discharge follows, or the only one of its journey. */
function stayEndedBy(discharge: PlannedEvent, timeline: Timeline): Ended | undefined {
  if (discharge.use.definition.type !== 'discharge') return undefined;
  const ofJourney = timeline.events.filter(({ journey }) => journey.id === discharge.journey.id);
  const isAdmission = ({ use }: PlannedEvent): boolean => use.definition.type === 'admission';
  const seen = new Set<string>();
  let each = true;
  for (let at: PlannedEvent | undefined = discharge; at !== undefined && !seen.has(at.path);) {
    seen.add(at.path);
    const { anchor, eachTime, onceFor }: PlannedEvent['use']['timing'] = at.use.timing;
    each = each && eachTime === true && onceFor === undefined;
    at = anchor.kind === 'event' ? ofJourney.find(({ use }) => use.id === anchor.id) : undefined;
    if (at !== undefined && isAdmission(at)) return { admission: at, each };
  }
  const [admission, ...others] = ofJourney.filter(isAdmission);
  return admission === undefined || others.length > 0 ? undefined : { admission, each: false };
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
