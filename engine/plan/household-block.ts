/**
 * The round of households that a block of persons is: so many of each kind as its share of them says, to one household,
 * and each kind spread evenly over the round, so that a part of a round has nearly the shares of the whole.
 */
import type { HouseholdKind } from '../model/index.ts';

export interface HouseholdBlock {
  /** Each person of the block: the how-manieth member, from 0, and 0 subscriber, 1 spouse, 2 child. */
  readonly members: readonly { readonly member: number; readonly role: number }[];
  /** Where each household begins. */
  readonly starts: readonly number[];
}

const HOUSEHOLDS = 200;

export function householdBlock(kinds: readonly HouseholdKind[]): HouseholdBlock {
  const counts = counted(kinds);
  const spread = kinds.flatMap((kind, at) =>
    Array.from({ length: counts[at] ?? 0 }, (_, index) => ({ kind, at, place: (index + 0.5) / (counts[at] ?? 1) })),
  );
  const households = spread.toSorted((one, other) => one.place - other.place || one.at - other.at);
  const members: { member: number; role: number }[] = [];
  const starts: number[] = [];
  for (const { kind } of households) {
    starts.push(members.length);
    for (let member = 0; member < kind.adults + kind.children; member += 1) {
      members.push({ member, role: member === 0 ? 0 : member < kind.adults ? 1 : 2 });
    }
  }
  return { members, starts };
}

/** By largest remainder, so that the counts sum to the households of a round. */
function counted(kinds: readonly HouseholdKind[]): readonly number[] {
  const exact = kinds.map(({ weight }) => weight * HOUSEHOLDS);
  const floors = exact.map(Math.floor);
  const missing = HOUSEHOLDS - floors.reduce((sum, one) => sum + one, 0);
  const order = exact
    .map((value, at) => ({ at, rest: value - Math.floor(value) }))
    .toSorted((one, other) => other.rest - one.rest || one.at - other.at);
  const raised = new Set(order.slice(0, missing).map(({ at }) => at));
  return floors.map((floor, at) => floor + (raised.has(at) ? 1 : 0));
}
