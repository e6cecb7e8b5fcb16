/**
 * `patientsim.observations`: what events measure, and what the profile declares of people's laboratory values. A
 * measurement is the person's own baseline with the variation between two measurements.
 */
import type {
  ColumnType,
  Knowledge,
  ObservationConcept,
  PlannedTable,
  Relation,
  Scalar,
  Term,
  ValuesColumn,
} from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { lastDay, livingPeople } from '../../endings.ts';
import { studiesOf } from '../../study-arm.ts';
import type { PlannedEvent } from '../../events.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import type { PlannedAttribute, Population } from '../../population.ts';
import { CHANGE, changesAt, movedValue } from '../../state/changes.ts';
import { attributeKey, movedAttributes } from '../../state/effects.ts';
import { partnerOf } from '../../state/pairs.ts';
import { measure, measuredTerm, MEASURING_COLUMNS, measuringCells } from '../../state/measuring.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  double,
  drawOf,
  filter,
  integer,
  keep,
  literal,
  named,
  output,
  pick,
  project,
  smallint,
  table,
  timestamp,
  when,
} from '../../terms.ts';
import { inRange } from '../identifiers.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { happenedWith, isEncounter, originsOf, patient } from './events.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import { isOrder, orderReference } from './orders.ts';

/** Days before `as_of` over which a laboratory value of the profile was taken. */
const RECENT_DAYS = 90;
const LABORATORY_MINUTE = 9 * 60;

/** One observation of an event, or of the profile where `event` is absent. */
interface Measurement {
  readonly concept: ObservationConcept;
  readonly event: PlannedEvent | undefined;
  /** Names its stream and its key. */
  readonly path: string;
}

interface ObservationTypes {
  readonly name: ColumnType;
  readonly code: ColumnType;
  readonly unit: ColumnType;
  readonly flag: ColumnType;
}

export function observationsTable(
  context: PlanContext,
  population: Population,
  timeline: Timeline,
): readonly PlannedTable[] {
  const measured = measuredByEvents(context, timeline);
  const all = [...measured, ...declaredByProfile(context)];
  if (all.length === 0) return [];
  const types = observationTypes(context, all);
  const rows = measuredRows(all, all, { context, population, timeline });
  const shared = isShared(context) ? [sharedTable(rows, types, all)] : [];
  return [
    ...shared,
    planTable({
      schema: 'patientsim',
      name: 'observations',
      comment: 'Laboratory results and vital signs: one row a measurement.',
      fill: 'person',
      from: shared.length > 0 ? MEASURED : rows,
      primaryKey: ['observation_id'],
      origins: [...originsOf(measured.flatMap(({ event }) => event ?? [])), ...all.map(({ concept }) => concept.at)],
      columns: observationColumns(types, timeline),
    }),
  ];
}

const MEASURED: Relation = table('scratch', 'measured');

/** The study of a cohort reads what the chart measured; otherwise it is read once and written nowhere else. */
function isShared({ cohort }: PlanContext): boolean {
  const { products } = cohort.profile;
  return products.includes('patientsim') && products.includes('trialsim') && studiesOf(cohort).length > 0;
}

function sharedTable(rows: Relation, types: ObservationTypes, all: readonly Measurement[]): PlannedTable {
  const columns: readonly (readonly [string, ColumnType])[] = [
    ['person_id', integer],
    ['occurrence', smallint],
    ['moment', timestamp],
    ['encounter_id', bigint],
    ['order_id', bigint],
    ['observation_key', integer],
    ['name', types.name],
    ['code', types.code],
    ['unit', types.unit],
    ['low', measure],
    ['high', measure],
    ['measured', measure],
  ];
  return {
    schema: 'scratch',
    name: 'measured',
    fill: 'scratch',
    comment: 'What was measured, for the chart and the record of the study.',
    columns: scratchColumns(columns.map(([name, type]) => ({ name, type }))),
    primaryKey: ['person_id', 'observation_key', 'occurrence'],
    relation: rows,
    origins: all.map(({ concept }) => concept.at),
  };
}

interface Measuring {
  readonly context: PlanContext;
  readonly population: Population;
  readonly timeline: Timeline;
}

/**
 * What was measured of these observations, the same values as in the chart: `person_id`, `name`, `moment`, `measured`,
 * `encounter_id`, `order_id`; nothing where the cohort measures none of them. Where there is a chart, it is read.
 */
