/** `patientsim.procedures`: what was done to a patient, from events that list procedures or are one. */
import type { ColumnType, PlannedTable, ProcedureConcept, Relation, Term } from '../../../model/index.ts';
import { longestBeginning } from '../../best-fit.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, cast, column, filter, integer, known, literal, text, timestamp } from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { conditionCodes } from '../condition-codes.ts';
import { reasonsOfEach } from '../reasons/drawn.ts';
import { reasonsGiven } from '../reasons/given.ts';
import type { GivenReasons } from '../reasons/given.ts';
import { reasonOf } from '../reasons/named.ts';
import { encounterId, reasonCode } from './columns.ts';
import { happenedWith, originsOf, patient } from './events.ts';
import { orderReference } from './orders.ts';
import { ENCOUNTER_COLUMNS, encounterCells, withEncounters } from './within-encounter.ts';

interface Done {
  readonly event: PlannedEvent;
  readonly path: string;
  readonly name: string;
  readonly display: string;
  readonly concept: ProcedureConcept | undefined;
  /** The event says so itself, whatever it is for. */
  readonly isListed?: boolean;
}

interface Chart {
  readonly context: PlanContext;
  readonly timeline: Timeline;
}

interface ProcedureTypes {
  readonly name: ColumnType;
  readonly display: ColumnType;
  readonly code: ColumnType;
  readonly system: ColumnType;
  readonly status: ColumnType;
  /** Absent where nothing of the cohort is for anything. */
  readonly reason: ColumnType | undefined;
}

/** What was done to patients; no table where nothing is done to anybody. */
export function proceduresTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const done = proceduresDone(context, timeline);
  if (done.length === 0) return [];
  const chart = { context, timeline };
  const types = typesOf(done, chart);
  const events = done.map(({ event }) => event);
  const reasons = reasonsGiven(events, context);
  const all = happenedProcedures(done, reasons, types, chart);
  const rows = onlyFitting(all, done, cast(reasons.term(types.reason ?? text), text), chart);
  return [
    planTable({
      schema: 'patientsim',
      name: 'procedures',
      comment: 'What was done to a patient: one row a procedure.',
      fill: 'person',
      from: withEncounters(rows, events, chart),
      primaryKey: ['procedure_id'],
      origins: [...originsOf(events), ...done.flatMap(({ concept }) => concept?.at ?? [])],
      columns: [
        {
          name: 'procedure_id',
          type: bigint,
          term: rowKey(column('procedure_key'), column('occurrence')),
          comment: 'Person, event with procedure, and occurrence as one number.',
        },
        patient,
        encounterId(timeline, 'The encounter in which it was done, if any.'),
        ...orderReference(timeline),
        ...whatWasDone(types),
        ...reasonCode(types.reason, reasons.term),
      ],
    }),
  ];
}

/** What events list, and what is done in them by what they are for; an event of type `procedure` without either is one of its own name. */
function proceduresDone({ knowledge }: PlanContext, { events }: Timeline): readonly Done[] {
  const concepts = knowledge.chart?.procedures ?? [];
  return events.flatMap((event): readonly Done[] => {
    const { procedures = [], type, name, title } = event.use.definition;
    const listed = procedures.map(({ value }) => value);
    const done = concepts.filter((one) => listed.includes(one.name) || one.events.includes(name));
    if (done.length === 0 && listed.length === 0 && type === 'procedure')
      return [{ event, path: `${event.path}/${name}`, name, display: title, concept: undefined }];
    return done.map((concept) => {
      const { name: value, display } = concept;
      return { event, path: `${event.path}/${value}`, name: value, display, concept, isListed: listed.includes(value) };
    });
  });
}

