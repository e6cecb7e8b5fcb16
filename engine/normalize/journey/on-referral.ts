/** Visits that follow a referral and name no condition are about what the referral is about. */
import type { EventDefinition, EventUse, Phase } from '../../model/index.ts';

export function aboutReferrals(phases: readonly Phase[]): readonly Phase[] {
  const events = phases.flatMap((phase) => phase.events);
  const referrals = new Map(
    events.flatMap(({ id, definition: { type, conditions } }) =>
      type === 'referral' && conditions.length > 0 ? [[id, conditions] as const] : [],
    ),
  );
  if (referrals.size === 0) return phases;
  return phases.map((phase) => ({ ...phase, events: phase.events.map((use) => aboutReferral(use, referrals)) }));
}

function aboutReferral(use: EventUse, referrals: ReadonlyMap<string, EventDefinition['conditions']>): EventUse {
  const { definition, timing } = use;
  const isVisit = definition.type === 'encounter' && definition.conditions.length === 0;
  const conditions = isVisit && timing.anchor.kind === 'event' ? referrals.get(timing.anchor.id) : undefined;
  return conditions === undefined ? use : { ...use, definition: { ...definition, conditions } };
}
