/** `patientsim.immunizations`: vaccines given, those that events name and those that the schedule says are due. */
import type { ColumnType, PlannedTable, Relation, Scalar, VaccineDose, ValuesColumn } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  column,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  smallint,
  table,
  timestamp,
  when,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { encounterId } from './columns.ts';
import { happenedWith, originsOf, patient } from './events.ts';
import { ENCOUNTER_COLUMNS, encounterCells, withEncounters } from './within-encounter.ts';

const DUE = 'due';
const ROW = ['person_id', 'occurrence', 'moment', 'encounter_id', 'vaccine_key', 'name', 'code', 'dose'];

/** An immunization that names no vaccine is one of its own name, without a code. */
interface Given {
  readonly event: PlannedEvent;
  readonly name: string;
}

interface Vaccines {
  readonly types: { readonly name: ColumnType; readonly code: ColumnType; readonly status: ColumnType };
  readonly codes: ReadonlyMap<string, string>;
  readonly context: PlanContext;
  readonly timeline: Timeline;
}

/** Vaccines given; no table where nobody is given any. */
export function immunizationsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const given = vaccinesGiven(timeline);
  const listed = given.filter(({ name }) => name !== DUE);
  const due = given.filter(({ name }) => name === DUE).map(({ event }) => event);
  const doses = due.length === 0 ? [] : (context.knowledge.chart?.vaccineDoses ?? []);
  if (listed.length + doses.length === 0) return [];
  const names = [...listed.map(({ name }) => name), ...doses.map(({ vaccine }) => vaccine)];
  const vaccines = vaccinesOf(names, context, timeline);
  const parts = [
    ...(listed.length === 0 ? [] : [namedVaccines(listed, vaccines)]),
    ...(doses.length === 0 ? [] : [dueVaccines(due, doses, vaccines)]),
  ];
  return [
    planTable({
      schema: 'patientsim',
      name: 'immunizations',
      comment: 'Vaccines given: one row a dose.',
      fill: 'person',
      from: rowsOfAll(parts),
      primaryKey: ['immunization_id'],
      origins: [...originsOf(given.map(({ event }) => event)), ...doses.map(({ at }) => at)],
      columns: immunizationColumns(vaccines),
    }),
  ];
}

function vaccinesGiven({ events }: Timeline): readonly Given[] {
  return events.flatMap((event): readonly Given[] => {
    const { type, name, vaccines } = event.use.definition;
    if (vaccines !== undefined) return vaccines.map(({ value }) => ({ event, name: value }));
    return type === 'immunization' ? [{ event, name }] : [];
  });
}

function vaccinesOf(names: readonly string[], context: PlanContext, timeline: Timeline): Vaccines {
  const codes = new Map((context.knowledge.chart?.vaccines ?? []).map(({ name, cvx }) => [name, cvx]));
  const define = (name: string, values: readonly string[]): ColumnType =>
    context.enumerations.define('patientsim', name, values);
  const types = {
    name: define('vaccine_name', [...new Set(names)].toSorted()),
    code: define('vaccine_code', names.flatMap((one) => codes.get(one) ?? []).toSorted()),
    status: define('immunization_status', ['completed']),
  };
  return { types, codes, context, timeline };
}

function immunizationColumns({ types, timeline }: Vaccines): readonly ColumnDefinition[] {
  return [
    {
      name: 'immunization_id',
      type: bigint,
      term: rowKey(column('vaccine_key'), column('occurrence')),
      comment: 'Person, vaccine with what gave it, and occurrence as one number.',
    },
    patient,
    encounterId(timeline, 'The encounter in which it was given, if any.'),
    { name: 'vaccine', type: types.name, term: column('name'), comment: 'What events call it.' },
    {
      name: 'vaccine_code',
      type: types.code,
      term: column('code'),
      nullable: true,
      comment: 'CVX code; empty where the event names no vaccine of the reference.',
    },
    {
      name: 'dose_number',
      type: smallint,
      term: column('dose'),
      nullable: true,
      comment: 'Number of the dose in its series; empty where the vaccine is not given by the schedule.',
    },
    {
      name: 'status',
      type: types.status,
      term: literal('completed', types.status),
      comment: 'FHIR immunization status.',
    },
    { name: 'occurrence_time', type: timestamp, term: column('moment'), comment: 'When it was given, UTC.' },
  ];
}

