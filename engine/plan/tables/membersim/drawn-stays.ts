/** The groups by which stays are paid whose reason is drawn. */
import type { ClaimKnowledge } from '../../../model/index.ts';
import { drgsFor, hasOperation } from '../../billing/templates.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import type { PlannedEvent } from '../../planned-event.ts';

/** Events with claims whose reason is drawn, and for what they can be. */
export interface DrawnReasons {
  readonly events: readonly PlannedEvent[];
  readonly codes: readonly string[];
  /** The groups of each code, of stays with an operation or of all others; found once. */
  readonly groups: (isSurgical: boolean) => readonly ReasonGroups[];
}

interface ReasonGroups {
  readonly code: string;
  readonly drgs: ClaimTemplate['drgs'];
  readonly key: string;
}

export function drawnReasons(
  events: readonly PlannedEvent[],
  codes: readonly string[],
  claims: ClaimKnowledge,
): DrawnReasons {
  const known = new Map<boolean, readonly ReasonGroups[]>();
  const find = (isSurgical: boolean): readonly ReasonGroups[] =>
    codes.map((code) => {
      const drgs = drgsFor(code, isSurgical, claims);
      return { code, drgs, key: stayKey(drgs) };
    });
  const groups = (isSurgical: boolean): readonly ReasonGroups[] => {
    const found = known.get(isSurgical) ?? find(isSurgical);
    known.set(isSurgical, found);
    return found;
  };
  return { events, codes, groups };
}

/** Reasons with groups of their own; all others have those of the rule's diagnosis. */
export function drawnDrgs({ event, rule, otherDrgs }: ClaimTemplate, drawn: DrawnReasons): readonly ReasonGroups[] {
  if (rule.per !== 'stay' || !drawn.events.includes(event)) return [];
  const other = stayKey(otherDrgs);
  return drawn.groups(hasOperation(event)).filter(({ key }) => key !== other);
}

export function stayKey(drgs: ClaimTemplate['drgs']): string {
  return drgs.map(({ drg }) => drg).join(' ');
}