export function measurementsOf(names: ReadonlySet<string>, measuring: Measuring): Relation | undefined {
  const { context, timeline } = measuring;
  const all = [...measuredByEvents(context, timeline), ...declaredByProfile(context)];
  const some = all.filter(({ concept }) => names.has(concept.name));
  if (some.length === 0) return undefined;
  if (!context.cohort.profile.products.includes('patientsim')) return measuredRows(some, all, measuring);
  const types = observationTypes(context, all);
  const asked = new Set(some.map(({ concept }) => concept.name));
  const isAsked = [...asked].map((name) => call('equal', column('name'), literal(name, types.name)));
  const charted = filter(table('patientsim', 'observations'), call('or', literal(false), ...isAsked));
  const rows = project(charted, [
    named('person_id', column('patient_id')),
    keep('name'),
    named('moment', column('effective_time')),
    named('measured', column('value')),
    keep('encounter_id'),
    named('order_id', orderReference(timeline).length > 0 ? column('order_id') : literal(null, bigint)),
  ]);
  return inRange(rows);
}

/** The names of the observations that the cohort measures, and their type in the chart. */
export function measuredNames({ context, timeline }: Measuring): {
  readonly type: ColumnType;
  readonly names: ReadonlySet<string>;
} {
  const all = [...measuredByEvents(context, timeline), ...declaredByProfile(context)];
  return { type: observationTypes(context, all).name, names: new Set(all.map(({ concept }) => concept.name)) };
}

export interface EventMeasurement {
  readonly concept: ObservationConcept;
  readonly event: PlannedEvent;
  readonly key: number;
}

/**
 * What these events measured, the same values as in the chart: `person_id`, `occurrence`, `moment`, `observation_key`, `unit`,
 * `low`, `high`, `measured`, perhaps beside what others did; nothing where they measure nothing.
 */
export function measuredBy(
  events: readonly PlannedEvent[],
  measuring: Measuring,
):
  | { readonly from: Relation; readonly measurements: readonly EventMeasurement[]; readonly unit: ColumnType }
  | undefined {
  const all = [...measuredByEvents(measuring.context, measuring.timeline), ...declaredByProfile(measuring.context)];
  const keys = nameKeys(all.map(({ path }) => path));
  const paths = new Set(events.map(({ path }) => path));
  const some = all.filter(({ event }) => event !== undefined && paths.has(event.path));
  if (some.length === 0) return undefined;
  const measurements = some.flatMap(({ concept, event, path }) =>
    event === undefined ? [] : [{ concept, event, key: keys.get(path) ?? 0 }],
  );
  const { unit } = observationTypes(measuring.context, all);
  const from = isShared(measuring.context) ? MEASURED : measuredRows(some, all, measuring);
  return { from, measurements, unit };
}

/** `some` of `all` that the cohort measures. */
function measuredRows(
  some: readonly Measurement[],
  all: readonly Measurement[],
  { context, population, timeline }: Measuring,
): Relation {
  const types = observationTypes(context, all);
  const keys = nameKeys(all.map(({ path }) => path));
  const valuesOf = (these: readonly Measurement[]): ValuesRelation =>
    measurementValues(these, { keys, types, knowledge: context.knowledge });
  const used = new Set(some.map(({ concept }) => concept.name));
  for (const { concept } of some) used.add(partnerOf(concept.name, context.knowledge) ?? concept.name);
  const baselines = population.attributes.filter(({ name }) => used.has(name));
  const taken = (these: readonly Measurement[], people: readonly PlannedAttribute[]): Relation => {
    const [of, without] = [these.filter(({ event }) => event), these.filter(({ event }) => !event)];
    return unionOf([
      ...(of.length > 0 ? [eventMeasurements(timeline, valuesOf(of), people)] : []),
      ...(without.length > 0 ? [profileMeasurements(context, timeline, valuesOf(without), people)] : []),
    ]);
  };
  const moved = movedAttributes(context.cohort);
  const moving = some.filter(({ concept }) => moved.has(concept.name));
  const plain = taken(some, baselines);
  const from =
    moving.length === 0 ? plain : withChanges(plain, taken(moving, []), { moving, context, timeline, types });
  const { knowledge } = context;
  return withValues(from, { baselines, knowledge, types, moved: new Set(moving.map(({ concept }) => concept.name)) });
}

function measuredByEvents({ knowledge }: PlanContext, timeline: Timeline): readonly Measurement[] {
  const concepts = new Map(knowledge.observations.map((one) => [one.name, one]));
  return timeline.events.flatMap((event) =>
    event.use.definition.observations.flatMap(({ value }) => {
      const concept = concepts.get(value);
      return concept === undefined ? [] : [{ concept, event, path: `${event.path}/${value}` }];
    }),
  );
}

