/** In which order events are decided: each after what it follows and after all that its condition looks back on. */
import type { BranchPoint, Knowledge, Offset } from '../../model/index.ts';
import type { PlacedEvent, Rounds } from '../planned-event.ts';
import { endedJourneys, endedWith, groupsBefore, groupsOf, holds, isBeside, isOverAnew } from '../groups.ts';
import { isFollowed } from '../followed.ts';
import type { Group } from '../groups.ts';
import { circlesAmong } from './circles.ts';
import { canPrecede } from './precedence.ts';
import { roundsBefore, roundsOf } from './rounds.ts';
import { isDecidedAnew } from '../decisions.ts';
import { isDecidedLate } from './decided-late.ts';
import { answers, pointsBefore, questionsAtPoint, questionsOf, subjectOf } from './questions.ts';
import type { Question } from './questions.ts';

export interface Order {
  /** By path: 0 for what waits for nothing, else one more than the highest level that it waits for. */
  readonly levels: ReadonlyMap<string, number>;
  /** By the name of a group of events: the first level that sees it cut. */
  readonly cuts: ReadonlyMap<string, number>;
  /** By path, of what is decided round by round: the level of each. */
  readonly rounds: ReadonlyMap<string, LevelsOfRounds>;
  /** Ids of events, each followed by what it asks of the next, where it asks; it ends where it began. */
  readonly circle: Circle | undefined;
}

interface Circle {
  readonly path: readonly string[];
  readonly first: PlacedEvent;
  /** Of another journey, where such decide on each other. */
  readonly beside?: PlacedEvent;
  /** Whether something on it asks for what another does, or all of them only follow each other. */
  readonly asks: boolean;
  /** What on it must be over for others to see it. */
  readonly ends: string | undefined;
  /** An event of it that would be decided in so many rounds, more than there may be. */
  readonly long?: { readonly event: string; readonly rounds: number };
}

export interface Need {
  readonly event: PlacedEvent;
  /** What is asked of it, at whose moment, and about which time of the journey; absent where it is only followed. */
  readonly asked?: {
    readonly subject: string;
    readonly asker: PlacedEvent;
    readonly after: Offset | undefined;
    /** Where it may only have ended what is asked about: the event behind each occurrence of which that is over anew. */
    readonly call?: PlacedEvent | undefined;
  };
  readonly round?: number;
  /** Where it is needed since a group that it is of must be over: what is called so. */
  readonly over?: string;
}

export interface LevelsOfRounds {
  readonly rounds: Rounds;
  readonly levels: readonly number[];
}

export function orderOf(events: readonly PlacedEvent[], moved: ReadonlySet<string>, knowledge: Knowledge): Order {
  const needs = needsOfAll(amongOf(events, moved, knowledge));
  const alone = orderBy({ events, needs, rounds: new Map() });
  if (alone.circle === undefined) return alone;
  const circles = circlesOf(events, needs);
  const all = roundsAmong(circles);
  const long = [...all].find(([, { count }]) => count > MOST_ROUNDS);
  const rounds = new Map([...all].filter(([, { count }]) => count <= MOST_ROUNDS));
  const order = rounds.size === 0 ? alone : orderBy({ events, needs, rounds });
  if (order.circle === undefined) return order;
  const { first } = order.circle;
  const others = circles.find((together) => together.includes(first)) ?? [];
  const beside = others.find(({ journey }) => journey !== first.journey);
  const circle = { ...order.circle, ...(beside === undefined ? {} : { beside }) };
  if (long === undefined) return { ...order, circle };
  const event = events.find(({ path }) => path === long[0])?.use.id ?? '';
  return { ...order, circle: { ...circle, long: { event, rounds: long[1].count } } };
}

type Needs = (event: PlacedEvent) => readonly Need[];

/** Each is asked for several times. */
function needsOfAll(among: Among): Needs {
  const known = new Map<string, readonly Need[]>();
  return (event) => {
    const found = known.get(event.path) ?? needsOf(event, among);
    known.set(event.path, found);
    return found;
  };
}

/** Events all of which depend on all. */
function circlesOf(events: readonly PlacedEvent[], needs: Needs): readonly (readonly PlacedEvent[])[] {
  const byPath = new Map(events.map((event) => [event.path, event]));
  const circles = circlesAmong([...byPath.keys()], (path) => {
    const event = byPath.get(path);
    return event === undefined ? [] : needs(event).map((need) => need.event.path);
  });
  return circles.map((paths) => paths.flatMap((path) => byPath.get(path) ?? []));
}

