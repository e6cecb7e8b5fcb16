/** What closes care gaps: `person_id`, `measure_key`, `moment`, and `closed_by`, the event, or -1 where it is none. */
import type { EventDefinition, MeasureCloser, MedicationConcept, Relation } from '../../../model/index.ts';
import { call, column, integer, joinOn, keep, named, project, rowsOfAll, table } from '../../terms.ts';
import { conditionCodes } from '../condition-codes.ts';
import { problemCodes } from '../diagnoses.ts';
import { heldOrders } from '../held-orders.ts';
import { heldPath, medicationOrders } from '../medication-orders.ts';
import { happenedWith, isEncounter } from '../happened.ts';
import { measuredNames } from '../patientsim/index.ts';
import { drawnCodes, drawnEvents } from '../reasons/drawn.ts';
import { ordersAtVisits } from '../visit-orders.ts';
import type { KeyedMeasure } from './applicable.ts';
import { byControl } from './control.ts';
import { measuredOf, NO_EVENT } from './measured.ts';
import type { Closing } from './measured.ts';

const COLUMNS = ['person_id', 'measure_key', 'moment', 'closed_by'];

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
