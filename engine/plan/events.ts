/** The events of a cohort's journeys, each with its key, its streams' name and its distance from the journey's start. */
import type { CohortSpecification, ColumnType, EventUse, JourneyStart } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { nameKeys } from './keys.ts';
import type { PlacedEvent, PlannedEvent } from './planned-event.ts';
import { startOf } from './journey-start.ts';
import { orderOf } from './state/dependence.ts';
import { movedAttributes } from './state/effects.ts';
import { questionsOf } from './state/questions.ts';
import { oftenARound } from './state/rounds.ts';
import { lineOf } from './line.ts';

export type { PlannedEvent } from './planned-event.ts';

/** Why an event of the timeline did not happen. */
const SKIP_REASONS = [
  'chance',
  'its condition did not hold',
  'what it follows was skipped',
  'what it leads up to does not happen',
  'not yet born',
  'another branch was taken',
  'during a stay',
  'another was due on its day',
  'during another visit',
  'after death',
  'after disenrollment',
  'after the journey had ended',
  'after its phase was over',
  'what it lasts until had come',
  'younger than it is given',
  'not yet due',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export function placeEvents(cohort: CohortSpecification): readonly PlacedEvent[] {
  return cohort.journeys.flatMap((journey) => {
    const start = startOf(journey, cohort);
    return journey.phases.flatMap((phase) =>
      phase.events.map((use) => ({
        journey,
        phase,
        start,
        use: start.kind === 'event' ? startedElsewhere(use, start) : use,
        path: `${lineOf(journey)}/${use.id}`,
      })),
    );
  });
}

/** What is timed from the start of a journey that another's event starts follows that event. */
function startedElsewhere(use: EventUse, { event, journey = '' }: Extract<JourneyStart, { kind: 'event' }>): EventUse {
  if (use.timing.anchor.kind !== 'journey') return use;
  return { ...use, timing: { ...use.timing, anchor: { kind: 'elsewhere', journey, id: event } } };
}

interface PlannedOrder {
  readonly events: readonly PlannedEvent[];
  readonly cuts: ReadonlyMap<string, number>;
}

/** Worked out once a plan, though many parts of it ask. */
const ORDERS = new WeakMap<PlanContext, PlannedOrder>();

export function planEvents(context: PlanContext): readonly PlannedEvent[] {
  return orderIn(context).events;
}

/** By the name of a group of events: the first level that sees it cut. */
export function cutLevels(context: PlanContext): ReadonlyMap<string, number> {
  return orderIn(context).cuts;
}

function orderIn(context: PlanContext): PlannedOrder {
  const known = ORDERS.get(context) ?? planOrder(context);
  ORDERS.set(context, known);
  return known;
}

function planOrder({ cohort, knowledge }: PlanContext): PlannedOrder {
  const placed = placeEvents(cohort);
  const moved = movedAttributes(cohort);
  const { levels, cuts, rounds } = orderOf(placed, moved, knowledge);
  const keys = nameKeys(placed.map(({ path }) => path));
  const events = placed.map((event) => {
    const own = rounds.get(event.path);
    const often = own && oftenARound(event, own.rounds.beat);
    return {
      ...event,
      key: keys.get(event.path) ?? 0,
      level: levels.get(event.path) ?? 0,
      ...(own === undefined || often === undefined ? {} : { rounds: { ...own, often } }),
      asks: questionsOf(event.use.probability, moved).length > 0,
    };
  });
  return { events, cuts };
}

export function timelineTypes({
  cohort,
  enumerations,
}: PlanContext): Record<'journey' | 'phase' | 'event' | 'reason' | 'branch', ColumnType> {
  const phases = cohort.journeys.flatMap((journey) => journey.phases);
  return {
    journey: enumerations.define(
      'core',
      'timeline_journey',
      cohort.journeys.map(({ id }) => id),
    ),
    phase: enumerations.define(
      'core',
      'timeline_phase',
      phases.map(({ name }) => name),
    ),
    event: enumerations.define(
      'core',
      'timeline_event',
      phases.flatMap(({ events }) => events.map(({ id }) => id)),
    ),
    branch: branchType(cohort, enumerations),
    reason: enumerations.define('core', 'timeline_skip_reason', SKIP_REASONS),
  };
}

const NO_BRANCHES: ColumnType = { kind: 'text' };

/** The branches of all journeys, where ways part at all. */
function branchType({ journeys }: PlanContext['cohort'], enumerations: PlanContext['enumerations']): ColumnType {
  const names = journeys.flatMap(({ branchPoints = [] }) => branchPoints.flatMap(({ branches }) => branches));
  if (names.length === 0) return NO_BRANCHES;
  return enumerations.define(
    'core',
    'timeline_branch',
    names.map(({ name }) => name),
  );
}

/** The column of people that holds the branch which they took. */
export function branchColumn(journey: string, point: string): string {
  return `branch:${journey}/${point}`;
}
