/**
 * Where people go from a stay: by their age, how many nights it took and one draw a stay. The chart tells it, and what a profile says
 * of those who go one way follows from the end of their stay.
 */
import type { Anchor, DispositionShare, ElementaryDistribution, Journey, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent } from './planned-event.ts';
import { classOf } from './stay-lengths.ts';
import { call, cast, column, drawBy, isOneOf, literal, text } from './terms.ts';

export function dispositionStream({ path }: PlannedEvent): string {
  return `${path}/disposition`;
}

/** Over the columns `event_key`, `class`, `age` and `discharge` of one of these stays. */
export function dispositionTerm(stays: readonly PlannedEvent[], context: PlanContext, nights: Term): Term {
  const all = context.knowledge.chart?.dispositions ?? [];
  const last = lastStays(stays, context).flatMap(({ keys, closed }) => {
    const open = all.filter(({ disposition }) => !closed.includes(disposition));
    const isLast = isOneOf('event_key', keys);
    return bandsOf(open).map((band) => ({ ...ofBand(band, nights), when: call('and', isLast, isOf(band, nights)) }));
  });
  const branches = [...last, ...bandsOf(all).map((band) => ofBand(band, nights))];
  return { kind: 'case', branches, otherwise: literal(null, text) };
}

function ofBand(band: DispositionBand, nights: Term): { readonly when: Term; readonly then: Term } {
  const { ages, shares } = band;
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  const options = shares.map(({ disposition, share, at }) => ({ value: disposition, weight: share / total, at }));
  const distribution: ElementaryDistribution = { kind: 'categorical', options, at: ages.at };
  const then: Term = { kind: 'sample', distribution, uniform: drawBy('discharge'), type: text };
  return { when: isOf(band, nights), then };
}

function isOf({ ages, encounterClass, atLeast }: DispositionBand, nights: Term): Term {
  return call(
    'and',
    call('less_or_equal', ages.min, column('age')),
    call('less_or_equal', column('age'), ages.max),
    ...(encounterClass === undefined ? [] : [isOfClass(encounterClass)]),
    ...(atLeast === 0 ? [] : [call('less_or_equal', atLeast, nights)]),
  );
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

function closedWays(stay: PlannedEvent, { cohort, knowledge }: PlanContext): readonly string[] {
  const all = knowledge.chart?.dispositions ?? [];
  const followedIn = (journey: Journey): readonly Discharge[] =>
    journey.phases
      .flatMap(({ events }) => events)
      .flatMap(({ timing: { anchor } }) => (anchor.kind === 'discharge' ? [anchor] : []));
  const followed = cohort.journeys.flatMap(followedIn);
  const behindIt = followedIn(stay.journey).filter(({ id }) => id === stay.use.id);
  const own = new Set(behindIt.map(({ disposition }) => disposition));
  const ofClass = all.filter(({ encounterClass }) => encounterClass === classOf(stay));
  const ways = ofClass.length > 0 ? ofClass : all.filter(({ encounterClass }) => encounterClass === undefined);
  return [...new Set(ways.map(({ disposition }) => disposition))].filter(
    (way) => !own.has(way) && followed.some(({ disposition }) => disposition === way),
  );
}

/** Days from the one moment to the other. */
export function nightsBetween(began: Term, ended: Term): Term {
  return call('days_between', call('to_date', began), call('to_date', ended));
}

export interface DispositionBand {
  readonly encounterClass: string | undefined;
  readonly ages: DispositionShare['ages'] & Pick<DispositionShare, 'at'>;
  /** Stays of so many nights, as long as no longer ones have shares of their own. */
  readonly atLeast: number;
  readonly below: number;
  readonly shares: readonly DispositionShare[];
}

/** By class and age those who share a draw: classes before any, long stays before short ones, which lack what asks for more nights. */
export function bandsOf(all: readonly DispositionShare[]): readonly DispositionBand[] {
  const groups = new Map<string, DispositionShare[]>();
  for (const one of all) {
    const band = `${one.encounterClass ?? ''} ${one.ages.min}-${one.ages.max}`;
    groups.set(band, [...(groups.get(band) ?? []), one]);
  }
  const ordered = [...groups.values()].toSorted(([one], [other]) => rankOf(one) - rankOf(other));
  return ordered.flatMap((band) => {
    const [first] = band;
    if (first === undefined) return [];
    const { encounterClass, ages, at } = first;
    const bounds = [...new Set([0, ...band.map(({ nights }) => nights)])].toSorted((one, other) => other - one);
    return bounds.flatMap((atLeast, index) => {
      const shares = band.filter(({ nights }) => nights <= atLeast);
      const below = index === 0 ? Infinity : (bounds[index - 1] ?? Infinity);
      return shares.length === 0 ? [] : [{ encounterClass, ages: { ...ages, at }, atLeast, below, shares }];
    });
  });
}

function rankOf(first: DispositionShare | undefined): number {
  return first?.encounterClass === undefined ? 1 : 0;
}

/** The cohort may have no stay of the class, so it is compared as a text. */
function isOfClass(encounterClass: string): Term {
  return call('equal', cast(column('class'), text), literal(encounterClass, text));
}
