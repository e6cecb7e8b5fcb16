/** What the reference skills say of the claims of one payer. */
import type { ClaimKnowledge, EventServices } from '../../model/index.ts';
import type { CohortInLibrary } from '../context.ts';

/** Figures, and services of events, that the payer has rows of its own for stand in place of those for all payers. */
export function claimsOfPayer({ cohort, library }: CohortInLibrary): ClaimKnowledge | undefined {
  const { claims } = library.knowledge;
  const payer = cohort.profile.coverage?.payer.value;
  if (claims === undefined || payer === undefined) return claims;
  const own = claims.eventServices.filter((one) => one.payer === payer);
  const others = claims.eventServices.filter((one) => one.payer === undefined);
  return {
    ...claims,
    eventServices: [...own, ...others.flatMap((one) => withoutOwn(one, own))],
    figures: new Map([...claims.figures, ...(claims.payerFigures.get(payer) ?? [])]),
  };
}

/** The row without the reasons of which the payer's own rows speak; nothing where it is about nothing else. */
function withoutOwn(row: EventServices, own: readonly EventServices[]): readonly EventServices[] {
  const ofEvent = own.filter(({ event }) => event === row.event);
  if (row.reasons.length === 0) return ofEvent.some(({ reasons }) => reasons.length === 0) ? [] : [row];
  const taken = new Set(ofEvent.flatMap(({ reasons }) => reasons));
  const reasons = row.reasons.filter((reason) => !taken.has(reason));
  return reasons.length === 0 ? [] : [{ ...row, reasons }];
}
