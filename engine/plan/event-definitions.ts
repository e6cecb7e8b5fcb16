/** Events as rows of data: when they fall, how often, how likely, at what hours. The timeline's statements join these. */
import type { EventUse, Offset, Relation, Scalar, ValuesColumn } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent } from './events.ts';
import { planEvents, timelineTypes } from './events.ts';
import { cycleOf } from './decisions.ts';
import { nameKeys } from './keys.ts';
import { repeats } from './occurrence-counts.ts';
import { boolean, double, halvesOf, integer } from './terms.ts';
import { daysAtLatest, hasOwnWindow, leadsUpToAnchor, slackOf, stayFollowedBy, workdaysAWeek } from './event-traits.ts';
import { lineOf } from './line.ts';
import { openingHours } from './opening-hours.ts';

const DEFINITION_COLUMNS = [
  ['event_key', integer],
  ['anchor_key', integer],
  ['earliest_months', integer],
  ['earliest_days', integer],
  ['earliest_minutes', integer],
  ['latest_months', integer],
  ['latest_days', integer],
  ['latest_minutes', integer],
  ['every_months', integer],
  ['every_days', integer],
  ['every_minutes', integer],
  ['run_length', integer],
  ['run_months', integer],
  ['run_days', integer],
  ['run_minutes', integer],
  ['a_week', integer],
  ['days_before', integer],
  ['days_after', integer],
  ['repeats', integer],
  ['until_months', integer],
  ['until_days', integer],
  ['point_key', integer],
  ['from_start', boolean],
  ['cycle_often', integer],
  ['cycle_count', integer],
  ['cycle_months', integer],
  ['cycle_days', integer],
  ['each_time', boolean],
  ['spreads', boolean],
  ['by_the_clock', boolean],
  ['precedes', boolean],
  ['working_days', boolean],
  ['opens', integer],
  ['open_minutes', integer],
  ['probability', double],
] as const;

const STREAMS = ['when', 'luck'] as const;

/** Columns that are there only where an event needs them. */
const RARE: Readonly<Record<string, (use: EventUse) => boolean>> = {
  branch: ({ way }) => way !== undefined,
  point_key: ({ way }) => way !== undefined,
  from_start: ({ timing }) => typeof timing.countedFrom === 'string',
  cycle_often: countsInCycle,
  cycle_count: countsInCycle,
  cycle_months: countsInCycle,
  cycle_days: countsInCycle,
  each_time: ({ timing }) => timing.eachTime === true,
  spreads: ({ times }) => times !== undefined,
  every_minutes: (use) => (use.recurrence?.every.minutes ?? 0) !== 0 || hasRuns(use),
  run_length: hasRuns,
  run_months: hasRuns,
  run_days: hasRuns,
  run_minutes: hasRuns,
  a_week: (use) => workdaysAWeek(use) !== undefined,
  days_before: hasOwnWindow,
  days_after: hasOwnWindow,
  precedes: leadsUpToAnchor,
};

/** Whether each of its occurrences in the large is a run of several. */
export function hasRuns({ recurrence }: EventUse): boolean {
  return recurrence?.within !== undefined;
}

function countsInCycle({ timing }: EventUse): boolean {
  return timing.countedFrom === 'cycle';
}

function isNeeded(name: string, events: readonly PlannedEvent[]): boolean {
  const needs = RARE[name];
  return needs === undefined || events.some(({ use }) => needs(use));
}

export function definitionNames(events: readonly PlannedEvent[]): string[] {
  const streams = STREAMS.flatMap(halvesOf);
  const names = ['journey', 'phase', 'event', 'branch', ...DEFINITION_COLUMNS.map(([name]) => name)];
  return [...names.filter((name) => isNeeded(name, events)), ...streams];
}

export function definitions(events: readonly PlannedEvent[], context: PlanContext): Relation {
  const types = timelineTypes(context);
  const keys = new Map(planEvents(context).map(({ path, key }) => [path, key]));
  const columns: ValuesColumn[] = [
    { name: 'journey', type: types.journey },
    { name: 'phase', type: types.phase },
    { name: 'event', type: types.event },
    { name: 'branch', type: types.branch },
    ...DEFINITION_COLUMNS.map(([name, type]) => ({ name, type })),
    ...STREAMS.map((name) => ({ name, type: { kind: 'stream' as const } })),
  ];
  const needed = columns.map(({ name }) => isNeeded(name, events));
  const rows = events.map((event) => definitionRow(event, keys, context));
  return {
    kind: 'values',
    columns: columns.filter((_, at) => needed[at]),
    rows: rows.map((row) => row.filter((_, at) => needed[at])),
  };
}

