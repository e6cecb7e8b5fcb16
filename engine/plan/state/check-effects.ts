/** Effects that lead most people beyond what anybody can have, where they are cut. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { AttributeDefinition, Distribution, Effect, SourceRange } from '../../model/index.ts';
import type { CohortInLibrary } from '../context.ts';
import { boundsOf, effectsIn, reachOf } from './effects.ts';
import { leavesOf } from '../../trees/index.ts';

export function checkEffects({ cohort, library: { knowledge } }: CohortInLibrary): Diagnostic[] {
  const { attributes } = cohort.profile;
  return effectsIn(cohort).flatMap((effect) => {
    const name = effect.attribute.value;
    const attribute = attributes.find((one) => one.name === name);
    const usual = knowledge.observations.find((one) => one.name === name)?.baseline;
    const begins = attribute?.distribution ?? usual;
    if (begins === undefined || effect.unit === 'set') return [];
    const definition: Pick<AttributeDefinition, 'name' | 'distribution'> = { name, distribution: begins };
    const reach = reachOf(definition, { cohort, knowledge });
    const beyond = leavesOf(effect.amount).flatMap((amount) => beyondReach(effect, amount, begins, reach) ?? []);
    const [first] = beyond;
    if (first === undefined) return [];
    const declared = [begins, ...(usual === undefined ? [] : [usual])].flatMap(leavesOf);
    const leaf = declared.find((one) => [boundsOf(one).low, boundsOf(one).high].includes(first.limit));
    return [diagnostic('plan-effect-beyond', { name, ...first, place: placeOf(leaf?.at) }, effect.amount.at)];
  });
}

interface Beyond {
  readonly limit: number;
  readonly isMost: boolean;
  readonly reached: number;
}

/** Where those in the middle of every group of people come to lie beyond: how far those of the nearest go. */
function beyondReach(
  { unit }: Effect,
  amount: Distribution,
  begins: Distribution,
  { low, high }: { readonly low: number | undefined; readonly high: number | undefined },
): Beyond | undefined {
  const change = middleOf(amount);
  const middles = leavesOf(begins).flatMap((leaf) => middleOf(leaf) ?? []);
  if (change === undefined || middles.length === 0) return undefined;
  const reached = middles.map((middle) => changed(middle, change, unit));
  if (high !== undefined && Math.min(...reached) > high)
    return { limit: high, isMost: true, reached: Math.min(...reached) };
  if (low !== undefined && Math.max(...reached) < low)
    return { limit: low, isMost: false, reached: Math.max(...reached) };
  return undefined;
}

function changed(value: number, change: number, unit: Effect['unit']): number {
  if (unit === 'factor') return value * change;
  return unit === 'share' ? value * (1 + change) : value + change;
}

/** Half of the people have less. */
function middleOf(leaf: Distribution): number | undefined {
  if (leaf.kind === 'fixed') return typeof leaf.value === 'number' ? leaf.value : undefined;
  if (leaf.kind === 'normal') return leaf.mean;
  if (leaf.kind === 'log_normal') return Math.exp(leaf.mu);
  const { low, high } = boundsOf(leaf);
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

function placeOf(at: SourceRange | undefined): string | undefined {
  return at === undefined ? undefined : `${at.file}:${at.start.line}`;
}
