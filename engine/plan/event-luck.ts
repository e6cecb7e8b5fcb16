/** Whether chance lets a candidate happen, and whether it lies on the way that the person took. */
import type { Probability, Term } from '../model/index.ts';
import { pointKey } from './event-definitions.ts';
import { branchColumn } from './events.ts';
import type { PlannedEvent } from './events.ts';
import { call, column, drawBy, literal, output } from './terms.ts';
import { hasHazards } from './event-traits.ts';

/** The branch points of these events, each once, as the columns of the branches that people took. */
export function pointsOf(events: readonly PlannedEvent[]): ReadonlyMap<number, string> {
  return new Map(
    events.flatMap(({ journey, use: { way } }) =>
      way === undefined ? [] : [[pointKey(journey.id, way.point), branchColumn(journey.id, way.point)] as const],
    ),
  );
}

/** Whether the person took the branch on which the event lies. */
export function onWay(events: readonly PlannedEvent[]): Term {
  return {
    kind: 'case',
    branches: [...pointsOf(events)].map(([key, taken]) => ({
      when: call('equal', column('point_key'), key),
      then: call('coalesce', call('equal', column(taken), column('branch')), literal(false)),
    })),
    otherwise: literal(true),
  };
}

/** Column of candidates: whether it is a condition that keeps them from happening, whatever chance says. */
export const IS_BARRED = 'is_barred';

/** Whether a condition can leave any of these events no chance, and does not for everybody. */
export function canBeBarred(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => {
    const shares = sharesIn(use.probability);
    return shares.some((share) => share <= 0) && shares.some((share) => share > 0);
  });
}

function sharesIn(probability: Probability): readonly number[] {
  if (probability.kind === 'constant') return [probability.value];
  return [probability.holds, probability.fails].flatMap(sharesIn);
}

/** Of those whose conditions ask nothing of time; the others are decided at their moment. */
export function isBarred(events: readonly PlannedEvent[]): Term {
  return {
    kind: 'case',
    branches: events
      .filter((event) => !event.asks && canBeBarred([event]))
      .map(({ key, path }) => ({
        when: call('equal', column('event_key'), key),
        then: leavesNone(column(`luck:${path}`)),
      })),
    otherwise: literal(false),
  };
}

export function leavesNone(share: Term): Term {
  return call('less_or_equal', share, 0);
}

/** Where nothing is left to chance, nothing is drawn. */
export function isLucky(events: readonly PlannedEvent[]): Term {
  const chance = isLuckyByChance(events);
  if (!hasHazards(events)) return chance;
  const days = call('add', call('days_between', output('earliest_date'), output('latest_date')), 1);
  return call('and', chance, call('coalesce', call('less', output('hazard_days'), days), literal(true)));
}

function isLuckyByChance(events: readonly PlannedEvent[]): Term {
  const certain = events.every(({ use }) => use.probability.kind === 'constant' && use.probability.value >= 1);
  return certain ? literal(true) : call('less', drawBy('luck'), luckTerm(events));
}

/** A definition's probability: its column, or a person's where it depends on the person. */
function luckTerm(events: readonly PlannedEvent[]): Term {
  const personal = events.filter(({ use, asks }) => use.probability.kind === 'given' && !asks);
  return {
    kind: 'case',
    branches: personal.map(({ key, path }) => ({
      when: call('equal', column('event_key'), key),
      then: column(`luck:${path}`),
    })),
    otherwise: column('probability'),
  };
}
