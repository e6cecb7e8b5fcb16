/**
 * What lies on a branch behind an event that happens several times comes each time that the branch is taken, and so does what
 * follows it from elsewhere.
 */
import type { BranchPoint, EventUse, Timing, Way } from '../../model/index.ts';
import { calledPhases, happensOften } from './calls.ts';
import type { Call } from './calls.ts';

export interface Following {
  readonly uses: readonly EventUse[];
  /** The journeys that some of them call, by id. */
  readonly calls: ReadonlyMap<string, Call['journey']>;
  readonly points: readonly BranchPoint[];
}

export function behindEach(following: Following): readonly EventUse[] {
  const { uses } = following;
  if (following.points.length === 0) return uses;
  const next = onceMore(following);
  return next.every((use, at) => use === uses[at]) ? uses : behindEach({ ...following, uses: next });
}

/** What is found in one round decides on what follows it in the next. */
function onceMore({ uses, calls, points }: Following): readonly EventUse[] {
  const all = [...uses, ...uses.flatMap((use) => calledBy(use, calls))];
  const afterOf = (way: Way | undefined): string | undefined => {
    const after = nameBefore(way, points);
    return (all.find(({ id }) => id === after) ?? uses.find(({ definition }) => definition.name === after))?.id;
  };
  const repeated = repeatedAmong(uses, ({ way }) => {
    const after = afterOf(way);
    return after !== undefined && happensOften(after, all) ? after : undefined;
  });
  return uses.map((use) => {
    const after = afterOf(use.way);
    const { anchor, countedFrom, eachTime, onceFor } = use.timing;
    if (typeof countedFrom === 'string' || anchor.kind === 'journey') return use;
    const isOnBranch = anchor.kind === 'event' && anchor.id === after && happensOften(after, all);
    if (isOnBranch) return eachTime === true && onceFor === undefined ? use : { ...use, timing: each(use.timing) };
    const behind = eachTime === true ? undefined : behindRepeated(use.timing, repeated, all);
    return behind === undefined ? use : { ...use, timing: behind };
  });
}

/** What comes each time because of a branch, lying on it or following what does, by id: what the branch follows. */
function repeatedAmong(
  uses: readonly EventUse[],
  onBranch: (use: EventUse) => string | undefined,
): ReadonlyMap<string, string> {
  const often = uses.filter(({ timing }) => timing.eachTime === true);
  const found = new Map(
    often.flatMap((use) => {
      const after = onBranch(use);
      return after === undefined ? [] : [[use.id, after] as const];
    }),
  );
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { id, timing } of often) {
      const { anchor } = timing;
      const after = anchor.kind === 'event' ? found.get(anchor.id) : undefined;
      if (after !== undefined && !found.has(id)) found.set(id, after);
    }
  }
  return found;
}

/** What the branch point of a way follows, or the one before it, by the name that its author wrote. */
export function nameBefore(way: Way | undefined, points: readonly BranchPoint[]): string | undefined {
  const point = points.find(({ id }) => id === way?.point);
  return point === undefined ? undefined : (point.after ?? nameBefore(point.within, points));
}

/** The events of the journey that it calls, if it does. */
export function calledBy(use: EventUse, calls: Following['calls']): readonly EventUse[] {
  const journey = calls.get(use.id);
  return journey === undefined ? [] : calledPhases({ use, journey }).flatMap(({ events }) => events);
}

function each(timing: Timing): Timing {
  const { onceFor: _, ...kept } = timing;
  return { ...kept, eachTime: true };
}

/** Timing of what follows repeated events: by the id of each, what it lies behind. */
function behindRepeated(
  timing: Timing,
  repeated: ReadonlyMap<string, string>,
  all: readonly EventUse[],
): Timing | undefined {
  const { anchor } = timing;
  if (anchor.kind === 'event') {
    if (repeated.has(anchor.id)) return each(timing);
    const call = [...repeated.keys()].find((id) => anchor.id.startsWith(`${id}/`));
    if (call === undefined) return undefined;
    return happensOftenFor(anchor.id, call, all) ? { ...each(timing), onceFor: call } : each(timing);
  }
  const [first] = anchor.kind === 'all' ? anchor.ids.flatMap((id) => repeated.get(id) ?? []) : [];
  if (anchor.kind !== 'all' || first === undefined) return undefined;
  const isTogether = anchor.ids.every((id) => id === first || repeated.get(id) === first);
  return isTogether ? { ...each(timing), onceFor: first } : undefined;
}

/** Whether it happens several times in one call. */
function happensOftenFor(id: string, call: string, all: readonly EventUse[]): boolean {
  const use = all.find((one) => one.id === id);
  if (use === undefined || use.id === call) return false;
  const { anchor, onceFor } = use.timing;
  if (use.recurrence !== undefined) return true;
  const followed = onceFor ?? (anchor.kind === 'event' ? anchor.id : undefined);
  return followed !== undefined && happensOftenFor(followed, call, all);
}
