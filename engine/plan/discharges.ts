/**
 * Where people go from a stay: by their age, how many nights it took and one draw a stay. The chart tells it, and what a profile says
 * of those who go one way follows from the end of their stay.
 */
import type { DispositionShare, ElementaryDistribution, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import type { PlannedEvent } from './planned-event.ts';
import { call, cast, column, drawBy, literal, text } from './terms.ts';

export function dispositionStream({ path }: PlannedEvent): string {
  return `${path}/disposition`;
}

/** Over the columns `class`, `age` and `discharge` of a stay. */
export function dispositionTerm({ knowledge }: PlanContext, nights: Term): Term {
  const branches = bandsOf(knowledge.chart?.dispositions ?? []).map(({ ages, encounterClass, atLeast, shares }) => {
    const total = shares.reduce((sum, { share }) => sum + share, 0);
    const options = shares.map(({ disposition, share, at }) => ({ value: disposition, weight: share / total, at }));
    const distribution: ElementaryDistribution = { kind: 'categorical', options, at: ages.at };
    const isMeant = call(
      'and',
      call('less_or_equal', ages.min, column('age')),
      call('less_or_equal', column('age'), ages.max),
      ...(encounterClass === undefined ? [] : [isOfClass(encounterClass)]),
      ...(atLeast === 0 ? [] : [call('less_or_equal', atLeast, nights)]),
    );
    const then: Term = { kind: 'sample', distribution, uniform: drawBy('discharge'), type: text };
    return { when: isMeant, then };
  });
  return { kind: 'case', branches, otherwise: literal(null, text) };
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
