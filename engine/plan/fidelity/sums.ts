/** The sums that one pass over the people makes for all declarations; what two of them need is summed once. */
import type { NamedTerm, SumPlace, Tallied, Term } from '../../model/index.ts';
import { rewrite } from '../rewrite.ts';

export interface Sums {
  /** How many people a term is true of. */
  readonly count: (truth: Term) => SumPlace;
  /** A term's numbers, added up. */
  readonly add: (number: Term) => SumPlace;
  /** How many of a term's numbers lie in each of the parts that the edges make; the place of the first. */
  readonly parts: (number: Term, edges: readonly number[]) => SumPlace;
  /** A value that several terms read, computed once. */
  readonly bind: (value: Term) => Term;
  readonly all: () => readonly Tallied[];
  /** How many sums there are. */
  readonly width: () => number;
  readonly bound: () => readonly NamedTerm[];
}

const BOUND = 'bound:';

/** `first` is the place of the first of them. */
export function createSums(first = 0): Sums {
  const places = new Map<string, SumPlace>();
  const tallied: Tallied[] = [];
  const names = new Map<string, string>();
  const bound: NamedTerm[] = [];
  let width = 0;
  const placeOf = (one: Tallied): SumPlace => {
    const key = JSON.stringify(one);
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = first + width;
    tallied.push(one);
    width += one.how === 'parts' ? one.edges.length + 1 : 1;
    places.set(key, place);
    return place;
  };
  return {
    count: (of) => placeOf({ how: 'count', of }),
    add: (of) => placeOf({ how: 'sum', of }),
    parts: (of, edges) => placeOf({ how: 'parts', of, edges }),
    bind: (value) => {
      const key = JSON.stringify(value);
      const name = names.get(key) ?? `${BOUND}${bound.length}`;
      if (!names.has(key)) bound.push({ name, term: besideOthers(value) });
      names.set(key, name);
      return { kind: 'column', name };
    },
    all: () => tallied,
    width: () => width,
    bound: () => bound,
  };
}

/** A term over columns and bound values, as one of these values. */
function besideOthers(term: Term): Term {
  return rewrite(term, (leaf) =>
    leaf.kind === 'column' && leaf.name.startsWith(BOUND) ? { kind: 'output', name: leaf.name } : leaf,
  );
}
