/**
 * Events that are over together: the events of a phase once people leave it, a series once what it lasts until has come.
 * They are made as if nothing ended; the first way out that happens is the end, since nothing before it was cut. Who is not
 * of the group sees its events as they are after the cut.
 */
import type { Leaving } from '../model/index.ts';
import { endsJourney } from './event-traits.ts';
import { isFollowed } from './followed.ts';
import type { PlacedEvent } from './planned-event.ts';

export interface Group {
  /** Unique over all journeys of the cohort. */
  readonly name: string;
  readonly kind: Leaving['kind'];
  readonly members: readonly PlacedEvent[];
  /** Those of the members that end it, which are not told. */
  readonly leaving: readonly PlacedEvent[];
  /** It is over anew behind each occurrence of the event of this id. */
  readonly each?: string;
  /** The name of the group with which it is over, where it is one of what is known only once that is. */
  readonly overWith?: string;
}

/** The smaller of two that share events before the larger. */
export function groupsOf(events: readonly PlacedEvent[]): readonly Group[] {
  return endingGroups(events)
    .flatMap((group) => inParts(group, events))
    .toSorted((one, other) => one.members.length - other.members.length || (one.name < other.name ? -1 : 1));
}

/** Apart from the others what leads up to events behind the end: it waits for these, and they for the end. */
function inParts(group: Group, events: readonly PlacedEvent[]): readonly Group[] {
  const { name, kind, members, leaving } = group;
  const late = kind === 'series' ? new Set<PlacedEvent>() : behindIt(group, events);
  const behind = members.filter((one) => late.has(one) && !leaving.includes(one));
  if (behind.length === 0) return [group];
  return [
    { ...group, members: members.filter((one) => !behind.includes(one)) },
    { ...group, name: `${name}, led up to`, members: behind, overWith: name },
  ];
}

/** What follows an event beside the group that follows one of it. */
function behindIt(group: Group, events: readonly PlacedEvent[]): ReadonlySet<PlacedEvent> {
  const own = events.filter(({ journey }) => journey === group.members[0]?.journey);
  const members = new Set(group.members.map(({ path }) => path));
  const followed = own.filter(({ path }) => members.has(path));
  const found = new Set(
    own.filter((one) => !members.has(one.path) && followed.some((other) => isFollowed(other, one))),
  );
  for (const before of found) for (const one of own) if (isFollowed(before, one)) found.add(one);
  return found;
}

function endingGroups(events: readonly PlacedEvent[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const { leaves } = event.use;
    if (leaves === undefined) continue;
    const name = `${event.journey.id}/${leaves.group}`;
    if (groups.has(name)) continue;
    const members = events.filter(
      (one) => one.journey === event.journey && one.use.lasts?.includes(leaves.group) === true,
    );
    const leaving = members.filter(({ use }) => use.leaves?.group === leaves.group);
    const each = leaves.each === undefined ? {} : { each: leaves.each };
    groups.set(name, { name, kind: leaves.kind, members, leaving, ...each });
  }
  return [...groups.values()];
}

/** Journeys that an event of theirs ends, which the events of others see without what lies behind that. */
export function endedJourneys(events: readonly PlacedEvent[]): readonly Group[] {
  const ends = events.filter(endsJourney);
  return [...new Set(ends.map(({ journey }) => journey))].map((journey) => {
    const ofIt = (some: readonly PlacedEvent[]): readonly PlacedEvent[] =>
      some.filter((one) => one.journey === journey);
    return { name: `${journey.id}/ended`, kind: 'journey', members: ofIt(events), leaving: ofIt(ends) };
  });
}

/** Whether the event is of another journey than the group. */
export function isBeside({ members }: Group, { journey }: PlacedEvent): boolean {
  return members.every((member) => member.journey !== journey);
}

export function holds({ members }: Group, { path }: PlacedEvent): boolean {
  return members.some((member) => member.path === path);
}

/** Those that must be cut before: the groups before it in the list that share events with it, and the one that it is over with. */
export function groupsBefore(group: Group, groups: readonly Group[]): readonly Group[] {
  const sharing = groups
    .slice(0, groups.indexOf(group))
    .filter((one) => one.members.some((member) => holds(group, member)));
  return [...sharing, ...groups.filter(({ name }) => name === group.overWith)];
}

/** Whether it is over in each of several calls by itself. */
export function isOverAnew({ each }: Group): boolean {
  return each !== undefined;
}

/** The groups that an event is of and that are over anew in each call: what it asks about the calls before is cut by their ends. */
export function endedWith(event: PlacedEvent, groups: readonly Group[]): readonly Group[] {
  return groups.filter((group) => isOverAnew(group) && holds(group, event));
}
