/** Terms over the wide table of people as terms over its columns, for relations that join it. */
import type { Term } from '../../model/index.ts';
import { rewrite } from '../rewrite.ts';
import { column } from '../terms.ts';

/** The term with each sibling read as a column. */
export function asColumns(term: Term): Term {
  return rewrite(term, (leaf) => (leaf.kind === 'output' ? column(leaf.name) : leaf));
}

/** The siblings that a term reads. */
export function siblingsOf(term: Term): readonly string[] {
  switch (term.kind) {
    case 'output':
      return [term.name];
    case 'call':
      return term.arguments.flatMap(siblingsOf);
    case 'case':
      return [
        ...term.branches.flatMap((one) => [...siblingsOf(one.when), ...siblingsOf(one.then)]),
        ...siblingsOf(term.otherwise),
      ];
    case 'cast':
      return siblingsOf(term.operand);
    case 'sample':
      return siblingsOf(term.uniform);
    case 'normal_probability':
      return siblingsOf(term.of);
    default:
      return [];
  }
}