function definitionRow(event: PlannedEvent, keys: ReadonlyMap<string, number>, context: PlanContext): Scalar[] {
  const { journey, phase, use, path, key } = event;
  const { anchor, earliest, latest } = use.timing;
  const every = use.recurrence?.every ?? noOffset;
  const until = use.recurrence?.until ?? phase.to;
  const run = use.recurrence?.within ?? { every: noOffset, count: 1 };
  const hours = openingHours(use, context);
  const slack = slackOf(use);
  const cycle = (countsInCycle(use) ? cycleOf(event) : undefined) ?? { often: 1, count: 1, every: noOffset };
  const ownMinute = isWithinDays(use) && anchor.kind === 'journey' ? (use.timing.minuteOfDay ?? 0) : 0;
  return [
    journey.id,
    phase.name,
    use.id,
    use.way?.branch ?? null,
    key,
    gateKey(event) ?? (anchor.kind === 'event' ? (keys.get(`${lineOf(journey)}/${anchor.id}`) ?? null) : null),
    earliest.months,
    earliest.days,
    earliest.minutes + ownMinute,
    latest.months,
    latest.days,
    latest.minutes + ownMinute,
    every.months,
    every.days,
    every.minutes,
    run.count,
    run.every.months,
    run.every.days,
    run.every.minutes,
    workdaysAWeek(use) ?? null,
    slack.before,
    slack.after,
    repeats(use),
    until.months,
    until.days,
    use.way === undefined ? null : pointKey(journey.id, use.way.point),
    typeof use.timing.countedFrom === 'string',
    cycle.often,
    cycle.count,
    cycle.every.months,
    cycle.every.days,
    use.timing.eachTime === true,
    use.times !== undefined,
    isByTheClock(use),
    leadsUpToAnchor(use) || daysAtLatest(use) < 0,
    hours.workingDays,
    hours.opens,
    hours.closes - hours.opens,
    use.probability.kind === 'constant' ? use.probability.value : null,
    ...STREAMS.map((name) => `${path}/${name}`),
  ];
}

/** A number for a branch point, the same whatever other points there are. */
export function pointKey(journey: string, point: string): number {
  const path = `${journey}/${point}`;
  return nameKeys([path]).get(path) ?? 0;
}

/** A number for what an event waits for that is not one event; below 0, so that it is no event's key. */
export function gateKey({ journey, use }: Pick<PlannedEvent, 'journey' | 'use'>): number | null {
  const { anchor, countedFrom, onceFor } = use.timing;
  const each = onceFor === undefined ? '' : `\nfor each ${onceFor}`;
  const counted = typeof countedFrom === 'object' ? `\nfrom ${countedFrom.ids.join('\n')}` : '';
  switch (anchor.kind) {
    case 'journey':
      return null;
    case 'event':
      return onceFor === undefined ? null : -1 - pointKey(journey.id, `first ${anchor.id}${each}`);
    case 'all':
      return -1 - pointKey(journey.id, `all ${anchor.ids.join('\n')}${counted}${each}`);
    case 'entry':
      return -1 - pointKey(journey.id, `entry ${anchor.phase}${each}`);
    case 'discharge':
      return -1 - pointKey(journey.id, `discharge ${anchor.disposition} of ${anchor.id}`);
    case 'stays':
      return -1 - pointKey(journey.id, `stays before ${use.id}`);
    case 'readmission':
      return -1 - pointKey(journey.id, `readmission after ${anchor.id}`);
    case 'elsewhere':
      return -1 - pointKey(anchor.journey, `first ${anchor.id}`);
  }
}

/** Whether it is told in minutes from its anchor's own, instead of in days with the hours that its class keeps. */
export function isByTheClock(use: EventUse): boolean {
  const { earliest, latest } = use.timing;
  const isTimed = earliest.minutes !== 0 || latest.minutes !== 0;
  return isTimed || isWithinDays(use) || isAtTheMoment(use) || isAtDischarge(use);
}

function isAtDischarge(use: EventUse): boolean {
  const { anchor, latest } = use.timing;
  if (anchor.kind === 'readmission') return false;
  return stayFollowedBy(use) !== undefined || (anchor.kind === 'stays' && latest.months === 0 && latest.days === 0);
}

/** What ends a group upon an event does so at its very moment. */
function isAtTheMoment({ leaves, timing }: EventUse): boolean {
  return leaves !== undefined && timing.anchor.kind === 'event' && timing.minuteOfDay === undefined;
}

/** Whether it recurs several times a day. */
function isWithinDays({ recurrence }: EventUse): boolean {
  const every = recurrence?.within?.every ?? recurrence?.every;
  return every !== undefined && every.months === 0 && every.days === 0;
}

const noOffset: Offset = { months: 0, days: 0, minutes: 0 };
