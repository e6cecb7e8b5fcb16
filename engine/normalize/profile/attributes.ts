/** What else the profile says about people: attributes and laboratory values. */
import type { AttributeDefinition, DataNode, MapEntry } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { wordsFor } from '../../trees/index.ts';
import { readDistribution, valueTypeOf, withLimits } from '../distribution/index.ts';
import { findObservation } from '../concepts/index.ts';
import { RESERVED_NAMES } from './names.ts';

/** One that is named like an observation is that observation's baseline. */
export function readAttributes(node: DataNode, context: Context): readonly AttributeDefinition[] {
  return entriesOf(node, 'attributes', context).flatMap((entry) => {
    const { key, keyAt, value } = entry;
    if (context.knowledge.observations.some(({ name }) => name === key)) return readLab(entry, context);
    if (RESERVED_NAMES.includes(key) || !/^[A-Za-z]\w*$/.test(key)) {
      context.problems.report('normalize-name-taken', { name: key }, keyAt);
      return [];
    }
    const distribution = readDistribution(value, key, context);
    return distribution === undefined ? [] : [{ name: key, role: 'attributes' as const, distribution, at: keyAt }];
  });
}

export function readLabs(node: DataNode, context: Context): readonly AttributeDefinition[] {
  return entriesOf(node, 'labs', context).flatMap((entry) => readLab(entry, context));
}

/** `usual` stands for the values of the reference. Others are rounded as it rounds them. People for whom no rule holds have the reference's baseline. */
function readLab({ key, keyAt, value }: MapEntry, context: Context): readonly AttributeDefinition[] {
  const { knowledge, problems } = context;
  const observation = findObservation(key, knowledge);
  if (observation === undefined) {
    const known = knowledge.observations.map(({ name }) => name);
    problems.report('normalize-reference-unknown', { kind: 'observation', name: key, known }, keyAt);
    return [];
  }
  const { name, decimals, baseline } = observation;
  if (value.kind === 'scalar' && value.value === USUAL)
    return [{ name, role: 'labs', distribution: baseline, usual: true, at: keyAt }];
  const read = readDistribution(value, name, context);
  if (read === undefined) return [];
  const type = valueTypeOf(read);
  if (type !== undefined && type !== 'number') {
    problems.report('normalize-value-kind', { what: name, expected: 'numbers', found: `a ${type}` }, value.at);
    return [];
  }
  const rounded = withLimits(read, { decimals });
  const distribution =
    rounded.kind === 'conditional' && rounded.rules.every(({ given }) => given !== undefined)
      ? { ...rounded, rules: [...rounded.rules, { given: undefined, distribution: baseline }] }
      : rounded;
  return [{ name, role: 'labs', distribution, at: keyAt }];
}

/** In place of numbers: those of the reference. */
const USUAL = 'usual';

function entriesOf(node: DataNode, what: string, { problems }: Context): readonly MapEntry[] {
  if (node.kind === 'map') return node.entries;
  problems.report('normalize-value-kind', { what, expected: 'a map of names', found: wordsFor(node) }, node.at);
  return [];
}
