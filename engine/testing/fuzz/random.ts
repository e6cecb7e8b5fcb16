/** Numbers that look like chance and are the same on every run with the same seed. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  readonly below: (below: number) => number;
  readonly chance: (share: number) => boolean;
  /** Whether something that is not right is to be made here: never in half of the cases, often in few. */
  readonly slips: () => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** Some of the items, in their order. */
  readonly some: <Item>(items: readonly Item[], share: number) => readonly Item[];
  readonly times: <Item>(most: number, make: () => Item) => readonly Item[];
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const wild = [0, 0, 0.01, 0.08][below(4)] ?? 0;
  return {
    below,
    slips: () => next() < wild,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
    some: (items, share) => items.filter(() => next() < share),
    times: (most, make) => Array.from({ length: below(most + 1) }, make),
  };
}
