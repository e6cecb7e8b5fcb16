/**
 * Events that are over together: the events of a phase once people leave it, a series once what it lasts until has come.
 * They are made as if nothing ended; the first way out that happens is the end, since nothing before it was cut. Who is not
 * of the group sees its events as they are after the cut.
 */
import type { Leaving } from '../model/index.ts';
import { endsJourney } from './event-traits.ts';
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
}

/** The smaller of two that share events before the larger. */
export function groupsOf(events: readonly PlacedEvent[]): readonly Group[] {
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
  return [...groups.values()].toSorted(
    (one, other) => one.members.length - other.members.length || (one.name < other.name ? -1 : 1),
  );
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

/** Those that must be cut before: the groups before it in the list that share events with it. */
export function groupsBefore(group: Group, groups: readonly Group[]): readonly Group[] {
  return groups.slice(0, groups.indexOf(group)).filter((one) => one.members.some((member) => holds(group, member)));
}

/** Whether it is over in each of several calls by itself. */
export function isOverAnew({ each }: Group): boolean {
  return each !== undefined;
}

/** The groups that an event is of and that are over anew in each call: what it asks about the calls before is cut by their ends. */
export function endedWith(event: PlacedEvent, groups: readonly Group[]): readonly Group[] {
  return groups.filter((group) => isOverAnew(group) && holds(group, event));
}
