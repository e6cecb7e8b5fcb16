/** Which events move which numbers of a person. */
import type { AttributeDefinition, CohortSpecification, Distribution, Effect } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
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
export function movedAttributes(cohort: CohortSpecification): ReadonlySet<string> {
  return new Set(effectsIn(cohort).map(({ attribute }) => attribute.value));
}

export function effectsIn({ journeys }: CohortSpecification): readonly Effect[] {
  const events = journeys.flatMap(({ phases }) => phases.flatMap((phase) => phase.events));
  return events.flatMap(({ definition }) => definition.effects ?? []);
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

/**
 * Between which values events move a number: those that its people begin with, whatever their distribution, those that anybody has
 * in the reference, and what an event sets it to. One value, and values that are listed, are no bounds.
 */
export function reachOf(
  { name, distribution }: Pick<AttributeDefinition, 'name' | 'distribution'>,
  { cohort, knowledge }: Pick<PlanContext, 'cohort' | 'knowledge'>,
): Extent {
  const usual = knowledge.observations.filter((one) => one.name === name).map(({ baseline }) => baseline);
  const sets = effectsIn(cohort).filter(({ attribute, unit }) => unit === 'set' && attribute.value === name);
  return widest([
    ...[distribution, ...usual].map((one) => extentOf(one, boundsOf)),
    ...sets.map(({ amount }) => extentOf(amount, valuesOf)),
  ]);
}

function extentOf(distribution: Distribution, ofLeaf: (leaf: Distribution) => Extent): Extent {
  switch (distribution.kind) {
    case 'conditional':
      return widest(distribution.rules.map((rule) => extentOf(rule.distribution, ofLeaf)));
    case 'mixture':
      return widest(distribution.components.map((component) => extentOf(component.distribution, ofLeaf)));
    default:
      return ofLeaf(distribution);
  }
}

/** Where a curve is cut, or ends of itself. */
export function boundsOf(leaf: Distribution): Extent {
  if (leaf.kind === 'uniform' || leaf.kind === 'triangular' || leaf.kind === 'beta')
    return { low: leaf.min ?? leaf.low, high: leaf.max ?? leaf.high };
  return { low: leaf.min, high: leaf.max };
}

function valuesOf(leaf: Distribution): Extent {
  if (leaf.kind === 'fixed' && typeof leaf.value === 'number') return { low: leaf.value, high: leaf.value };
  return boundsOf(leaf);
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
