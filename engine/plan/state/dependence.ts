/** In which order events are decided: each after what it follows and after all that its condition looks back on. */
import type { BranchPoint } from '../../model/index.ts';
import type { PlacedEvent } from '../planned-event.ts';
import { groupsBefore, groupsOf, holds } from '../groups.ts';
import type { Group } from '../groups.ts';
import { canPrecede } from './precedence.ts';
import { answers, pointAsks, pointsBefore, questionsAtPoint, questionsOf, subjectOf } from './questions.ts';

export interface Order {
  /** By path: 0 for what waits for nothing, else one more than the highest level that it waits for. */
  readonly levels: ReadonlyMap<string, number>;
  /** By the name of a group of events: the first level that sees it cut. */
  readonly cuts: ReadonlyMap<string, number>;
  /** Ids of events, each followed by what it asks of the next, where it asks; it ends where it began. */
  readonly circle: readonly string[] | undefined;
}

interface Need {
  readonly event: PlacedEvent;
  /** What is asked of it; absent where it is only followed. */
  readonly subject: string | undefined;
}

export function orderOf(events: readonly PlacedEvent[], moved: ReadonlySet<string>): Order {
  const levels = new Map<string, number>();
  const cuts = new Map<string, number>();
  const groups = groupsOf(events);
  let circle: readonly string[] | undefined;
  const visit = (need: Need, path: readonly Need[]): number => {
    const { event } = need;
    const known = levels.get(event.path);
    if (known !== undefined) return known;
    const seen = path.findIndex((one) => one.event.path === event.path);
    if (seen !== -1) {
      circle ??= [event.use.id, ...[...path.slice(seen + 1), need].flatMap(named)];
      return 0;
    }
    const further = [...path, need];
    const needs = needsOf(event, events, moved);
    const cut = groupsSeenCut(event, needs, groups).map((group) => cutLevel(group, further));
    const level = Math.max(0, ...needs.map((one) => visit(one, further) + 1), ...cut);
    levels.set(event.path, level);
    return level;
  };
  const cutLevel = (group: Group, path: readonly Need[]): number => {
    const known = cuts.get(group.name);
    if (known !== undefined) return known;
    const members = group.members.map((event) => visit({ event, subject: undefined }, path));
    const before = groupsBefore(group, groups).map((one) => cutLevel(one, path));
    const level = 1 + Math.max(...members, ...before);
    cuts.set(group.name, level);
    return level;
  };
  for (const event of events) visit({ event, subject: undefined }, []);
  for (const group of groups) cutLevel(group, []);
  return { levels, cuts, circle };
}

/** Groups of what it needs that it is not of itself. */
function groupsSeenCut(event: PlacedEvent, needs: readonly Need[], groups: readonly Group[]): readonly Group[] {
  return groups.filter((group) => !holds(group, event) && needs.some((need) => holds(group, need.event)));
}

function named({ event, subject }: Need): readonly string[] {
  return subject === undefined ? [event.use.id] : [subject, event.use.id];
}

function needsOf(event: PlacedEvent, events: readonly PlacedEvent[], moved: ReadonlySet<string>): readonly Need[] {
  const followed = events.filter((one) => isFollowed(one, event));
  const asked = questionsOf(event.use.probability, moved).flatMap((question) =>
    events
      .filter((one) => answers(one, question) && canPrecede(one, event, question.after))
      .map((one) => ({ event: one, subject: subjectOf(question) })),
  );
  return [
    ...followed.map((one) => ({ event: one, subject: undefined })),
    ...asked,
    ...needsOfWay(event, events, moved),
  ];
}

function isFollowed({ journey, use }: PlacedEvent, event: PlacedEvent): boolean {
  const { anchor } = event.use.timing;
  switch (anchor.kind) {
    case 'journey':
      return false;
    case 'event':
      return journey === event.journey && use.id === anchor.id;
    case 'all':
      return journey === event.journey && anchor.ids.includes(use.id);
    case 'entry':
      return journey === event.journey && use.leaves?.to === anchor.phase;
    case 'elsewhere':
      return journey.id === anchor.journey && use.id === anchor.id;
  }
}

/** The events at which the ways to it part, and what is asked there. */
function needsOfWay(
  { journey, use }: PlacedEvent,
  events: readonly PlacedEvent[],
  moved: ReadonlySet<string>,
): readonly Need[] {
  if (use.way === undefined || !pointAsks(journey, use.way.point, moved)) return [];
  return pointsBefore(journey, use.way.point).flatMap((point) => needsOfPoint({ journey, point }, events, moved));
}

/** What is asked at the first occurrence of the event that the branch point follows. */
export function needsOfPoint(
  { journey, point }: { readonly journey: PlacedEvent['journey']; readonly point: BranchPoint },
  events: readonly PlacedEvent[],
  moved: ReadonlySet<string>,
): readonly Need[] {
  const after = events.find((one) => one.journey === journey && one.use.id === point.after);
  if (after === undefined) return [];
  const { eachTime: _, ...timing } = after.use.timing;
  const first: PlacedEvent = { ...after, use: { ...after.use, timing, recurrence: undefined } };
  const asked = questionsAtPoint(point, moved).flatMap((question) =>
    events
      .filter((one) => answers(one, question) && canPrecede(one, first, question.after))
      .map((event) => ({ event, subject: subjectOf(question) })),
  );
  return [{ event: after, subject: undefined }, ...asked];
}
