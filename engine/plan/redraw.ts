/** A term with some of its draws made by another person's number, or replaced. */
import type { Term } from '../model/index.ts';
import { rewrite } from './rewrite.ts';

export type Draw = Extract<Term, { kind: 'draw' | 'stratified_draw' }>;

/** Draws of `streams` become what `change` makes of them. */
export function redraw(term: Term, streams: readonly string[], change: (draw: Draw) => Term): Term {
  return rewrite(term, (leaf) => {
    if (leaf.kind !== 'draw' && leaf.kind !== 'stratified_draw') return leaf;
    const stream = streamOf(leaf);
    return stream === undefined || !streams.includes(stream) ? leaf : change(leaf);
  });
}

function streamOf({ stream }: Draw): string | undefined {
  if (typeof stream === 'string') return stream;
  return stream.kind === 'named' ? stream.name : undefined;
}
