/** The sums that one pass over the people makes for all declarations; what two of them need is summed once. */
import type { NamedTerm, SumPlace, Tallied, Term } from '../../model/index.ts';
import { rewrite } from '../rewrite.ts';

export interface Sums {
  /** How many people a term is true of. */
  readonly count: (truth: Term) => SumPlace;
  /** A term's numbers, added up. */
  readonly add: (number: Term) => SumPlace;
  /** A value that several terms read, computed once. */
  readonly bind: (value: Term) => Term;
  readonly all: () => readonly Tallied[];
  readonly bound: () => readonly NamedTerm[];
}

const BOUND = 'bound:';

export function createSums(): Sums {
  const places = new Map<string, SumPlace>();
  const tallied: Tallied[] = [];
  const names = new Map<string, string>();
  const bound: NamedTerm[] = [];
  const placeOf = (one: Tallied): SumPlace => {
    const key = JSON.stringify(one);
    const place = places.get(key) ?? tallied.push(one) - 1;
    places.set(key, place);
    return place;
  };
  return {
    count: (of) => placeOf({ how: 'count', of }),
    add: (of) => placeOf({ how: 'sum', of }),
    bind: (value) => {
      const key = JSON.stringify(value);
      const name = names.get(key) ?? `${BOUND}${bound.length}`;
      if (!names.has(key)) bound.push({ name, term: besideOthers(value) });
      names.set(key, name);
      return { kind: 'column', name };
    },
    all: () => tallied,
    bound: () => bound,
  };
}

/** A term over columns and bound values, as one of these values. */
function besideOthers(term: Term): Term {
  return rewrite(term, (leaf) =>
    leaf.kind === 'column' && leaf.name.startsWith(BOUND) ? { kind: 'output', name: leaf.name } : leaf,
  );
}
