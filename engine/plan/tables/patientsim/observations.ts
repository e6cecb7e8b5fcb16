/** `patientsim.observations`, and the same measurements for whoever else reads them: studies, and measures of quality. */
import type { ColumnType, ObservationConcept, PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { studiesOf } from '../../study-arm.ts';
import type { PlannedEvent } from '../../events.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import type { Population } from '../../population.ts';
import { measure } from '../../state/measuring.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  column,
  filter,
  integer,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  timestamp,
} from '../../terms.ts';
import { inRange } from '../identifiers.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { isEncounter, originsOf, patient } from './events.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import { orderReference } from './orders.ts';
import { rangeFlag } from './range-flag.ts';
import { measuredRows } from './measured-rows.ts';
import { declaredByProfile, measuredByEvents, observationTypes } from './measurements.ts';
import type { Measurement, Measuring, ObservationTypes } from './measurements.ts';

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
      comment: 'Lower end of the reference range; empty where it has none.',
    },
    {
      name: 'reference_high',
      type: measure,
      term: column('high'),
      nullable: true,
      comment: 'Upper end of the reference range; empty where it has none.',
    },
    {
      name: 'interpretation',
      type: types.flag,
      term: rangeFlag(types.flag, { low: 'L', within: 'N', high: 'H' }),
      nullable: true,
      comment: 'L below, N within, H above the reference range; empty where there is none.',
    },
    { name: 'effective_time', type: timestamp, term: column('moment'), comment: 'When it was measured, UTC.' },
  ];
}
