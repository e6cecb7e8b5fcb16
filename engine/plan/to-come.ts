/** What lies behind `as_of`: events that are planned, of which nothing has happened yet. */
import { MINUTES_A_DAY } from '../model/index.ts';
import type { Journey, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { keepsWorkingDays } from './opening-hours.ts';
import { countsWorkdays, slackOf } from './event-traits.ts';
import { planEvents, timelineTypes } from './events.ts';
import type { PlannedEvent, SkipReason } from './events.ts';
import { startOf } from './journey-start.ts';
import { DAYS_A_YEAR } from './journey-years.ts';
import { agesOfPeople } from './settled.ts';
import { daysIn, endsOnDay, SLACK_DAYS } from './state/precedence.ts';
import { call, column, day, known, literal } from './terms.ts';

export const NOT_YET_DUE: SkipReason = 'not yet due';

/** Whether a moment lies behind the day of `as_of`. */
export function isToCome({ cohort }: Pick<PlanContext, 'cohort'>, moment: Term = column('moment')): Term {
  return call('greater_or_equal', moment, call('at_minute', day(cohort.profile.asOf.value), MINUTES_A_DAY));
}

/** Of an occurrence that does not happen: whether that is decided behind `as_of` only. */
export function isOpen(context: PlanContext): Term {
  const { reason } = timelineTypes(context);
  return known(call('equal', column('skipped_because'), literal(NOT_YET_DUE, reason)));
}

/** By path; worked out once a plan, though many parts of it ask. */
const TO_COME = new WeakMap<PlanContext, ReadonlySet<string>>();

/** Whether any of these events can lie there for somebody; of a cohort's events if none are given. */
export function canBeToCome(context: PlanContext, events: readonly PlannedEvent[] = planEvents(context)): boolean {
  const found = TO_COME.get(context) ?? pathsToCome(context);
  TO_COME.set(context, found);
  return events.some(({ path }) => found.has(path));
}

function pathsToCome(context: PlanContext): ReadonlySet<string> {
  const found = planEvents(context).filter((event) => reachesBeyond(event, context));
  return new Set(found.map(({ path }) => path));
}

/** By its timing alone, on the safe side; of what follows stays of its own journey those count that are over on its day, which is `as_of`. */
function reachesBeyond(event: PlannedEvent, context: PlanContext): boolean {
  const { anchor } = event.use.timing;
  if (anchor.kind === 'discharge' || anchor.kind === 'readmission') return false;
  if (anchor.kind === 'stays')
    return planEvents(context).some(
      ({ journey, use }) => journey !== event.journey && use.definition.type === 'admission',
    );
  return latestStart(event.journey, context) + endsOnDay(event) - 1 + daysMoved(event, context) > 0;
}

/** The day on which the journey begins at the latest, from `as_of`. */
function latestStart(journey: Journey, { cohort }: PlanContext): number {
  const start = startOf(journey, cohort);
  const asOf = cohort.profile.asOf.value;
  const born = -(agesOfPeople(cohort.profile)?.low ?? 0) * DAYS_A_YEAR;
  const from = (date: string): number => (Date.parse(date) - Date.parse(asOf)) / MILLISECONDS_A_DAY;
  switch (start.kind) {
    case 'date':
      return Math.max(born, from(start.date));
    case 'between':
      return Math.max(born, from(start.to));
    case 'trailing':
      return -daysIn(journey.duration);
    case 'event':
      return Infinity;
    default:
      return 0;
  }
}

const MILLISECONDS_A_DAY = 86_400_000;

/** By days off, which move it beyond the time over which it is spread where that has no working day, or within its window. */
function daysMoved(event: PlannedEvent, context: PlanContext): number {
  if (!keepsWorkingDays(event, context)) return 0;
  const { earliest, latest } = event.use.timing;
  const isLong = daysIn(latest) - daysIn(earliest) >= SLACK_DAYS && !countsWorkdays([event]);
  return isLong ? Math.max(0, slackOf(event.use).after) : SLACK_DAYS + Math.max(0, slackOf(event.use).after);
}
