/** What is declared of events, and what is counted beside them in one pass: visits outside networks, chances of one's own, reasons of visits, amounts and limits of effects, densities. */
import { countBehindStays } from './behind-stays.ts';
import { countTogether } from './beside-events.ts';
import type { Counting, Together } from './beside-events.ts';
import { countDensities } from './densities.ts';
import { countEffectAmounts } from './effect-amounts.ts';
import { countEffectLimits } from './effect-limits.ts';
import { countEvents } from './events.ts';
import { countVisitsOutside } from './outside.ts';
import { countPersonalChances } from './personal-chances.ts';
import { countTransitions } from './transitions.ts';
import { countVisitReasons } from './visit-reasons.ts';

/** `behind` is the number of sums that stand before these. */
export function tallyHappenings(counting: Counting, behind: number): Together {
  const counted = [
    countEvents,
    countVisitsOutside,
    countPersonalChances,
    countTransitions,
    countVisitReasons,
    countEffectAmounts,
    countEffectLimits,
    countDensities,
    countBehindStays,
  ].flatMap((count) => count(counting) ?? []);
  return countTogether(counted, behind);
}