function happened(
  events: readonly PlannedEvent[],
  columns: readonly ValuesColumn[],
  rows: readonly (readonly Scalar[])[],
  { context, timeline }: Vaccines,
): Relation {
  const values = {
    kind: 'values' as const,
    columns: [{ name: 'event_key', type: integer }, ...columns, ...ENCOUNTER_COLUMNS],
    rows: events.map((event, at) => [event.key, ...(rows[at] ?? []), ...encounterCells(event, timeline)]),
  };
  return withEncounters(happenedWith(timeline, values), events, { context, timeline });
}

function namedVaccines(given: readonly Given[], vaccines: Vaccines): Relation {
  const pathOf = ({ event, name }: Given): string => `${event.path}/${name}`;
  const keys = nameKeys(given.map(pathOf));
  const rows = happened(
    given.map(({ event }) => event),
    [
      { name: 'vaccine_key', type: integer },
      { name: 'name', type: vaccines.types.name },
      { name: 'code', type: vaccines.types.code },
      { name: 'dose', type: smallint },
    ],
    given.map((one) => [keys.get(pathOf(one)) ?? 0, one.name, vaccines.codes.get(one.name) ?? null, null]),
    vaccines,
  );
  return project(rows, ROW.map(keep));
}

/** Each dose once, at the first visit within its ages. */
function dueVaccines(due: readonly PlannedEvent[], doses: readonly VaccineDose[], vaccines: Vaccines): Relation {
  const births = project(table('core', 'persons'), ['person_id', 'birth_date'].map(keep));
  const oldest = Math.max(...doses.map(({ toMonths }) => toMonths)) + 1;
  const visits = filter(
    joinOn(happened(due, [], [], vaccines), births, 'person_id'),
    call('less', call('to_date', column('moment')), call('add_months', column('birth_date'), oldest)),
  );
  const each: Relation = { kind: 'join', how: 'cross', left: visits, right: scheduled(doses, vaccines), on: [] };
  const on = call('to_date', column('moment'));
  const inTime = filter(
    each,
    call(
      'and',
      call('less_or_equal', call('add_months', column('birth_date'), column('from_months')), on),
      call('less', on, call('add_months', column('birth_date'), call('add', column('to_months'), 1))),
    ),
  );
  return firstOfEachDose(inTime);
}

function scheduled(doses: readonly VaccineDose[], { types, codes }: Vaccines): Relation {
  const keys = nameKeys(doses.map(({ vaccine, dose }) => `${vaccine}/due/${dose}`));
  return {
    kind: 'values',
    columns: [
      { name: 'vaccine_key', type: integer },
      { name: 'name', type: types.name },
      { name: 'code', type: types.code },
      { name: 'dose', type: smallint },
      { name: 'from_months', type: integer },
      { name: 'to_months', type: integer },
    ],
    rows: doses.map(({ vaccine, dose, fromMonths, toMonths }) => [
      keys.get(`${vaccine}/due/${dose}`) ?? 0,
      vaccine,
      codes.get(vaccine) ?? null,
      dose,
      fromMonths,
      toMonths,
    ]),
  };
}

/** Of the visits at which a person could be given a dose, the first. */
function firstOfEachDose(inTime: Relation): Relation {
  const none = literal(-1, bigint);
  const first: Relation = {
    kind: 'aggregate',
    input: {
      kind: 'extend',
      input: inTime,
      columns: [named('within', call('coalesce', column('encounter_id'), none))],
    },
    by: ['person_id', 'vaccine_key', 'name', 'code', 'dose'],
    columns: [
      { name: 'moment', how: 'min', of: 'moment' },
      { name: 'within', how: 'first', of: 'within', along: ['moment', 'timeline_id'] },
    ],
  };
  return project(first, [
    ...ROW.filter((name) => name !== 'occurrence' && name !== 'encounter_id').map(keep),
    named('encounter_id', when(call('equal', column('within'), none), literal(null, bigint), column('within'))),
    named('occurrence', literal(0, smallint)),
  ]);
}
