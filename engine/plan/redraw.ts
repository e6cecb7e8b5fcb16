/** A term with some of its draws made by another person's number, or replaced. */
import type { Term } from '../model/index.ts';

export type Draw = Extract<Term, { kind: 'draw' | 'stratified_draw' }>;

/** Draws of `streams` become what `change` makes of them. */
export function redraw(term: Term, streams: readonly string[], change: (draw: Draw) => Term): Term {
  const inner = (one: Term): Term => redraw(one, streams, change);
  switch (term.kind) {
    case 'draw':
    case 'stratified_draw': {
      const stream = streamOf(term);
      return stream === undefined || !streams.includes(stream) ? term : change(term);
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

function streamOf({ stream }: Draw): string | undefined {
  if (typeof stream === 'string') return stream;
  return stream.kind === 'named' ? stream.name : undefined;
}
