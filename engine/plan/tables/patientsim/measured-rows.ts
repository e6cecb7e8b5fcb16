/**
 * Rows of measurements with their values: the person's own baseline, moved by what happened, with the variation between two
 * measurements.
 */
import type { Knowledge, Relation, Scalar, Term, ValuesColumn } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys } from '../../keys.ts';
import { canLack } from '../../lacking.ts';
import type { PlannedAttribute } from '../../population.ts';
import { CHANGE, changesAt, movedValue } from '../../state/changes.ts';
import { attributeKey, movedAttributes } from '../../state/effects.ts';
import { growthOf } from '../../state/growth.ts';
import { heldApart, partnerOf } from '../../state/pairs.ts';
import { madeTerm, partCells, partChange, partColumns, partsOf, personReads } from '../../state/made-of.ts';
import { measure, measuredTerm, MEASURING_COLUMNS, measuringCells } from '../../state/measuring.ts';
import type { Timeline } from '../../timeline.ts';
import {
  boolean,
  call,
  cast,
  column,
  double,
  filter,
  integer,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
} from '../../terms.ts';
import { isEncounter } from './events.ts';
import { isOrder } from './orders.ts';
import { observationTypes } from './measurements.ts';
import type { Measurement, Measuring, ObservationTypes } from './measurements.ts';
import { baselineOf, eventMeasurements, NOTHING, profileMeasurements } from './taken.ts';
import type { People, ValuesRelation } from './taken.ts';
import { signColumn, signsOf } from './signs.ts';

/**
 * `some` of `all` that the cohort measures. What is made of others is read by itself: what it takes to know these would otherwise be
 * worked out of every row.
 */
export function measuredRows(
  some: readonly Measurement[],
  all: readonly Measurement[],
  measuring: Measuring,
): Relation {
  const isMade = ({ concept }: Measurement): boolean => partsOf(concept, measuring.context.knowledge).length > 0;
  const kinds = [some.filter((one) => !isMade(one)), some.filter(isMade)];
  return rowsOfAll(kinds.filter(({ length }) => length > 0).map((these) => rowsOfKind(these, all, measuring)));
}

function rowsOfKind(
  some: readonly Measurement[],
  all: readonly Measurement[],
  { context, population, timeline }: Measuring,
): Relation {
  const types = observationTypes(context, all);
  const keys = nameKeys(all.map(({ path }) => path));
  const { knowledge } = context;
  const parts = Math.max(0, ...some.map(({ concept }) => partsOf(concept, knowledge).length));
  const valuesOf = (these: readonly Measurement[]): ValuesRelation =>
    measurementValues(these, { keys, types, knowledge, parts });
  const concepts = some.flatMap(({ concept }) => [concept, ...partsOf(concept, knowledge)]);
  const used = new Set(concepts.map(({ name }) => name));
  for (const { name } of concepts) used.add(partnerOf(name, knowledge) ?? name);
  const read = new Set(some.flatMap(({ concept }) => personReads(concept, knowledge)));
  for (const name of read) used.add(name);
  const baselines = population.attributes.filter(({ name }) => used.has(name));
  const growth = growthOf(
    baselines,
    some.flatMap(({ event }) => event ?? []),
    context,
  );
  const taken = (these: readonly Measurement[], people: People): Relation => {
    const [of, without] = [these.filter(({ event }) => event), these.filter(({ event }) => !event)];
    return rowsOfAll([
      ...(of.length > 0 ? [eventMeasurements(timeline, valuesOf(of), people)] : []),
      ...(without.length > 0 ? [profileMeasurements(context, timeline, valuesOf(without), people)] : []),
    ]);
  };
  const moved = movedAttributes(context.cohort);
  const moving = some.filter(({ concept }) => moved.has(concept.name));
  const signs = signsOf(some, context, timeline);
  const plain = taken(some, { baselines, growth, signs, isAged: read.has('age') });
  const changing: Omit<Changing, 'moving' | 'as'> = {
    context,
    timeline,
    types,
    taken: (these) => taken(these, NOTHING),
  };
  const own = withChanges(plain, {
    ...changing,
    moving: moving.map((of) => ({ of, by: of.concept.name })),
    as: CHANGE,
  });
  const from = Array.from({ length: parts }, (_, number) => number).reduce((before, number) => {
    const ofParts = some.flatMap((of) => {
      const part = partsOf(of.concept, knowledge)[number];
      return part !== undefined && moved.has(part.name) ? [{ of, by: part.name }] : [];
    });
    return withChanges(before, { ...changing, moving: ofParts, as: partChange(number) });
  }, own);
  const names = new Set(some.map(({ concept }) => concept.name));
  const ofRows = baselines.filter(({ name }) => names.has(name));
  const had = withoutLacking(from, canLack(ofRows, population.attributes), types);
  return withValues(had, { baselines, ofRows, some, context, types, moved, shown: new Set(signs?.of) });
}

