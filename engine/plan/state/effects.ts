/** Which events move which numbers of a person. */
import type { CohortSpecification, Distribution, Effect } from '../../model/index.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { nameKeys } from '../keys.ts';

export interface PlannedEffect {
  readonly event: PlannedEvent;
  readonly effect: Effect;
  /** Names the draw of its amount. */
  readonly stream: string;
  readonly key: number;
  readonly attributeKey: number;
}

/** The names of the numbers that some event of the cohort's journeys moves. */
export function movedAttributes({ journeys }: CohortSpecification): ReadonlySet<string> {
  const events = journeys.flatMap(({ phases }) => phases.flatMap((phase) => phase.events));
  return new Set(
    events.flatMap(({ definition }) => (definition.effects ?? []).map(({ attribute }) => attribute.value)),
  );
}

export function plannedEffects(events: readonly PlannedEvent[]): readonly PlannedEffect[] {
  const placed = events.flatMap((event) =>
    (event.use.definition.effects ?? []).map((effect) => ({
      event,
      effect,
      stream: `${event.path}/effects/${effect.attribute.value}`,
    })),
  );
  const keys = nameKeys(placed.map(({ stream }) => stream));
  return placed.map((one) => ({
    ...one,
    key: keys.get(one.stream) ?? 0,
    attributeKey: attributeKey(one.effect.attribute.value),
  }));
}

/** The key of an attribute among rows that speak of several. */
export function attributeKey(name: string): number {
  return nameKeys([name]).get(name) ?? 0;
}

export interface Extent {
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** Between which values a number is drawn; no effect moves it beyond them. */
export function extentOf(distribution: Distribution): Extent {
  switch (distribution.kind) {
    case 'conditional':
      return widest(distribution.rules.map((rule) => extentOf(rule.distribution)));
    case 'mixture':
      return widest(distribution.components.map((component) => extentOf(component.distribution)));
    default:
      return { low: distribution.min, high: distribution.max };
  }
}

function widest(extents: readonly Extent[]): Extent {
  return {
    low: furthest(
      extents.map(({ low }) => low),
      (values) => Math.min(...values),
    ),
    high: furthest(
      extents.map(({ high }) => high),
      (values) => Math.max(...values),
    ),
  };
}

/** Where one part knows no end, the whole knows none. */
function furthest(
  ends: readonly (number | undefined)[],
  choose: (known: readonly number[]) => number,
): number | undefined {
  const known = ends.filter((end) => end !== undefined);
  return known.length === ends.length && known.length > 0 ? choose(known) : undefined;
}
