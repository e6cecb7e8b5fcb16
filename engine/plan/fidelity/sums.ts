/** The sums that one pass over the people makes for all declarations; what two of them need is summed once. */
import type { SumPlace, Term } from '../../model/index.ts';

export interface Sums {
  readonly add: (term: Term) => SumPlace;
  readonly all: () => readonly Term[];
}

export function createSums(): Sums {
  const places = new Map<string, SumPlace>();
  const terms: Term[] = [];
  return {
    add: (term) => {
      const key = JSON.stringify(term);
      const place = places.get(key) ?? terms.push(term) - 1;
      places.set(key, place);
      return place;
    },
    all: () => terms,
  };
}

/** A term of the population's projection, as one over its finished columns. */
export function overColumns(term: Term): Term {
  switch (term.kind) {
    case 'output':
      return { kind: 'column', name: term.name };
    case 'call':
      return { ...term, arguments: term.arguments.map(overColumns) };
    case 'case':
      return {
        ...term,
        branches: term.branches.map((one) => ({ when: overColumns(one.when), then: overColumns(one.then) })),
        otherwise: overColumns(term.otherwise),
      };
    case 'cast':
      return { ...term, operand: overColumns(term.operand) };
    case 'sample':
      return { ...term, uniform: overColumns(term.uniform) };
    case 'normal_probability':
      return { ...term, of: overColumns(term.of) };
    default:
      return term;
  }
}
