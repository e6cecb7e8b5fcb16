/** What an author names in a specification, as the reference names it. */
import type { DataNode, Located } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readText } from '../scalars.ts';
import { codeOf } from './codes.ts';
import { findMedication, unknownMedication } from './lookup.ts';

/** An ICD-10-CM code with its dot. One that the reference lacks is let through with a warning; an impossible one is not. */
export function readCode(node: DataNode, { knowledge, problems }: Context): Located<string> | undefined {
  const text = readText(node, 'A condition', problems);
  if (text === undefined) return undefined;
  const code = codeOf(text);
  if (code === undefined) return problems.report('normalize-code-impossible', { code: text }, node.at);
  const known = knowledge.conditions.map((concept) => concept.code);
  if (!known.includes(code)) problems.report('normalize-code-unchecked', { code, known }, node.at);
  return { value: code, at: node.at };
}

/** The name of a row of the medications reference. */
export function readDrug(node: DataNode, { knowledge, problems }: Context): Located<string> | undefined {
  const name = readText(node, 'A medication', problems);
  if (name === undefined) return undefined;
  const concept = findMedication(name, knowledge);
  if (concept !== undefined) return { value: concept.name, at: node.at };
  return problems.report('normalize-reference-unknown', unknownMedication(name, knowledge), node.at);
}
