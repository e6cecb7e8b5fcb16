/** A term of which some leaves (columns, siblings, draws, literals) are others. */
import type { Term } from '../model/index.ts';

/** The same term with each leaf as `leaf` gives it. A draw is a leaf: what it reads stays. */
export function rewrite(term: Term, leaf: (term: Term) => Term): Term {
  const inner = (one: Term): Term => rewrite(one, leaf);
  switch (term.kind) {
    case 'call':
      return { ...term, arguments: term.arguments.map(inner) };
    case 'case':
      return {
        ...term,
        branches: term.branches.map((one) => ({ when: inner(one.when), then: inner(one.then) })),
        otherwise: inner(term.otherwise),
      };
    case 'cast':
      return { ...term, operand: inner(term.operand) };
    case 'sample':
      return { ...term, uniform: inner(term.uniform) };
    case 'normal_probability':
      return { ...term, of: inner(term.of) };
    default:
      return leaf(term);
  }
}