/** Nothing is measured of what a person has no value of. */
function withoutLacking(
  measurements: Relation,
  lacking: readonly PlannedAttribute[],
  types: ObservationTypes,
): Relation {
  if (lacking.length === 0) return measurements;
  const isLacked = lacking.map((one) =>
    call('and', call('equal', column('name'), literal(one.name, types.name)), call('is_null', column(baselineOf(one)))),
  );
  return filter(measurements, call('not', call('or', literal(false), ...isLacked)));
}

interface MeasurementRows {
  readonly keys: ReadonlyMap<string, number>;
  readonly knowledge: Knowledge;
  readonly types: ObservationTypes;
  /** Of how many others any of them is made at most. */
  readonly parts: number;
}

/** What every measurement needs to know, as rows of data. */
function measurementValues(
  measurements: readonly Measurement[],
  { keys, knowledge, types, parts }: MeasurementRows,
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
    ...partColumns(parts),
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
    ...partCells(concept, path.slice(0, -concept.name.length - 1), { count: parts, knowledge }),
  ]);
  return { kind: 'values', columns, rows };
}

interface Changing {
  /** Measurements, each with what moves that is asked about. */
  readonly moving: readonly { readonly of: Measurement; readonly by: string }[];
  readonly taken: (these: readonly Measurement[]) => Relation;
  readonly context: PlanContext;
  readonly timeline: Timeline;
  readonly types: ObservationTypes;
  readonly as: string;
}

/** The measurements with how far events had moved what is asked about. */
function withChanges(measurements: Relation, { moving, taken, context, timeline, types, as }: Changing): Relation {
  if (moving.length === 0) return measurements;
  const by = ['person_id', 'observation_key', 'occurrence'];
  const asked = new Map(moving.map(({ of, by: name }) => [of.concept.name, name]));
  const key: Term = {
    kind: 'case',
    branches: [...asked].map(([name, moved]) => ({
      when: call('equal', column('name'), literal(name, types.name)),
      then: literal(attributeKey(moved)),
    })),
    otherwise: literal(null),
  };
  const asking = taken(moving.map(({ of }) => of));
  const askers = project(asking, [...by.map(keep), named('asked_at', column('moment')), named('attribute_key', key)]);
  const { events, occurrences } = timeline;
  const changes = changesAt({ askers, by, events, occurrences }, context);
  return {
    kind: 'join',
    how: 'left',
    left: measurements,
    right: as === CHANGE ? changes : project(changes, [...by.map(keep), named(as, column(CHANGE))]),
    on: by.map((name) => ({ left: name, right: name })),
  };
}

interface Valuation {
  readonly context: PlanContext;
  readonly baselines: readonly PlannedAttribute[];
  /** Those that the rows are about; others are what these are made of. */
  readonly ofRows: readonly PlannedAttribute[];
  readonly some: readonly Measurement[];
  readonly types: ObservationTypes;
  readonly moved: ReadonlySet<string>;
  /** Those that events show signs by. */
  readonly shown: ReadonlySet<string>;
}

function withValues(
  measurements: Relation,
  { baselines, ofRows, some, context, types, moved, shown }: Valuation,
): Relation {
  const own = (name: string): Term | undefined => {
    const known = baselines.find((one) => one.name === name);
    return known && column(baselineOf(known));
  };
  const { knowledge } = context;
  const valueOf = (one: PlannedAttribute, change = CHANGE): Term => {
    const value = moved.has(one.name)
      ? movedValue(one, column(change), { context, own })
      : cast(column(baselineOf(one)), double);
    if (!shown.has(one.name)) return value;
    return heldApart(one.name, call('add', value, column(signColumn(one.name))), { knowledge, own });
  };
  const isOf = (name: string): Term => call('equal', column('name'), literal(name, types.name));
  const isMoved = (name: string): boolean => moved.has(name) || shown.has(name);
  const baseline: Term = {
    kind: 'case',
    branches: ofRows.map((one) => ({ when: isOf(one.name), then: valueOf(one) })),
    otherwise: literal(null),
  };
  const measured = measuredTerm(baseline);
  const made = [...new Set(some.map(({ concept }) => concept))].flatMap((concept) => {
    if (partsOf(concept, knowledge).length === 0) return [];
    const whole = madeTerm({ concept, attributes: baselines, knowledge, own, valueOf, isMoved }, measured);
    return [{ when: isOf(concept.name), then: whole }];
  });
  return project(measurements, [
    ...['person_id', 'occurrence', 'moment', 'encounter_id', 'order_id', 'observation_key'].map(keep),
    ...['name', 'code', 'unit', 'low', 'high'].map(keep),
    named('measured', made.length === 0 ? measured : { kind: 'case', branches: made, otherwise: measured }),
  ]);
}
