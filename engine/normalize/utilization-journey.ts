/**
 * What a profile says of utilization, as a journey of that profile: each event as often as its count says, on any days before `as_of`, or of
 * its season.
 */
import type {
  AfterDischarge,
  BehindStays,
  EventDefinition,
  EventUse,
  Journey,
  Knowledge,
  Offset,
  Profile,
  SourceRange,
  Timing,
  Utilization,
} from '../model/index.ts';
import { NO_OFFSET, negated } from './offset.ts';
import { certain } from './probability.ts';
import { canLeadTo } from './profile/index.ts';
import { seasonDays } from './season.ts';

/** One for each profile that says something of it. */
export function utilizationJourneys(profiles: readonly Profile[], knowledge: Knowledge): readonly Journey[] {
  return profiles.flatMap((profile) => {
    const { utilization } = profile;
    return utilization === undefined ? [] : [journeyOf(profile, utilization, knowledge)];
  });
}

function journeyOf(
  { id, drawnAs, title, asOf, coverage }: Profile,
  utilization: Utilization,
  { events, reasons, chart }: Knowledge,
): Journey {
  const from = negated(utilization.window);
  const counted = utilization.events.flatMap((one): readonly EventUse[] => {
    const found = events.find(({ name }) => name === one.event);
    if (found === undefined || one.times === undefined) return [];
    const definition = withoutPrimary(found, reasons);
    return [
      {
        id: definition.name,
        definition,
        timing: { ...BEFORE, earliest: from, ...seasonOf(definition, asOf.value, utilization), at: one.at },
        recurrence: undefined,
        probability: certain(one.at),
        times: one.times,
        at: one.at,
      },
    ];
  });
  const followers = utilization.events.flatMap(({ event, afterDischarge, at }): readonly Follower[] => {
    const found = events.find(({ name }) => name === event);
    if (found === undefined || afterDischarge === undefined) return [];
    return [{ definition: withoutPrimary(found, reasons), way: afterDischarge, at }];
  });
  const payer = coverage?.payer.value;
  const behindAny = followers.flatMap((one) => behindAnyStay(one) ?? []);
  const behind = ({ use, kinds }: Following): readonly Following[] =>
    followers
      .filter((one) => behindAnyStay(one) === undefined)
      .filter(({ definition, way }) => !kinds.includes(definition.name) && canLeadTo(use.definition, way, payer, chart))
      .flatMap((follower) => {
        const next = { use: afterStay(use.id, follower), kinds: [...kinds, follower.definition.name] };
        return [next, ...behind(next)];
      });
  const uses = [
    ...counted,
    ...counted.flatMap((use) => behind({ use, kinds: [use.definition.name] }).map((one) => one.use)),
    ...behindAny,
  ];
  return {
    id: `${id}/utilization`,
    ...(drawnAs === undefined ? {} : { drawnAs: `${drawnAs}/utilization` }),
    title: `Utilization of ${title}`,
    profile: id,
    duration: NO_OFFSET,
    start: { kind: 'date', date: asOf.value, at: asOf.at },
    phases: [phaseOf(utilization, uses)],
    at: utilization.at,
  };
}

/** What follows stays, as a profile says it. */
interface Follower {
  readonly definition: EventDefinition;
  readonly way: AfterDischarge;
  readonly at: SourceRange;
}

/** An event with the kinds of stays that it follows and its own, of which none comes twice. */
interface Following {
  readonly use: EventUse;
  readonly kinds: readonly string[];
}

/** On the day of the discharge, each time that people go that way, or of the return. */
function afterStay(id: string, { definition, way, at }: Follower): EventUse {
  return {
    id: `${definition.name}_after_${id}`,
    definition,
    timing: {
      anchor:
        way.kind === 'readmission' ? { kind: 'readmission', id } : { kind: 'discharge', id, disposition: way.name },
      eachTime: true,
      earliest: NO_OFFSET,
      latest: NO_OFFSET,
      anyDay: true,
      minuteOfDay: undefined,
      at,
    },
    recurrence: undefined,
    probability: certain(at),
    at,
  };
}

/** What is no stay, and so leads to none, is one event behind all of them, in journeys too. */
function behindAnyStay({ definition, way, at }: Follower): EventUse | undefined {
  if (way.kind === 'readmission' || definition.type === 'admission') return undefined;
  const { from, to, ...behindStays } = way.series ?? { from: NO_OFFSET, to: NO_OFFSET, ...once(at) };
  const every = { ...NO_OFFSET, days: Math.round(definition.apart ?? 1) };
  const isSeries = behindStays.most > 1;
  return {
    id: definition.name,
    definition,
    timing: {
      anchor: { kind: 'stays', disposition: way.name },
      eachTime: true,
      earliest: from,
      latest: to,
      ...(isNothing(to) ? { anyDay: true } : {}),
      minuteOfDay: undefined,
      at,
    },
    recurrence: isSeries
      ? { every: NO_OFFSET, count: 1, until: NO_OFFSET, within: { every, count: behindStays.most }, at }
      : undefined,
    probability: certain(at),
    behindStays,
    at,
  };
}

function once(at: SourceRange): BehindStays {
  return { share: 1, times: { kind: 'fixed', value: 1, at }, most: 1 };
}

function isNothing(offset: Offset): boolean {
  return Object.values(offset).every((part) => part === 0);
}

/** Where reasons are drawn, what a person uses is not about the condition that the profile happens to name first. */
function withoutPrimary(definition: EventDefinition, reasons: Knowledge['reasons']): EventDefinition {
  const isDrawn = reasons?.lists.some(({ events }) => events.includes(definition.name)) === true;
  if (!isDrawn) return definition;
  return { ...definition, conditions: definition.conditions.filter(({ value }) => value !== 'primary') };
}

/** Its season within the window, if it has one and some of it lies there. */
function seasonOf(
  { season }: EventDefinition,
  asOf: string,
  { window }: Utilization,
): Partial<Pick<Timing, 'earliest' | 'latest'>> {
  const days = season && seasonDays(season, asOf, window);
  if (days === undefined) return {};
  return { earliest: { ...NO_OFFSET, days: days.first }, latest: { ...NO_OFFSET, days: days.last } };
}

/** Until the day before the journey's start, which is `as_of`. */
const BEFORE = {
  anchor: { kind: 'journey' },
  latest: { months: 0, days: -1, minutes: 0 },
  minuteOfDay: undefined,
} as const;

function phaseOf({ window, at }: Utilization, events: readonly EventUse[]): Journey['phases'][number] {
  return { name: 'utilization', from: negated(window), to: NO_OFFSET, events, at };
}