/** Rows of these procedures without those for whose reasons they are not done, or for which another one of their event is done in their place. */
function onlyFitting(rows: Relation, done: readonly Done[], reason: Term, { context, timeline }: Chart): Relation {
  const bound = done.filter(({ concept, isListed }) => isListed !== true && (concept?.reasons.length ?? 0) > 0);
  if (bound.length === 0) return rows;
  const codesOf = reasonsOfEach(
    context,
    timeline,
    bound.map(({ event }) => event),
  );
  const keys = nameKeys(done.map(({ path }) => path));
  const reasonsFor = ({ event, concept }: Done): readonly string[] =>
    codesOf(event).filter((code) => longestBeginning(concept?.reasons ?? [], code) !== undefined);
  const isFor = (codes: readonly string[]): Term =>
    known(call('or', literal(false), ...codes.map((code) => call('equal', reason, literal(code, text)))));
  const isOther = ({ path }: Done): Term => call('not', call('equal', column('procedure_key'), keys.get(path) ?? 0));
  const fits = bound.map((one) => call('or', isOther(one), isFor(reasonsFor(one))));
  const general = done.filter(({ concept, isListed }) => isListed === true && concept?.reasons.length === 0);
  const gives = general.flatMap((one) => {
    const others = bound.filter(({ event }) => event === one.event).flatMap(reasonsFor);
    return others.length === 0 ? [] : [call('or', isOther(one), call('not', isFor(others)))];
  });
  return filter(rows, call('and', literal(true), ...fits, ...gives));
}

function typesOf(done: readonly Done[], { context, timeline }: Chart): ProcedureTypes {
  const define = (name: string, values: readonly string[]): ColumnType =>
    context.enumerations.define('patientsim', `procedure_${name}`, [...new Set(values)].toSorted());
  return {
    name: define(
      'name',
      done.map(({ name }) => name),
    ),
    display: define(
      'display',
      done.map(({ display }) => display),
    ),
    code: define(
      'code',
      done.flatMap(({ concept }) => concept?.code ?? []),
    ),
    system: define(
      'code_system',
      done.flatMap(({ concept }) => concept?.system ?? []),
    ),
    status: define('status', ['completed']),
    reason: conditionCodes(context, timeline),
  };
}

/** The procedures of what happened, whatever it was for. */
function happenedProcedures(
  done: readonly Done[],
  reasons: GivenReasons,
  types: ProcedureTypes,
  { context, timeline }: Chart,
): Relation {
  const keys = nameKeys(done.map(({ path }) => path));
  const values = {
    kind: 'values' as const,
    columns: [
      { name: 'event_key', type: integer },
      { name: 'procedure_key', type: integer },
      { name: 'name', type: types.name },
      { name: 'display', type: types.display },
      { name: 'code', type: types.code },
      { name: 'system', type: types.system },
      { name: 'reason_code', type: types.reason ?? text },
      ...ENCOUNTER_COLUMNS,
    ],
    rows: done.map(({ event, path, name, display, concept }) => [
      event.key,
      keys.get(path) ?? 0,
      name,
      display,
      concept?.code ?? null,
      concept?.system ?? null,
      reasonOf(event, context),
      ...encounterCells(event, timeline),
    ]),
  };
  return reasons.beside(happenedWith(timeline, values, reasons.people()));
}

function whatWasDone(types: ProcedureTypes): readonly ColumnDefinition[] {
  return [
    { name: 'name', type: types.name, term: column('name'), comment: 'What events call it.' },
    {
      name: 'code',
      type: types.code,
      term: column('code'),
      nullable: true,
      comment: 'Code; empty where the event names no procedure of the reference.',
    },
    {
      name: 'code_system',
      type: types.system,
      term: column('system'),
      nullable: true,
      comment: 'HCPCS for level II, ICD-10-PCS, local for a name of our own; empty without a code.',
    },
    { name: 'display', type: types.display, term: column('display'), comment: 'What people call it.' },
    { name: 'status', type: types.status, term: literal('completed', types.status), comment: 'FHIR procedure status.' },
    { name: 'performed_time', type: timestamp, term: column('moment'), comment: 'When it was done, UTC.' },
  ];
}
