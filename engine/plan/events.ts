/** The events of a cohort's journeys, each with its key, its streams' name and its distance from the journey's start. */
import type { ColumnType, EventUse, Journey, Phase } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { nameKeys } from './keys.ts';

/** An event of a journey with all that its rows need to be known by. */
export interface PlannedEvent {
  readonly journey: Journey;
  readonly phase: Phase;
  readonly use: EventUse;
  /** Unique over all journeys of the cohort; also the name of its streams. */
  readonly path: string;
  readonly key: number;
  /** 0 for events timed from the journey's start, else one more than the event they follow. */
  readonly level: number;
}

/** Why an event of the timeline did not happen. */
export const SKIP_REASONS = [
  'chance',
  'what it follows was skipped',
  'not yet born',
  'another branch was taken',
  'after death',
  'after disenrollment',
  'after the journey had ended',
] as const;

export function planEvents({ cohort }: PlanContext): readonly PlannedEvent[] {
  const placed = cohort.journeys.flatMap((journey) =>
    journey.phases.flatMap((phase) =>
      phase.events.map((use) => ({
        journey,
        phase,
        use,
        path: `${journey.id}/${use.id}`,
        level: levelOf(use, journey),
      })),
    ),
  );
  const keys = nameKeys(placed.map(({ path }) => path));
  return placed.map((event) => ({ ...event, key: keys.get(event.path) ?? 0 }));
}

function levelOf(use: EventUse, journey: Journey): number {
  const { anchor } = use.timing;
  if (anchor.kind === 'journey') return 0;
  const before = journey.phases.flatMap((phase) => phase.events).find(({ id }) => id === anchor.id);
  return before === undefined ? 0 : levelOf(before, journey) + 1;
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
