/** How many claims meet each fate: what it takes of the one draw that decides, where no other fate takes a part of that. */
import type { Billing } from './billing.ts';
import { BEGINNINGS } from './fate.ts';
import type { Fate } from './fate.ts';

/** What is sent to the wrong payer is of claims that are before coverage, and meets nothing else. */
type FateShares = Readonly<Record<Exclude<Fate, 'misdirected'>, number>>;

/** Of claims within coverage and network, or of all that are sent. `undefined` where shares are so great that which of two comes about depends on the claim. */
export function fateShares({ figure }: Billing): FateShares | undefined {
  const shares: FateShares = {
    incomplete: figure('incomplete_share'),
    unauthorized: figure('unauthorized_share'),
    corrected: figure('correction_share'),
    repeated: figure('duplicate_share'),
    uncovered: figure('uncovered_share'),
    unnecessary: figure('unnecessary_share'),
  };
  const { incomplete, unauthorized, corrected, repeated, uncovered, unnecessary } = BEGINNINGS;
  const isApart =
    incomplete + shares.incomplete <= unauthorized &&
    unauthorized + shares.unauthorized <= corrected &&
    corrected + shares.corrected <= repeated &&
    repeated + shares.repeated <= uncovered &&
    uncovered + shares.uncovered <= unnecessary &&
    unnecessary + shares.unnecessary <= 1;
  return isApart ? shares : undefined;
}
