/** How many claims meet each fate: what it takes of the one draw that decides, where no other fate takes a part of that. */
import type { Billing } from './billing.ts';
import { BEGINNINGS } from './fate.ts';
import type { Fate } from './fate.ts';

/** Of claims within coverage and network, or of all that are sent. `undefined` where shares are so great that which of two comes about depends on the claim. */
export function fateShares({ figure }: Billing): Readonly<Record<Fate, number>> | undefined {
  const shares: Readonly<Record<Fate, number>> = {
    incomplete: figure('incomplete_share'),
    unauthorized: figure('unauthorized_share'),
    corrected: figure('correction_share'),
    repeated: figure('duplicate_share'),
  };
  const { incomplete, unauthorized, corrected, repeated } = BEGINNINGS;
  const isApart =
    incomplete + shares.incomplete <= unauthorized &&
    unauthorized + shares.unauthorized <= corrected &&
    corrected + shares.corrected <= repeated &&
    repeated + shares.repeated <= 1;
  return isApart ? shares : undefined;
}
