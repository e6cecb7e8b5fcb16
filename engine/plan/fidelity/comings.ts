/**
 * Who comes to a branch point that is decided with the people: those to whom what it follows happened by `as_of` and before any end,
 * or who began the journey.
 */
import type { Journey, Offset, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { planEvents } from '../events.ts';
import { startOf } from '../journey-start.ts';
import { isDecidedLate } from '../state/decided-late.ts';
import { movedAttributes } from '../state/effects.ts';
import { call, column, day, literal } from '../terms.ts';
import { canBeToCome } from '../to-come.ts';
import type { Parting } from './branch-lines.ts';

export interface Coming extends Parting {
  /** The event that brings people there; absent where all who take the journey come. */
  readonly by: number | undefined;
}

export function comingsOf(context: PlanContext): readonly Coming[] {
  const moved = movedAttributes(context.cohort);
  return context.cohort.journeys.flatMap((journey) =>
    (journey.branchPoints ?? [])
      .filter(({ id }) => !isDecidedLate(journey, id, moved))
      .map((point) => ({ journey, point, by: bringing({ journey, point }, context) })),
  );
}

/** What it follows, or what starts the journey. */
function bringing({ journey, point }: Parting, context: PlanContext): number | undefined {
  const keyOf = (of: Journey['id'] | undefined, event: string): number | undefined =>
    planEvents(context).find((one) => one.journey.id === of && one.use.id === event)?.key;
  if (point.after !== undefined) return keyOf(journey.id, point.after);
  const start = startOf(journey, context.cohort);
  return start.kind === 'event' ? keyOf(start.journey, start.event) : undefined;
}

/** Whether people have come by `as_of` who began on this day: what follows nothing is decided as its phase begins. */
export function hasCome({ journey, point }: Parting, began: Term, context: PlanContext): Term {
  if (point.after !== undefined || !canBeToCome(context)) return literal(true);
  const phase = journey.phases.find(({ events }) => events.some(({ way }) => way?.point === point.id));
  const from: Offset = phase?.from ?? { months: 0, days: 0, minutes: 0 };
  const begins = call('add_days', call('add_months', began, from.months), from.days);
  return call('less_or_equal', begins, day(context.cohort.profile.asOf.value));
}

export function beganOn({ journey }: Parting): Term {
  return column(`journey:${journey.id}`);
}
