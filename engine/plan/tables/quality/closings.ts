/** What closes care gaps: `person_id`, `measure_key`, `moment`, and `closed_by`, the event, or -1 where it is none. */
import type { ColumnType, EventDefinition, MeasureCloser, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Population } from '../../population.ts';
import {
  bigint,
  call,
  cast,
  column,
  day,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
  text,
  when,
} from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { heldOrders, medicationOrders } from '../medication-orders.ts';
import { happenedWith } from '../happened.ts';
import { inRange } from '../identifiers.ts';
import { declaredMeasurements, isOrder, measurementsOf } from '../patientsim/index.ts';
import type { KeyedMeasure } from './applicable.ts';

export interface Closing {
  readonly context: PlanContext;
  readonly population: Population;
  readonly timeline: Timeline;
}

const COLUMNS = ['person_id', 'measure_key', 'moment', 'closed_by'];
const NO_EVENT = literal(-1, bigint);

/** Nothing where the cohort does nothing that closes a gap. */
export function closingsOf(measures: readonly KeyedMeasure[], closing: Closing): Relation | undefined {
  const parts = [
    ...byEvents(measures, closing),
    ...byDeclared(measures, closing),
    ...byHeldMedicines(measures, closing),
    ...byControl(measures, closing),
  ].map((part) => project(part, COLUMNS.map(keep)));
  const [only] = parts;
  return only === undefined || parts.length === 1 ? only : { kind: 'union', inputs: parts };
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
      return definition.observations.some(({ value }) => value === name);
  }
}

/** What the profile says was measured, which no event of the timeline did. */
function byDeclared(measures: readonly KeyedMeasure[], closing: Closing): readonly Relation[] {
  const rows = measures.flatMap(({ measure, key }) =>
    measure.closedBy.filter(({ kind }) => kind === 'observation').map(({ name }) => [name, key] as const),
  );
  const measured = declaredMeasurements(new Set(rows.map(([name]) => name)), closing);
  if (measured === undefined) return [];
  const taken = project(measured, [
    keep('person_id'),
    named('observation', cast(column('name'), text)),
    keep('moment'),
    named('closed_by', NO_EVENT),
  ]);
  const columns = [
    { name: 'observation', type: text },
    { name: 'measure_key', type: integer },
  ];
  return [joinOn(taken, { kind: 'values', columns, rows }, 'observation')];
}

function byHeldMedicines(measures: readonly KeyedMeasure[], { context, timeline }: Closing): readonly Relation[] {
  return medicationOrders(context, timeline).held.flatMap(({ concept }) =>
    measures
      .filter(({ measure }) =>
        measure.closedBy.some(({ kind, name }) => kind === 'medication' && name === concept.name),
      )
      .map(({ key }) =>
        heldOrders(concept, [named('measure_key', literal(key, integer)), named('closed_by', NO_EVENT)], {
          context,
          timeline,
        }),
      ),
  );
}

/** As the chart's table has it. */
const OBSERVATION_NAME: ColumnType = { kind: 'enumeration', schema: 'patientsim', name: 'observation_name' };

/** Values that count, with the event that they came of: from the chart where there is one, else measured for the payer alone. */
function valuesOf(names: ReadonlySet<string>, closing: Closing): Relation | undefined {
  const { context, timeline } = closing;
  const measured = measurementsOf(names, closing);
  if (measured === undefined) return undefined;
  const isCharted = context.cohort.profile.products.includes('patientsim');
  const ofOrder = !isCharted || timeline.events.some(isOrder) ? [column('order_id')] : [];
  const shown = [
    named('observation', cast(column('name'), text)),
    named('closed_by', call('coalesce', ...ofOrder, column('encounter_id'), NO_EVENT)),
  ];
  if (!isCharted) return project(measured, ['person_id', 'moment', 'measured'].map(keep).concat(shown));
  const isOne = [...names].map((name) => call('equal', column('name'), literal(name, OBSERVATION_NAME)));
  const charted = filter(table('patientsim', 'observations'), call('or', ...isOne, literal(false)));
  return inRange(
    project(charted, [
      named('person_id', column('patient_id')),
      named('moment', column('effective_time')),
      named('measured', column('value')),
      ...shown,
    ]),
  );
}

/** One row a person all of whose last values are within the limits. */
function byControl(measures: readonly KeyedMeasure[], closing: Closing): readonly Relation[] {
  const controls = measures.flatMap(({ measure, key }) => measure.control.map((one) => ({ ...one, key })));
  const measured = valuesOf(new Set(controls.map(({ observation }) => observation)), closing);
  if (measured === undefined) return [];
  const asOf = closing.context.cohort.profile.asOf.value;
  const last = lastOf(filter(measured, call('less_or_equal', call('to_date', column('moment')), day(asOf))));
  const limits: Relation = {
    kind: 'values',
    columns: [
      { name: 'observation', type: text },
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

/** Each person's last of each observation; of two at one moment the higher. Joining back costs less than ordered aggregates. */
function lastOf(measured: Relation): Relation {
  const by = ['person_id', 'observation'];
  const latest: Relation = {
    kind: 'aggregate',
    input: project(measured, [...by, 'moment'].map(keep)),
    by,
    columns: [{ name: 'moment', how: 'max', of: 'moment' }],
  };
  return {
    kind: 'aggregate',
    input: joinOn(measured, latest, ...by, 'moment'),
    by: [...by, 'moment'],
    columns: ['measured', 'closed_by'].map((name) => ({ name, how: 'max', of: name })),
  };
}
