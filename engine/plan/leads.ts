/**
 * How long before it comes it is decided whether an event does: what leads up to it happens to those alone to whom it will, so by the first
 * of that its fate is known, and with it that of all that depends on it.
 */
import type { PlanContext } from './context.ts';
import { slackOf } from './event-traits.ts';
import { planEvents } from './events.ts';
import { keepsWorkingDays } from './opening-hours.ts';
import type { PlannedEvent } from './planned-event.ts';
import { daysIn, SLACK_DAYS } from './state/precedence.ts';
import { canBeToCome } from './to-come.ts';

/** The sum of several: more than anybody lives. */
const MOST_DAYS = 54_750;

/** By path, in days, of those events that have any; worked out once a plan, though many parts of it ask. */
const LEADS = new WeakMap<PlanContext, ReadonlyMap<string, number>>();

/** In whole days. */
export function leadOf({ path }: PlannedEvent, context: PlanContext): number {
  const known = LEADS.get(context) ?? leadsIn(context);
  LEADS.set(context, known);
  return known.get(path) ?? 0;
}

/** That of the ways that part as this phase begins. */
export function leadOfWays({ journey, phase }: PlannedEvent, context: PlanContext): number {
  const parting = planEvents(context).filter(
    (one) => one.journey === journey && one.phase === phase && isDecidedInPhase(one),
  );
  const leads = parting.flatMap((one) => {
    const { anchor, earliest } = one.use.timing;
    return anchor.kind === 'journey' ? [leadOf(one, context) - Math.floor(daysIn(earliest) - daysIn(phase.from))] : [];
  });
  return Math.max(0, ...leads);
}

/** Whether who takes its way is decided as its phase begins, and not by what it follows. */
export function isDecidedInPhase({ journey, phase: { from }, use: { way } }: PlannedEvent): boolean {
  const point = journey.branchPoints?.find(({ id }) => id === way?.point);
  return (from.months !== 0 || from.days !== 0) && point !== undefined && point.after === undefined;
}

function leadsIn(context: PlanContext): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  if (!canBeToCome(context)) return found;
  const events = planEvents(context);
  const [latest, ...others] = [...events].toSorted((one, other) => other.level - one.level);
  for (const event of latest === undefined ? [] : [latest, ...others]) {
    const own = found.get(event.path) ?? 0;
    for (const before of dependedOn(event, events)) {
      const lead = Math.min(MOST_DAYS, own + leadUp(event, context));
      if (lead > (found.get(before.path) ?? 0)) found.set(before.path, lead);
    }
  }
  return found;
}

/** Days from an event to what it depends on, at most; below 0 where it follows. */
function leadUp(event: PlannedEvent, context: PlanContext): number {
  const { earliest, latest, countedFrom } = event.use.timing;
  const days = Math.ceil(-daysIn(earliest));
  if (typeof countedFrom === 'string' || (countedFrom !== undefined && days <= 0)) return 0;
  if (days <= 0 && daysIn(latest) >= 0) return days;
  return days + Math.max(0, slackOf(event.use).before) + (keepsWorkingDays(event, context) ? SLACK_DAYS : 0);
}

/** What comes before it among decisions; of what leads up to another it does not come before what it waits for besides. */
function dependedOn({ journey, use }: PlannedEvent, events: readonly PlannedEvent[]): readonly PlannedEvent[] {
  const { anchor, countedFrom, earliest } = use.timing;
  const own = events.filter((one) => one.journey === journey);
  if (typeof countedFrom === 'object' && daysIn(earliest) < 0)
    return own.filter((one) => countedFrom.ids.includes(one.use.id));
  switch (anchor.kind) {
    case 'event':
    case 'discharge':
    case 'readmission':
      return own.filter((one) => one.use.id === anchor.id);
    case 'all':
      return own.filter((one) => anchor.ids.includes(one.use.id));
    case 'entry':
      return own.filter((one) => one.use.leaves?.to === anchor.phase);
    case 'elsewhere':
      return events.filter((one) => one.journey.id === anchor.journey && one.use.id === anchor.id);
    case 'journey':
    case 'stays':
      return [];
  }
}
