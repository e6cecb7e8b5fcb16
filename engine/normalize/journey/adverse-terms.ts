/** Adverse events by the terms of the reference. */
import type { DataNode, Located } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { plainWord, readText } from '../scalars.ts';

/** A term of the reference, as it stands there. */
export function readTerm(node: DataNode, context: Context): string | undefined {
  const text = readText(node, 'An adverse event', context.problems);
  return text === undefined ? undefined : findTerm({ value: text, at: node.at }, context);
}

/** With its place. */
export function readTermAt(node: DataNode, context: Context): Located<string> | undefined {
  const value = readTerm(node, context);
  return value === undefined ? undefined : { value, at: node.at };
}

export function findTerm({ value, at }: Located<string>, { knowledge, problems }: Context): string | undefined {
  const known = (knowledge.trials?.adverseEvents ?? []).map(({ term }) => term);
  const found = known.find((term) => plainWord(term) === plainWord(value));
  return found ?? problems.report('normalize-reference-unknown', { kind: 'adverse event', name: value, known }, at);
}