function declaredByProfile({ cohort, knowledge }: PlanContext): readonly Measurement[] {
  const declared = new Set(cohort.profile.attributes.filter(({ role }) => role === 'labs').map(({ name }) => name));
  return knowledge.observations
    .filter(({ name }) => declared.has(name))
    .map((concept) => ({ concept, event: undefined, path: `${cohort.profile.id}/labs/${concept.name}` }));
}

function observationTypes({ enumerations }: PlanContext, all: readonly Measurement[]): ObservationTypes {
  const define = (name: string, values: readonly string[]): ColumnType =>
    enumerations.define('patientsim', `observation_${name}`, values);
  const sorted = (of: (concept: ObservationConcept) => string): readonly string[] =>
    all.map(({ concept }) => of(concept)).toSorted();
  return {
    name: define(
      'name',
      sorted(({ name }) => name),
    ),
    code: define(
      'code',
      sorted(({ code }) => code),
    ),
    unit: define(
      'unit',
      sorted(({ unit }) => unit),
    ),
    flag: define('interpretation', ['L', 'N', 'H']),
  };
}

type ValuesRelation = Extract<Relation, { kind: 'values' }>;

interface MeasurementRows {
  readonly keys: ReadonlyMap<string, number>;
  readonly knowledge: Knowledge;
  readonly types: ObservationTypes;
}

/** What every measurement needs to know, as rows of data. */
function measurementValues(
  measurements: readonly Measurement[],
  { keys, knowledge, types }: MeasurementRows,
): ValuesRelation {
  const columns: readonly ValuesColumn[] = [
    { name: 'event_key', type: integer },
    { name: 'observation_key', type: integer },
    { name: 'name', type: types.name },
    { name: 'code', type: types.code },
    { name: 'unit', type: types.unit },
    { name: 'low', type: measure },
    { name: 'high', type: measure },
    { name: 'in_encounter', type: boolean },
    { name: 'of_order', type: boolean },
    ...MEASURING_COLUMNS,
  ];
  const rows = measurements.map(({ concept, event, path }): Scalar[] => [
    event?.key ?? null,
    keys.get(path) ?? 0,
    concept.name,
    concept.code,
    concept.unit,
    concept.low ?? null,
    concept.high ?? null,
    event !== undefined && isEncounter(event),
    event !== undefined && isOrder(event),
    ...measuringCells(concept, path.slice(0, -concept.name.length - 1), knowledge),
  ]);
  return { kind: 'values', columns, rows };
}

const KNOWN_OF_MEASUREMENT = [
  'observation_key',
  'name',
  'code',
  'unit',
  'scale',
  'step',
  'low',
  'high',
  'variation',
  'most',
  'value:person',
  'value:occurrence',
];

/** People's own values, under names that none of the timeline's columns has. */
function ofPeople(
  baselines: readonly PlannedAttribute[],
  others: readonly string[] = [],
  people: Relation = table('scratch', 'population'),
): Relation {
  return project(people, [
    keep('person_id'),
    ...others.map(keep),
    ...baselines.map((one) => named(baselineOf(one), column(one.column))),
  ]);
}

function baselineOf({ name }: PlannedAttribute): string {
  return `baseline:${name}`;
}

/** Baselines join the few rows of events before each becomes its many measurements. */
function eventMeasurements(
  timeline: Timeline,
  values: ValuesRelation,
  baselines: readonly PlannedAttribute[],
): Relation {
  return project(happenedWith(timeline, values, ofPeople(baselines)), [
    ...['person_id', 'occurrence', 'moment'].map(keep),
    named('encounter_id', when(column('in_encounter'), column('timeline_id'), literal(null, bigint))),
    named('order_id', when(column('of_order'), column('timeline_id'), literal(null, bigint))),
    ...[...KNOWN_OF_MEASUREMENT, ...baselines.map(baselineOf)].map(keep),
  ]);
}

/** Laboratory values that the profile declares were all taken on one day shortly before `as_of`, or before death. */
function profileMeasurements(
  context: PlanContext,
  { endsPeople }: Timeline,
  values: ValuesRelation,
  baselines: readonly PlannedAttribute[],
): Relation {
  const last = lastDay(context, endsPeople);
  const lived = call('days_between', column('birth_date'), last);
  const daysAgo = call('least', pick(drawOf(`${context.cohort.profile.id}/labs/taken`), RECENT_DAYS), lived);
  const taken = call('add_days', last, call('negate', daysAgo));
  const each: Relation = {
    kind: 'join',
    how: 'cross',
    left: ofPeople(baselines, ['birth_date', ...(endsPeople ? ['died'] : [])], livingPeople(endsPeople)),
    right: values,
    on: [],
  };
  return project(each, [
    keep('person_id'),
    named('occurrence', literal(0, smallint)),
    named('moment', call('at_minute', taken, LABORATORY_MINUTE)),
    named('encounter_id', literal(null, bigint)),
    named('order_id', literal(null, bigint)),
    ...[...KNOWN_OF_MEASUREMENT, ...baselines.map(baselineOf)].map(keep),
  ]);
}

