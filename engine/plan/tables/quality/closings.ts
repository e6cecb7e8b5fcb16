/** What closes care gaps: `person_id`, `measure_key`, `moment`, and `closed_by`, the event, or -1 where it is none. */
import type { EventDefinition, MeasureCloser, MedicationConcept, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Population } from '../../population.ts';
import {
  bigint,
  call,
  cast,
  column,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  table,
  text,
  when,
} from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { conditionCodes } from '../condition-codes.ts';
import { problemCodes } from '../diagnoses.ts';
import { heldOrders } from '../held-orders.ts';
import { heldPath, medicationOrders } from '../medication-orders.ts';
import { happenedWith, isEncounter } from '../happened.ts';
import { measuredNames, measurementsOf } from '../patientsim/index.ts';
import { drawnCodes, drawnEvents } from '../reasons/drawn.ts';
import { ordersAtVisits } from '../visit-orders.ts';
import type { KeyedMeasure } from './applicable.ts';

export interface Closing {
  readonly context: PlanContext;
  readonly population: Population;
  readonly timeline: Timeline;
}

const COLUMNS = ['person_id', 'measure_key', 'moment', 'closed_by'];
export const NO_EVENT: Term = literal(-1, bigint);

/** Nothing where the cohort does nothing that closes a gap. */
export function closingsOf(measures: readonly KeyedMeasure[], closing: Closing): Relation | undefined {
  const parts = [
    ...byEvents(measures, closing),
    ...byDrawnReasons(measures, closing),
    ...byObservations(measures, closing),
    ...byOrders(measures, closing),
    ...byControl(measures, closing),
  ].map((part) => project(part, COLUMNS.map(keep)));
  return parts.length === 0 ? undefined : rowsOfAll(parts);
}

function byEvents(measures: readonly KeyedMeasure[], { timeline }: Closing): readonly Relation[] {
  const rows = timeline.events.flatMap(({ key, use: { definition, id } }) =>
    measures
      .filter(({ measure }) => measure.closedBy.some((closer) => closes(closer, definition, id)))
      .map((one) => [key, one.key]),
  );
  if (rows.length === 0) return [];
  const columns = ['event_key', 'measure_key'].map((name) => ({ name, type: integer }));
  const happened = happenedWith(timeline, { kind: 'values', columns, rows });
  return [{ kind: 'extend', input: happened, columns: [named('closed_by', column('timeline_id'))] }];
}

/** A visit whose reason is drawn closes what a visit for that condition does. */
function byDrawnReasons(measures: readonly KeyedMeasure[], { context, timeline }: Closing): readonly Relation[] {
  const drawn = drawnEvents(context, timeline.events.filter(isEncounter));
  const codes = [...drawnCodes(context, timeline, drawn), ...problemCodes(context, timeline)];
  const rows = [...new Set(codes)].flatMap((code) =>
    measures
      .filter(({ measure }) => measure.closedBy.some(({ kind, name }) => kind === 'condition' && code.startsWith(name)))
      .map(({ key }) => [code, key]),
  );
  const type = conditionCodes(context, timeline);
  if (drawn.length === 0 || rows.length === 0 || type === undefined) return [];
  const closed: Relation = {
    kind: 'values',
    columns: [
      { name: 'drawn_reason', type },
      { name: 'measure_key', type: integer },
    ],
    rows,
  };
  const events: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [{ name: 'event_key', type: integer }],
    rows: drawn.map(({ event }) => [event.key]),
  };
  const reasons = project(
    joinOn(table('scratch', 'reasons'), closed, 'drawn_reason'),
    ['timeline_id', 'measure_key'].map(keep),
  );
  const happened = joinOn(happenedWith(timeline, events), reasons, 'timeline_id');
  return [{ kind: 'extend', input: happened, columns: [named('closed_by', column('timeline_id'))] }];
}

/** What is observed is asked of the measurements, for the profile has some without an event. */
function closes({ kind, name }: MeasureCloser, definition: EventDefinition, id: string): boolean {
  const names = (some: EventDefinition['procedures'] = []): boolean => some.some(({ value }) => value === name);
  switch (kind) {
    case 'procedure':
      return names(definition.procedures);
    case 'vaccine':
      return names(definition.vaccines);
    case 'medication':
      return definition.type === 'prescription' && definition.medication?.drug.value === name;
    case 'condition':
      return definition.type !== 'diagnosis' && definition.conditions.some(({ value }) => value.startsWith(name));
    case 'event':
      return definition.name === name || id === name;
    case 'observation':
      return false;
  }
}

