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

/** `some` of `all` that the cohort measures. */
export function measuredRows(
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
  const plain = taken(some, { baselines, growth, signs });
  const from =
    moving.length === 0 ? plain : withChanges(plain, taken(moving, NOTHING), { moving, context, timeline, types });
  const had = withoutLacking(from, canLack(baselines, population.attributes), types);
  const movedNames = new Set(moving.map(({ concept }) => concept.name));
  return withValues(had, { baselines, context, types, moved: movedNames, shown: new Set(signs?.of) });
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
  readonly context: PlanContext;
  readonly baselines: readonly PlannedAttribute[];
  readonly types: ObservationTypes;
  readonly moved: ReadonlySet<string>;
  /** Those that events show signs by. */
  readonly shown: ReadonlySet<string>;
}

function withValues(measurements: Relation, { baselines, context, types, moved, shown }: Valuation): Relation {
  const own = (name: string): Term | undefined => {
    const known = baselines.find((one) => one.name === name);
    return known && column(baselineOf(known));
  };
  const { knowledge } = context;
  const valueOf = (one: PlannedAttribute): Term => {
    const value = moved.has(one.name)
      ? movedValue(one, column(CHANGE), { context, own })
      : cast(column(baselineOf(one)), double);
    if (!shown.has(one.name)) return value;
    return heldApart(one.name, call('add', value, column(signColumn(one.name))), { knowledge, own });
  };
  const baseline: Term = {
    kind: 'case',
    branches: baselines.map((one) => ({
      when: call('equal', column('name'), literal(one.name, types.name)),
      then: valueOf(one),
    })),
    otherwise: literal(null),
  };
  return project(measurements, [
    ...['person_id', 'occurrence', 'moment', 'encounter_id', 'order_id', 'observation_key'].map(keep),
    ...['name', 'code', 'unit', 'low', 'high'].map(keep),
    named('measured', measuredTerm(baseline)),
  ]);
}