function unionOf(parts: readonly Relation[]): Relation {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'union', inputs: parts };
}

interface Moving {
  readonly moving: readonly Measurement[];
  readonly context: PlanContext;
  readonly timeline: Timeline;
  readonly types: ObservationTypes;
}

/** The measurements with how far events had moved what they measure: `asking` are those of what moves. */
function withChanges(measurements: Relation, asking: Relation, { moving, context, timeline, types }: Moving): Relation {
  const by = ['person_id', 'observation_key', 'occurrence'];
  const names = [...new Set(moving.map(({ concept }) => concept.name))];
  const key: Term = {
    kind: 'case',
    branches: names.map((name) => ({
      when: call('equal', column('name'), literal(name, types.name)),
      then: literal(attributeKey(name)),
    })),
    otherwise: literal(null),
  };
  const askers = project(asking, [...by.map(keep), named('asked_at', column('moment')), named('attribute_key', key)]);
  const { events, occurrences } = timeline;
  return {
    kind: 'join',
    how: 'left',
    left: measurements,
    right: changesAt({ askers, by, events, occurrences }, context),
    on: by.map((name) => ({ left: name, right: name })),
  };
}

interface Valuation {
  readonly knowledge: Knowledge;
  readonly baselines: readonly PlannedAttribute[];
  readonly types: ObservationTypes;
  readonly moved: ReadonlySet<string>;
}

function withValues(measurements: Relation, { baselines, knowledge, types, moved }: Valuation): Relation {
  const own = (name: string): Term | undefined => {
    const known = baselines.find((one) => one.name === name);
    return known && column(baselineOf(known));
  };
  const baseline: Term = {
    kind: 'case',
    branches: baselines.map((one) => ({
      when: call('equal', column('name'), literal(one.name, types.name)),
      then: moved.has(one.name)
        ? movedValue(one, column(CHANGE), { knowledge, own })
        : cast(column(baselineOf(one)), double),
    })),
    otherwise: literal(null),
  };
  return project(measurements, [
    ...['person_id', 'occurrence', 'moment', 'encounter_id', 'order_id', 'observation_key'].map(keep),
    ...['name', 'code', 'unit', 'low', 'high'].map(keep),
    named('measured', measuredTerm(baseline)),
  ]);
}

function observationColumns(types: ObservationTypes, timeline: Timeline): readonly ColumnDefinition[] {
  return [
    {
      name: 'observation_id',
      type: bigint,
      term: rowKey(column('observation_key'), column('occurrence')),
      comment: 'Person, event with observation, and occurrence as one number.',
    },
    patient,
    {
      name: 'encounter_id',
      type: bigint,
      term: column('encounter_id'),
      nullable: true,
      comment: 'The encounter in which it was measured, if any.',
      ...(timeline.events.some(isEncounter) ? { references: 'patientsim.encounters' } : {}),
    },
    ...orderReference(timeline).map((one) => ({ ...one, term: column('order_id') })),
    { name: 'name', type: types.name, term: column('name'), comment: 'What expressions call it.' },
    { name: 'code', type: types.code, term: column('code'), comment: 'LOINC code.' },
    {
      name: 'value',
      type: measure,
      term: column('measured'),
      comment: "The person's own value at that moment with the variation between two measurements.",
    },
    { name: 'unit', type: types.unit, term: column('unit'), comment: 'UCUM unit.' },
    {
      name: 'reference_low',
      type: measure,
      term: column('low'),
      nullable: true,
      comment: 'Lower end of the reference range.',
    },
    {
      name: 'reference_high',
      type: measure,
      term: column('high'),
      nullable: true,
      comment: 'Upper end of the reference range.',
    },
    {
      name: 'interpretation',
      type: types.flag,
      term: interpretation(types.flag),
      comment: 'L below, N within, H above the reference range.',
    },
    { name: 'effective_time', type: timestamp, term: column('moment'), comment: 'When it was measured, UTC.' },
  ];
}

function interpretation(flags: ColumnType): Term {
  return {
    kind: 'case',
    branches: [
      { when: call('less', output('value'), column('low')), then: literal('L', flags) },
      { when: call('greater', output('value'), column('high')), then: literal('H', flags) },
    ],
    otherwise: literal('N', flags),
  };
}
