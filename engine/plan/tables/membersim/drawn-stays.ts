/** The groups by which stays are paid whose reason is drawn. */
import type { ClaimKnowledge } from '../../../model/index.ts';
import { drgsFor } from '../../billing/templates.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import type { PlannedEvent } from '../../planned-event.ts';

/** Events with claims whose reason is drawn, and for what they can be. */
export interface DrawnReasons {
  readonly events: readonly PlannedEvent[];
  readonly codes: readonly string[];
}

/** Reasons with groups of their own; all others have those of the rule's diagnosis. */
export function drawnDrgs(
  { event, rule, otherDrgs }: ClaimTemplate,
  { claims, drawn }: { readonly claims: ClaimKnowledge; readonly drawn: DrawnReasons },
): readonly { readonly code: string; readonly drgs: ClaimTemplate['drgs'] }[] {
  if (rule.per !== 'stay' || !drawn.events.includes(event)) return [];
  const all = drawn.codes.map((code) => ({ code, drgs: drgsFor(code, event, claims) }));
  return all.filter(({ drgs }) => stayKey(drgs) !== stayKey(otherDrgs));
}

export function stayKey(drgs: ClaimTemplate['drgs']): string {
  return drgs.map(({ drg }) => drg).join(' ');
}
