/**
 * Where people go from a stay: by their age, how many nights it took and one draw a stay. The chart tells it, and what a profile says
 * of those who go one way follows from the end of their stay.
 */
import type { Anchor, DispositionShare, ElementaryDistribution, Journey, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { madeOnce } from './made-once.ts';
import type { PlannedEvent } from './planned-event.ts';
import { classOf } from './stay-lengths.ts';
import { call, cast, column, drawBy, isOneOf, literal, text } from './terms.ts';

export function dispositionStream({ path }: PlannedEvent): string {
  return `${path}/disposition`;
}

/** Over the columns `event_key`, `class`, `age` and `discharge` of one of these stays. */
export function dispositionTerm(stays: readonly PlannedEvent[], context: PlanContext, nights: Term): Term {
  const all = context.knowledge.chart?.dispositions ?? [];
  const branchOf = (band: DispositionBand): { readonly when: Term; readonly then: Term } => ({
    when: call('and', ...isOf(band, stays), ...isLong(band, nights)),
    then: wayOf(band),
  });
  const last = lastStays(stays, context).flatMap(({ keys, closed }) => {
    const open = all.filter(({ disposition }) => !closed.includes(disposition));
    const isLast = isOneOf('event_key', keys);
    return bandsOf(open)
      .map(branchOf)
      .map((branch) => ({ ...branch, when: call('and', isLast, branch.when) }));
  });
  const branches = [...last, ...bandsOf(all).map(branchOf)];
  return { kind: 'case', branches, otherwise: literal(null, text) };
}

function wayOf(band: DispositionBand): Term {
  const { ages, shares } = band;
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  const options = shares.map(({ disposition, share, at }) => ({ value: disposition, weight: share / total, at }));
  const distribution: ElementaryDistribution = { kind: 'categorical', options, at: ages.at };
  return { kind: 'sample', distribution, uniform: drawBy('discharge'), type: text };
}

function isOf({ ages, events, encounterClass }: DispositionBand, stays: readonly PlannedEvent[]): readonly Term[] {
  return [
    call('less_or_equal', ages.min, column('age')),
    call('less_or_equal', column('age'), ages.max),
    ...(events.length === 0 ? [] : [isOneOf('event_key', keysOf(events, stays))]),
    ...(encounterClass === undefined ? [] : [isOfClass(encounterClass)]),
  ];
}

function isLong({ atLeast }: DispositionBand, nights: Term): readonly Term[] {
  return atLeast === 0 ? [] : [call('less_or_equal', atLeast, nights)];
}

/** Keys of those of the stays that are for events of these names. */
export function keysOf(names: readonly string[], stays: readonly PlannedEvent[]): readonly number[] {
  return stays.filter(({ use }) => names.includes(use.definition.name)).map(({ key }) => key);
}

/** Stays that end a row of those that follow each other, by the ways on which something follows other stays of the cohort, and not these. */
export function lastStays(
  stays: readonly PlannedEvent[],
  context: PlanContext,
): readonly { readonly keys: readonly number[]; readonly closed: readonly string[] }[] {
  const groups = new Map<string, { readonly keys: number[]; readonly closed: readonly string[] }>();
  for (const stay of stays) {
    const closed = closedWays(stay, context);
    if (closed.length === 0) continue;
    const name = closed.join(' ');
    const group = groups.get(name) ?? { keys: [], closed };
    group.keys.push(stay.key);
    groups.set(name, group);
  }
  return [...groups.values()];
}

type Discharge = Extract<Anchor, { kind: 'discharge' }>;

/** The ways out of its stays on which something follows. */
const followedIn = madeOnce(({ phases }: Journey): readonly Discharge[] =>
  phases
    .flatMap(({ events }) => events)
    .flatMap(({ timing: { anchor } }) => (anchor.kind === 'discharge' ? [anchor] : [])),
);

/** None where no other would be left. */
function closedWays(stay: PlannedEvent, { cohort, knowledge }: PlanContext): readonly string[] {
  const rows = knowledge.chart?.dispositions ?? [];
  const followed = cohort.journeys.flatMap(followedIn);
  const behindIt = followedIn(stay.journey).filter(({ id }) => id === stay.use.id);
  const own = new Set(behindIt.map(({ disposition }) => disposition));
  const ranks = [
    ({ events }: DispositionShare) => events.includes(stay.use.definition.name),
    ({ events, encounterClass }: DispositionShare) => events.length === 0 && encounterClass === classOf(stay),
    ({ events, encounterClass }: DispositionShare) => events.length === 0 && encounterClass === undefined,
  ];
  const ways = ranks.map((isAbout) => rows.filter(isAbout)).find((some) => some.length > 0) ?? [];
  const all = [...new Set(ways.map(({ disposition }) => disposition))];
  const closed = all.filter((way) => !own.has(way) && followed.some(({ disposition }) => disposition === way));
  return closed.length === all.length ? [] : closed;
}

/** Days from the one moment to the other. */
export function nightsBetween(began: Term, ended: Term): Term {
  return call('days_between', call('to_date', began), call('to_date', ended));
}

export interface DispositionBand {
  readonly events: readonly string[];
  readonly encounterClass: string | undefined;
  readonly ages: DispositionShare['ages'] & Pick<DispositionShare, 'at'>;
  /** Stays of so many nights, as long as no longer ones have shares of their own. */
  readonly atLeast: number;
  readonly below: number;
  readonly shares: readonly DispositionShare[];
}

/** By event, class and age those who share a draw: events before classes, these before any, long stays before short ones, which lack what asks for more nights. */
export function bandsOf(all: readonly DispositionShare[]): readonly DispositionBand[] {
  const groups = new Map<string, DispositionShare[]>();
  for (const one of all) {
    const band = `${one.events.toSorted().join(' ')} ${one.encounterClass ?? ''} ${one.ages.min}-${one.ages.max}`;
    groups.set(band, [...(groups.get(band) ?? []), one]);
  }
  const ordered = [...groups.values()].toSorted(([one], [other]) => rankOf(one) - rankOf(other));
  return ordered.flatMap((band) => {
    const [first] = band;
    if (first === undefined) return [];
    const { events, encounterClass, ages, at } = first;
    const bounds = [...new Set([0, ...band.map(({ nights }) => nights)])].toSorted((one, other) => other - one);
    return bounds.flatMap((atLeast, index) => {
      const shares = band.filter(({ nights }) => nights <= atLeast);
      const below = index === 0 ? Infinity : (bounds[index - 1] ?? Infinity);
      return shares.length === 0 ? [] : [{ events, encounterClass, ages: { ...ages, at }, atLeast, below, shares }];
    });
  });
}

function rankOf(first: DispositionShare | undefined): number {
  if (first === undefined || first.events.length > 0) return 0;
  return first.encounterClass === undefined ? 2 : 1;
}

/** The cohort may have no stay of the class, so it is compared as a text. */
function isOfClass(encounterClass: string): Term {
  return call('equal', cast(column('class'), text), literal(encounterClass, text));
}
