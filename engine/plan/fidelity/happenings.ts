/** What is declared of events, and what is counted beside them in one pass: visits outside networks, chances of one's own, reasons of visits, amounts, densities. */
import type { Declaration, EventTally } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { Timeline } from '../timeline.ts';
import { withDensities } from './densities.ts';
import { withEffectAmounts } from './effect-amounts.ts';
import { declaredEvents, tallyEvents } from './events.ts';
import { withVisitsOutside } from './outside.ts';
import { withPersonalChances } from './personal-chances.ts';
import { withVisitReasons } from './visit-reasons.ts';

export interface Happenings {
  readonly tally: EventTally | undefined;
  readonly declarations: readonly Declaration[];
  /** How many sums there are. */
  readonly width: number;
}

/** `behind` is the number of sums that stand before these. */
export function tallyHappenings(context: PlanContext, timeline: Timeline, behind: number): Happenings {
  const events = tallyEvents(timeline, context);
  const outside = events && withVisitsOutside(events, { context, timeline, behind });
  const personal = outside && withPersonalChances(outside.tally, { context, timeline, behind });
  const reasons = personal && withVisitReasons(personal.tally, { context, timeline, behind });
  const amounts = reasons && withEffectAmounts(reasons.tally, { context, timeline, behind });
  const { tally, declarations } = withDensities(amounts?.tally, context, behind);
  return {
    tally,
    declarations: [
      ...(events === undefined ? [] : declaredEvents(timeline, context, behind)),
      ...(outside?.declarations ?? []),
      ...(personal?.declarations ?? []),
      ...(reasons?.declarations ?? []),
      ...(amounts?.declarations ?? []),
      ...declarations,
    ],
    width: tally === undefined ? 0 : tally.keys.length * tally.columns.length,
  };
}
