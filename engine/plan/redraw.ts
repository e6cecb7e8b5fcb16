/** A term with some of its draws made by another person's number, or replaced. */
import type { Term } from '../model/index.ts';

/**
 * Draws of `streams` become what `change` makes of them; where that is a column, the draw of the person whose number stands
 * in the column.
 */
export function redraw(term: Term, streams: readonly string[], change: (draw: Term) => Term): Term {
  const inner = (one: Term): Term => redraw(one, streams, change);
  switch (term.kind) {
    case 'draw': {
      if (term.stream.kind !== 'named' || !streams.includes(term.stream.name)) return term;
      const changed = change(term);
      return changed.kind === 'column' ? { ...term, person: changed } : changed;
    }
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
    default:
      return term;
  }
}
