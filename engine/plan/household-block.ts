/**
 * The round of households that a block of persons is: so many of each kind as its share of them says, to one household,
 * and each kind spread evenly over the round, so that a part of a round has nearly the shares of the whole.
 */
import type { HouseholdKind } from '../model/index.ts';

export interface HouseholdBlock {
  /** Each person of the block. */
  readonly members: readonly BlockMember[];
  /** Where each household begins. */
  readonly starts: readonly number[];
}

export interface BlockMember {
  /** The how-manieth of the block, from 0. */
  readonly household: number;
  /** The how-manieth of the household, from 0. */
  readonly member: number;
  /** 0 subscriber, 1 spouse, 2 child. */
  readonly role: number;
  /** How many children there are, and how many of them are older. */
  readonly children: number;
  readonly older: number;
}

const HOUSEHOLDS = 200;

export function householdBlock(kinds: readonly HouseholdKind[]): HouseholdBlock {
  const counts = counted(kinds);
  const spread = kinds.flatMap((kind, at) =>
    Array.from({ length: counts[at] ?? 0 }, (_, index) => ({ kind, at, place: (index + 0.5) / (counts[at] ?? 1) })),
  );
  const households = spread.toSorted((one, other) => one.place - other.place || one.at - other.at);
  const members: BlockMember[] = [];
  const starts: number[] = [];
  for (const [household, { kind }] of households.entries()) {
    starts.push(members.length);
    const { adults, children } = kind;
    for (let member = 0; member < adults + children; member += 1) {
      const role = member === 0 ? 0 : member < adults ? 1 : 2;
      members.push({ household, member, role, children, older: Math.max(0, member - adults) });
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
