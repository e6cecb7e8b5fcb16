/**
 * Which decision of a branch point an occurrence lies behind. A point is decided anew at each occurrence of the event that it
 * follows, and occurrences are numbered through, so it is a matter of division, as it is of calls.
 */
import type { BranchPoint, EventUse, Journey, Offset, Term } from '../model/index.ts';
import { eachFollowed, timesOf } from './occurrence-counts.ts';
import { eventOf } from './planned-event.ts';
import { call, column, literal } from './terms.ts';

/** The branch point at which a study parts those who can be enrolled from the others: once a person. */
export const ELIGIBILITY = 'eligibility';

/** Whether a person comes to the point several times. */
export function isDecidedAnew(journey: Pick<Journey, 'phases' | 'study'>, { id, after }: BranchPoint): boolean {
  if (journey.study !== undefined && id === ELIGIBILITY) return false;
  const use = after === undefined ? undefined : eventOf(journey, after);
  return use !== undefined && timesOf({ journey, use }) > 1;
}

interface Used {
  readonly journey: Pick<Journey, 'phases'>;
  readonly use: EventUse;
}

/** The number, among those of the event `after`, of the occurrence that an occurrence of the other belongs to. */
export function numberAmong(after: EventUse, { journey, use }: Used, occurrence: Term): Term {
  const shared = sharedBy({ journey, use }, { journey, use: after });
  if (shared === undefined) return literal(0);
  const { each, among } = shared;
  const group = each === 1 ? occurrence : call('integer_divide', occurrence, each);
  return among === 1 ? group : call('multiply', group, among);
}

interface Shared {
  /** How often the one and the other happen for each of what they share. */
  readonly each: number;
  readonly among: number;
}

/**
 * What both come behind: an occurrence that both follow, or a cycle that both come round with; `undefined` where they share
 * nothing, as do the one that happens each time and the one that happens once.
 */
function sharedBy(one: Used, other: Used): Shared | undefined {
  const [own, others] = [behind(one), behind(other)];
  for (const mine of own) {
    for (const theirs of others) {
      if (mine.use.id === theirs.use.id) return { each: mine.times, among: theirs.times };
      const cycle = mine.use.recurrence?.cycle;
      if (cycle !== undefined && cycle === theirs.use.recurrence?.cycle)
        return { each: mine.times * runOf(mine.use), among: theirs.times * runOf(theirs.use) };
    }
  }
  return undefined;
}

export interface Behind {
  readonly use: EventUse;
  /** How often the first happens for each of its occurrences. */
  readonly times: number;
}

/** The event, and those that it follows each time. */
export function behind({ journey, use }: Used): readonly Behind[] {
  const all: Behind[] = [];
  const total = timesOf({ journey, use });
  for (let next: EventUse | undefined = use; next !== undefined; next = eachFollowed({ journey, use: next }))
    all.push({ use: next, times: total / timesOf({ journey, use: next }) });
  return all;
}

function runOf({ recurrence }: EventUse): number {
  return recurrence?.within?.count ?? 1;
}

interface CycleOfEvent {
  /** How often it happens in each. */
  readonly often: number;
  readonly count: number;
  readonly every: Offset;
}

/** The cycles that an event comes round with. */
export function cycleOf({ journey, use }: Used): CycleOfEvent | undefined {
  for (const { use: one, times } of behind({ journey, use })) {
    const { recurrence } = one;
    if (recurrence?.cycle === undefined) continue;
    return { often: times * runOf(one), count: recurrence.count, every: recurrence.every };
  }
  return undefined;
}

/** The round of an occurrence, where there are so many in each. */
export function roundOf(often: number): Term {
  return often === 1 ? column('occurrence') : call('integer_divide', column('occurrence'), often);
}
