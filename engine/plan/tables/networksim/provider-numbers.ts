/**
 * Numbers of eight digits for invented providers, from which identifiers are made: a run of them for each group, at a place
 * that follows from the group's name, so that another group takes none away. Pharmacies have a ten thousand each.
 */
import { hash } from '../../keys.ts';

const RUN = 1000;
const RUNS = 100_000;
const RUNS_OF_PHARMACIES = 10;

interface Group {
  readonly name: string;
  readonly count: number;
}

/** The first number of each group. Where two meet, the later in the alphabet goes elsewhere. */
export function providerNumbers(groups: readonly Group[], pharmacySlots: readonly number[]): readonly number[] {
  const taken = new Set<number>();
  for (const slot of pharmacySlots)
    for (let run = 0; run < RUNS_OF_PHARMACIES; run += 1) taken.add(slot * RUNS_OF_PHARMACIES + run);
  const firsts = new Map<string, number>();
  for (const { name, count } of groups.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const runs = Math.ceil(count / RUN);
    let first = startOf(name, runs);
    for (let attempt = 1; isTaken(taken, first, runs); attempt += 1) first = startOf(`${name}\n${attempt}`, runs);
    for (let run = 0; run < runs; run += 1) taken.add(first + run);
    firsts.set(name, first * RUN);
  }
  return groups.map(({ name }) => firsts.get(name) ?? 0);
}

function startOf(name: string, runs: number): number {
  return hash(name) % (RUNS - runs + 1);
}

function isTaken(taken: ReadonlySet<number>, first: number, runs: number): boolean {
  for (let run = first; run < first + runs; run += 1) if (taken.has(run)) return true;
  return false;
}