/** Measurements with the event that they came of. */
function measuredOf(names: readonly string[], closing: Closing): Relation | undefined {
  const rows = measurementsOf(new Set(names), closing);
  return (
    rows &&
    project(rows, [
      keep('person_id'),
      named('observation', column('name')),
      keep('moment'),
      keep('measured'),
      named('closed_by', call('coalesce', column('order_id'), column('encounter_id'), NO_EVENT)),
    ])
  );
}

function byObservations(measures: readonly KeyedMeasure[], closing: Closing): readonly Relation[] {
  const { type, names } = measuredNames(closing);
  const rows = measures.flatMap(({ measure, key }) =>
    measure.closedBy
      .filter(({ kind, name }) => kind === 'observation' && names.has(name))
      .map(({ name }) => [name, key] as const),
  );
  const measured = measuredOf(
    rows.map(([name]) => name),
    closing,
  );
  if (measured === undefined) return [];
  const columns = [
    { name: 'observation', type },
    { name: 'measure_key', type: integer },
  ];
  return [joinOn(measured, { kind: 'values', columns, rows }, 'observation')];
}

/** Medicines that people take, and those that are prescribed at visits. */
function byOrders(measures: readonly KeyedMeasure[], { context, timeline }: Closing): readonly Relation[] {
  const { held, atVisits, keys } = medicationOrders(context, timeline);
  const rowsOf = (concept: MedicationConcept, path: string): number[][] =>
    measures
      .filter(({ measure }) =>
        measure.closedBy.some(({ kind, name }) => kind === 'medication' && name === concept.name),
      )
      .map(({ key }) => [keys.get(path) ?? 0, key]);
  const columns = ['order_key', 'measure_key'].map((name) => ({ name, type: integer }));
  const taken = held.flatMap(({ concept }) => rowsOf(concept, heldPath(concept)));
  const visited = atVisits.flatMap(({ concept, path }) => rowsOf(concept, path));
  return [
    ...(taken.length === 0 ? [] : [heldOrders({ kind: 'values', columns, rows: taken }, context, timeline)]),
    ...(visited.length === 0 ? [] : [ordersAtVisits({ kind: 'values', columns, rows: visited }, context, timeline)]),
  ].map((orders): Relation => {
    const closedBy = named('closed_by', call('coalesce', column('encounter_id'), NO_EVENT));
    return { kind: 'extend', input: orders, columns: [closedBy] };
  });
}

/** One row a person all of whose last values are within the limits. */
function byControl(measures: readonly KeyedMeasure[], closing: Closing): readonly Relation[] {
  const { type, names } = measuredNames(closing);
  const controls = measures
    .filter(({ measure }) => measure.control.every(({ observation }) => names.has(observation)))
    .flatMap(({ measure, key }) => measure.control.map((one) => ({ ...one, key })));
  const measured = measuredOf(
    controls.map(({ observation }) => observation),
    closing,
  );
  if (measured === undefined) return [];
  const asOf = closing.context.cohort.profile.asOf.value;
  const inTime = filter(
    measured,
    call('less_or_equal', call('to_date', column('moment')), { kind: 'date', value: asOf }),
  );
  const last: Relation = {
    kind: 'aggregate',
    input: inTime,
    by: ['person_id', 'observation'],
    columns: ['measured', 'moment', 'closed_by'].map((name) => ({
      name,
      how: 'last',
      of: name,
      along: ['moment', 'closed_by'],
    })),
  };
  const limits: Relation = {
    kind: 'values',
    columns: [
      { name: 'observation', type },
      { name: 'measure_key', type: integer },
      { name: 'operator', type: text },
      { name: 'bound', type: double },
      { name: 'asked', type: integer },
    ],
    rows: controls.map(({ observation, key, operator, limit }) => [
      observation,
      key,
      operator,
      limit,
      controls.filter((other) => other.key === key).length,
    ]),
  };
  const value = cast(column('measured'), double);
  const holds = {
    kind: 'case' as const,
    branches: (['less', 'less_or_equal', 'greater', 'greater_or_equal'] as const).map((operator) => ({
      when: call('equal', column('operator'), operator),
      then: call(operator, value, column('bound')),
    })),
    otherwise: literal(false),
  };
  const held: Relation = {
    kind: 'aggregate',
    input: project(joinOn(last, limits, 'observation'), [
      ...['person_id', 'measure_key', 'moment', 'closed_by', 'asked'].map(keep),
      named('met', when(holds, literal(1), literal(0))),
    ]),
    by: ['person_id', 'measure_key', 'asked'],
    columns: [
      { name: 'met', how: 'sum', of: 'met' },
      { name: 'moment', how: 'max', of: 'moment' },
      { name: 'closed_by', how: 'last', of: 'closed_by', along: ['moment', 'closed_by'] },
    ],
  };
  return [filter(held, call('equal', column('met'), column('asked')))];
}
