/** A term with some of its draws made by another person's number, or replaced. */
import type { Term } from '../model/index.ts';

/**
 * Draws of `streams` become what `change` makes of them; where that is a column, the draw of the person whose number stands
 * in the column.
 */
export function redraw(term: Term, streams: readonly string[], change: (draw: Term) => Term): Term {
  const inner = (one: Term): Term => redraw(one, streams, change);
  switch (term.kind) {
    case 'draw':
    case 'stratified_draw': {
      const stream = streamOf(term);
      if (stream === undefined || !streams.includes(stream)) return term;
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
    case 'normal_probability':
      return { ...term, of: inner(term.of) };
    default:
      return term;
  }
}

function streamOf({ stream }: Extract<Term, { kind: 'draw' | 'stratified_draw' }>): string | undefined {
  if (typeof stream === 'string') return stream;
  return stream.kind === 'named' ? stream.name : undefined;
}
