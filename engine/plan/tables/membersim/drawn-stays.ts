/** The groups by which stays are paid whose reason is drawn. */
import type { ClaimKnowledge } from '../../../model/index.ts';
import { drgsFor, hasOperation, isAbout } from '../../billing/templates.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import type { PlannedEvent } from '../../planned-event.ts';

/** Events with claims whose reason is drawn, and for what they can be. */
export interface DrawnReasons {
  readonly events: readonly PlannedEvent[];
  readonly codes: readonly string[];
  /** The groups of each code for such a stay; found once for all that are alike. */
  readonly groups: (event: PlannedEvent) => readonly ReasonGroups[];
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
  const known = new Map<string, readonly ReasonGroups[]>();
  const find = (event: PlannedEvent): readonly ReasonGroups[] =>
    codes.map((code) => {
      const drgs = drgsFor(event, code, claims);
      return { code, drgs, key: stayKey(drgs) };
    });
  const groups = (event: PlannedEvent): readonly ReasonGroups[] => {
    const isNamed = claims.drgs.some((drg) => isAbout(event, drg));
    const alike = `${hasOperation(event)} ${isNamed ? event.use.definition.name : ''}`;
    const found = known.get(alike) ?? find(event);
    known.set(alike, found);
    return found;
  };
  return { events, codes, groups };
}

/** Reasons with groups of their own; all others have those of the rule's diagnosis. */
export function drawnDrgs({ event, rule, otherDrgs }: ClaimTemplate, drawn: DrawnReasons): readonly ReasonGroups[] {
  if (rule.per !== 'stay' || !drawn.events.includes(event)) return [];
  const other = stayKey(otherDrgs);
  return drawn.groups(event).filter(({ key }) => key !== other);
}

export function stayKey(drgs: ClaimTemplate['drgs']): string {
  return drgs.map(({ drg, share }) => `${drg} ${share}`).join(' ');
}