/** What is decided round by round, by the path of each event. */
function roundsAmong(circles: readonly (readonly PlacedEvent[])[]): ReadonlyMap<string, Rounds> {
  const found = circles.flatMap((events) => {
    const rounds = roundsOf(events);
    return rounds === undefined ? [] : events.map(({ path }) => [path, rounds] as const);
  });
  return new Map(found);
}

/** Each is a statement of its own, or several. */
export const MOST_ROUNDS = 60;

interface Ordering {
  readonly events: readonly PlacedEvent[];
  readonly needs: Needs;
  readonly rounds: ReadonlyMap<string, Rounds>;
}

function orderBy({ events, needs, rounds }: Ordering): Order {
  const levels = new Map<string, number>();
  const cuts = new Map<string, number>();
  const groups = groupsOf(events);
  const inTurn = events.filter(({ path }) => rounds.has(path));
  let circle: Circle | undefined;
  const visit = (need: Need, path: readonly Need[]): number => {
    const { event, round } = need;
    const key = keyOf(need);
    const known = levels.get(key);
    if (known !== undefined) return known;
    const own = rounds.get(event.path);
    if (own !== undefined && round === undefined) {
      const all = Array.from({ length: own.count }, (_, one) => visit({ ...need, round: one }, path));
      const last = Math.max(...all);
      levels.set(key, last);
      return last;
    }
    const seen = path.findIndex((one) => keyOf(one) === key);
    if (seen !== -1) {
      circle ??= circleOf(event, [...path.slice(seen + 1), need]);
      return 0;
    }
    const further = [...path, need];
    const all = needs(event);
    const cut = groupsSeenCut(event, all, groups).map((group) => cutLevel(group, further));
    const before = [
      ...all.flatMap((one) => inRounds(one, round, rounds.get(one.event.path) === own ? own : undefined)),
      ...(round === undefined
        ? siblingsInRounds(event, inTurn)
        : [{ event, round: round - 1 }].filter((one) => one.round >= 0)),
    ];
    const level = Math.max(0, ...before.map((one) => visit(one, further) + 1), ...cut);
    levels.set(key, level);
    return level;
  };
  const cutLevel = (group: Group, path: readonly Need[]): number => {
    const known = cuts.get(group.name);
    if (known !== undefined) return known;
    const over = group.leaving[0]?.use.leaves?.group ?? group.name;
    const members = group.members.map((event) => visit({ event, over }, path));
    const before = groupsBefore(group, groups).map((one) => cutLevel(one, path));
    const level = 1 + Math.max(...members, ...before);
    cuts.set(group.name, level);
    return level;
  };
  for (const event of events) visit({ event }, []);
  for (const group of groups) cutLevel(group, []);
  return { levels, cuts, circle, rounds: levelsOfRounds(rounds, levels) };
}

function circleOf(event: PlacedEvent, along: readonly Need[]): Circle {
  return {
    path: [event.use.id, ...along.flatMap(named)],
    first: event,
    asks: along.some(({ asked }) => asked !== undefined),
    ends: along.flatMap(({ over }) => over ?? [])[0],
  };
}

function levelsOfRounds(
  rounds: ReadonlyMap<string, Rounds>,
  levels: ReadonlyMap<string, number>,
): ReadonlyMap<string, LevelsOfRounds> {
  const levelled = [...rounds].map(([path, own]) => {
    const all = Array.from({ length: own.count }, (_, round) => levels.get(`${path}\n${round}`) ?? 0);
    return [path, { rounds: own, levels: all }] as const;
  });
  return new Map(levelled);
}

/** What is decided round by round on branches of a point: all of it comes before what else lies on them. */
function siblingsInRounds({ journey, use: { way } }: PlacedEvent, inTurn: readonly PlacedEvent[]): readonly Need[] {
  if (way === undefined || inTurn.length === 0) return [];
  const own = new Set(pointsBefore(journey, way.point).map(({ id }) => id));
  return inTurn
    .filter((event) => event.journey === journey && event.use.way !== undefined)
    .filter((event) => pointsBefore(journey, event.use.way?.point ?? '').some(({ id }) => own.has(id)))
    .map((event) => ({ event }));
}

function keyOf({ event, round }: Pick<Need, 'event' | 'round'>): string {
  return round === undefined ? event.path : `${event.path}\n${round}`;
}

