/** Terms over the wide table of people as terms over its columns, for relations that join it. */
import type { Term } from '../../model/index.ts';
import { column } from '../terms.ts';

/** The term with each sibling read as a column. */
export function asColumns(term: Term): Term {
  switch (term.kind) {
    case 'output':
      return column(term.name);
    case 'call':
      return { ...term, arguments: term.arguments.map(asColumns) };
    case 'case':
      return {
        ...term,
        branches: term.branches.map((one) => ({ when: asColumns(one.when), then: asColumns(one.then) })),
        otherwise: asColumns(term.otherwise),
      };
    case 'cast':
      return { ...term, operand: asColumns(term.operand) };
    case 'sample':
      return { ...term, uniform: asColumns(term.uniform) };
    case 'normal_probability':
      return { ...term, of: asColumns(term.of) };
    default:
      return term;
  }
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
