/**
 * A cycle of a whole journey whose phases have cycles of their own, are left or are for some: each cycle begins with an event, and calls
 * the phases as another journey would, so that in each they begin anew.
 */
import type { BranchPoint, EventUse, Offset, Phase } from '../../model/index.ts';
import { milestone } from '../event-types.ts';
import { certain } from '../probability.ts';
import { repeatedPhases } from './calls.ts';
import { cyclesIn } from './cycle.ts';
import type { Cycle } from './cycle.ts';
import { lastingUntil } from './leavings.ts';
import { NO_OFFSET, WITHOUT_END } from './offset.ts';
import type { PhaseDraft } from './phases.ts';

/** Whether its phases begin anew in each cycle instead of repeating their events; `points` are those of the journey itself. */
export function isCalledByCycle(phases: readonly PhaseDraft[], points: readonly BranchPoint[]): boolean {
  const isAtStart = ({ after, within }: BranchPoint): boolean => after === undefined && within === undefined;
  return (
    points.some(isAtStart) ||
    phases.some(
      ({ cycle, stop, transitions, points: own }) =>
        (cycle && !cycle.isWhole) || stop !== undefined || transitions.length > 0 || own.some(isAtStart),
    )
  );
}

interface Whole {
  readonly phases: readonly Phase[];
  readonly points: readonly BranchPoint[];
}

/** `ends` is the length of the journey. */
export function repeated({ phases, points }: Whole, cycle: Cycle, ends: Offset): Whole {
  const taken = new Set(phases.flatMap(({ events }) => events.map(({ id }) => id)));
  const begins = beginning(taken.has('enter Cycle') ? 'begin Cycle' : 'enter Cycle', cycle, ends);
  const [first, ...others] = repeatedPhases(phases, begins);
  const all = first === undefined ? [] : [{ ...first, events: [begins, ...first.events] }, ...others];
  return {
    phases: cycle.until === undefined ? all : lastingUntil(cycle.until, begins, all),
    points: points.map((point) => (point.after === undefined ? { ...point, after: begins.id } : point)),
  };
}

function beginning(id: string, cycle: Cycle, ends: Offset): EventUse {
  const { length: every, at } = cycle;
  return {
    id,
    definition: milestone(id, 'A cycle begins', at),
    timing: { anchor: { kind: 'journey' }, earliest: NO_OFFSET, latest: NO_OFFSET, minuteOfDay: 0, at },
    recurrence: { every, count: cyclesIn(NO_OFFSET, ends, cycle), until: WITHOUT_END, at },
    probability: certain(at),
    opens: true,
    at,
  };
}