/** What is needed of an event for one round of another: of one that is decided in the same rounds, only some of them. */
export function inRounds(need: Need, round: number | undefined, rounds: Rounds | undefined): readonly Need[] {
  if (rounds === undefined || round === undefined) return [need];
  const { event, asked } = need;
  const before = asked === undefined ? [round] : roundsBefore(event, { ...asked, round }, rounds);
  return before.map((one) => ({ ...need, round: one }));
}

/** Groups of what it needs that it is not of itself. */
function groupsSeenCut(event: PlacedEvent, needs: readonly Need[], groups: readonly Group[]): readonly Group[] {
  return groups.filter((group) => !holds(group, event) && needs.some((need) => holds(group, need.event)));
}

function named({ event, asked, over }: Need): readonly string[] {
  const by = asked?.subject ?? (over === undefined ? undefined : `the end of ${over}`);
  return by === undefined ? [event.use.id] : [by, event.use.id];
}

/** Among what needs are looked for. */
export interface Among {
  readonly events: readonly PlacedEvent[];
  /** The numbers that events move. */
  readonly moved: ReadonlySet<string>;
  readonly knowledge: Knowledge;
  /** Groups that are over anew in each call. */
  readonly ended: readonly Group[];
  /** Journeys that others see without what lies behind their end. */
  readonly beside: readonly Group[];
}

export function amongOf(events: readonly PlacedEvent[], moved: ReadonlySet<string>, knowledge: Knowledge): Among {
  return { events, moved, knowledge, ended: groupsOf(events).filter(isOverAnew), beside: endedJourneys(events) };
}

function needsOf(event: PlacedEvent, among: Among): readonly Need[] {
  const followed = among.events.filter((one) => isFollowed(one, event));
  const asked = questionsOf(event.use.probability, among.moved).flatMap((question) =>
    needsOfQuestion(question, { asker: event, at: event }, among),
  );
  return [...followed.map((one) => ({ event: one })), ...asked, ...needsOfWay(event, among)];
}

/** What can answer the question at a moment of `at`, and what may have ended it in the calls before that of the asker. */
function needsOfQuestion(
  question: Question,
  { asker, at }: { readonly asker: PlacedEvent; readonly at: PlacedEvent },
  { events, knowledge, ended, beside }: Among,
): readonly Need[] {
  const { after } = question;
  const answering = events.filter((one) => answers(one, question, knowledge) && canPrecede(one, at, after));
  const asked = { subject: subjectOf(question), asker, after };
  const ending = endedWith(asker, ended)
    .filter((group) => answering.some((one) => holds(group, one)))
    .flatMap(({ each, leaving }) => {
      const call = events.find(({ journey, use }) => journey === asker.journey && use.id === each);
      return leaving
        .filter((one) => canPrecede(one, at, after) && !answering.includes(one))
        .map((event) => ({ event, asked: { ...asked, call } }));
    });
  const others = beside
    .filter((group) => isBeside(group, asker) && answering.some((one) => holds(group, one)))
    .flatMap(({ leaving }) => leaving.filter((one) => canPrecede(one, at, after)).map((event) => ({ event, asked })));
  return [...answering.map((event) => ({ event, asked })), ...ending, ...others];
}

/** The events at which the ways to it part, and what is asked there. */
function needsOfWay({ journey, use }: PlacedEvent, among: Among): readonly Need[] {
  if (use.way === undefined || !isDecidedLate(journey, use.way.point, among.moved)) return [];
  return pointsBefore(journey, use.way.point).flatMap((point) => needsOfPoint({ journey, point }, among));
}

/** What is asked at the event that the branch point follows: at its first occurrence, or at each. */
export function needsOfPoint(
  { journey, point }: { readonly journey: PlacedEvent['journey']; readonly point: BranchPoint },
  among: Among,
): readonly Need[] {
  const after = among.events.find((one) => one.journey === journey && one.use.id === point.after);
  if (after === undefined) return [];
  const { eachTime: _, ...timing } = after.use.timing;
  const first: PlacedEvent = isDecidedAnew(journey, point)
    ? after
    : { ...after, use: { ...after.use, timing, recurrence: undefined } };
  const asked = questionsAtPoint(point, among.moved).flatMap((question) =>
    needsOfQuestion(question, { asker: after, at: first }, among),
  );
  return [{ event: after }, ...asked];
}
