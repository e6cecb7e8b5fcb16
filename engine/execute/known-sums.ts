/** Sums over what a file holds, of which a build takes those anew that could be others. */
import type { Execution } from './execution.ts';
import type { Made } from './fingerprints.ts';
import type { Previous, PreviousTable } from './previous.ts';

/** The sums over all people, those by event, of spending and of finished tables, as they were, where they need not be taken again. */
export interface KnownSums {
  readonly people: readonly number[] | undefined;
  readonly events: readonly number[] | undefined;
  readonly spending: readonly number[] | undefined;
  /** Of each of the program's records. */
  readonly records: readonly (readonly number[] | undefined)[];
}

/** One behind the other, as they are compared. */
export function allSums({ people = [], events = [], spending = [], records }: KnownSums): readonly number[] {
  return [...people, ...events, ...spending, ...records.flatMap((one = []) => one)];
}

export function areAllKnown({ people, events, spending, records }: KnownSums): boolean {
  return ![people, events, spending, ...records].includes(undefined);
}

/** Under which name the sums over all people stand among the statements. */
export const TALLY = 'meta.fidelity';
/** And those by event. */
export const EVENT_TALLY = 'meta.fidelity of events';
/** And those of what was spent. */
export const SPENDING_TALLY = 'meta.fidelity of spending';

/** And those over finished tables, from 0. */
export function recordTally(at: number): string {
  return `${TALLY} of records ${at}`;
}

export function isTally(name: string): boolean {
  return name === TALLY || name.startsWith(`${TALLY} of `);
}

export function knownSums({ program }: Execution, made: Made, previous: Previous | undefined): KnownSums {
  const all = previous?.sums ?? [];
  const before = (name: string): PreviousTable | undefined => previous?.tables.get(name);
  let behind = all.length;
  const fromBehind = (name: string): readonly number[] => {
    const until = behind;
    behind -= before(name)?.rows ?? 0;
    return all.slice(behind, until);
  };
  const parts = {
    records: recordsOf(previous)
      .toReversed()
      .map((name) => [before(name)?.fingerprint, fromBehind(name)] as const),
    spending: fromBehind(SPENDING_TALLY),
    events: fromBehind(EVENT_TALLY),
    people: all.slice(0, behind),
  };
  const records = new Map(parts.records);
  const known = (name: string, part: readonly number[], fingerprint: string): readonly number[] | undefined =>
    before(name)?.fingerprint === fingerprint ? part : undefined;
  return {
    people: known(TALLY, parts.people, made.tally),
    events: program.eventTally === undefined ? [] : known(EVENT_TALLY, parts.events, made.eventTally),
    spending: program.spending === undefined ? [] : known(SPENDING_TALLY, parts.spending, made.spending),
    records: made.records.map((fingerprint) => records.get(fingerprint)),
  };
}

function recordsOf(previous: Previous | undefined): readonly string[] {
  const names: string[] = [];
  while (previous?.tables.has(recordTally(names.length)) === true) names.push(recordTally(names.length));
  return names;
}
