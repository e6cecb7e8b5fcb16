/** Which conditions people have: a list, or a map of codes, each with its share and severity. */
import type { ConditionDefinition, DataNode } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { conditionItems } from '../../trees/index.ts';
import { readDistribution } from '../distribution/index.ts';
import { readCode } from '../concepts/index.ts';
import { certain, readProbability } from '../probability.ts';
import { createReader } from '../reader.ts';
import { readText, sameWord } from '../scalars.ts';

export function readConditions(node: DataNode, context: Context): readonly ConditionDefinition[] {
  const conditions: ConditionDefinition[] = [];
  for (const item of conditionItems(node)) {
    const condition = readCondition(item, context);
    if (condition === undefined) continue;
    if (conditions.some(({ code }) => code === condition.code)) {
      context.problems.report('normalize-duplicate', { what: 'condition', name: condition.code }, condition.at);
    } else conditions.push(condition);
  }
  return conditions;
}

/** A bare code: everybody has it. */
function readCondition(item: DataNode, context: Context): ConditionDefinition | undefined {
  if (item.kind !== 'map') {
    const code = readCode(item, context);
    return code && { code: code.value, prevalence: certain(item.at), severity: undefined, at: item.at };
  }
  const reader = createReader(item, 'a condition', context.problems);
  const codeNode = reader.need('code');
  const code = codeNode && readCode(codeNode, context);
  const share = reader.take('prevalence');
  const prevalence =
    share === undefined
      ? certain(item.at)
      : readProbability(share, `The prevalence of ${code?.value ?? 'a condition'}`, context);
  const severityNode = reader.take('severity');
  const severity =
    severityNode && readDistribution(severityNode, `severity of ${code?.value ?? 'a condition'}`, context);
  checkName(reader.take('name', 'display'), code?.value, context);
  reader.finish(['onset']);
  if (code === undefined || prevalence === undefined || (severityNode && !severity)) return undefined;
  return { code: code.value, prevalence, severity, at: item.at };
}

/** A display beside the code is for readers; the reference's is used. */
function checkName(node: DataNode | undefined, code: string | undefined, { knowledge, problems }: Context): void {
  if (node === undefined || code === undefined) return;
  const name = readText(node, 'The name of a condition', problems);
  const concept = knowledge.conditions.find((one) => one.code === code);
  if (name === undefined || (concept && sameWord(concept.display, name))) return;
  const reason =
    concept === undefined
      ? 'names stand in the conditions reference'
      : `the conditions reference calls ${code} '${concept.display}'`;
  problems.report('normalize-without-effect', { part: name, reason }, node.at);
}
