/** Visiting every part of an expression, of a distribution or of a probability. */
import type { Distribution, Expression, Probability } from '../../model/index.ts';
import { partsOf } from '../../trees/index.ts';

/** The expression and everything inside it. */
export function allParts(expression: Expression): readonly Expression[] {
  return [expression, ...partsOf(expression).flatMap(allParts)];
}

/** What is divided by, anywhere inside it. */
export function divisorsIn(expression: Expression): readonly Expression[] {
  return allParts(expression).flatMap((part) => (part.kind === 'binary' && part.operator === '/' ? [part.right] : []));
}

/** The conditions of a distribution (`given`, which must hold or not) and its formulas (which have a value). */
export interface ExpressionUse {
  readonly role: 'condition' | 'formula';
  readonly expression: Expression;
}

export function expressionsOfDistribution(distribution: Distribution): readonly ExpressionUse[] {
  if (distribution.kind === 'derived') return [{ role: 'formula', expression: distribution.formula }];
  if (distribution.kind === 'mixture') {
    return distribution.components.flatMap((component) => expressionsOfDistribution(component.distribution));
  }
  if (distribution.kind !== 'conditional') return [];
  return distribution.rules.flatMap(({ given, distribution: inner }) => [
    ...(given === undefined ? [] : [{ role: 'condition' as const, expression: given }]),
    ...expressionsOfDistribution(inner),
  ]);
}

export function expressionsOfProbability(probability: Probability): readonly ExpressionUse[] {
  if (probability.kind === 'constant') return [];
  return [
    { role: 'condition', expression: probability.given },
    ...expressionsOfProbability(probability.holds),
    ...expressionsOfProbability(probability.fails),
  ];
}

/** What an expression reads of a person: a quantity by its name, or whether there is a condition or a medicine. */
export interface PersonRead {
  readonly kind: 'name' | 'condition' | 'medication';
  readonly name: string;
}

const reads = new WeakMap<readonly ExpressionUse[], readonly PersonRead[]>();

/** What the expressions read, each once. */
export function readsOf(uses: readonly ExpressionUse[]): readonly PersonRead[] {
  const known = reads.get(uses);
  if (known !== undefined) return known;
  const all = uses.flatMap(({ expression }) => allParts(expression)).flatMap((part) => readOf(part) ?? []);
  const found = [...new Map(all.map((one) => [`${one.kind} ${one.name}`, one])).values()];
  reads.set(uses, found);
  return found;
}

function readOf(part: Expression): PersonRead | undefined {
  if (part.kind === 'name') return { kind: 'name', name: part.name };
  const [argument] = part.kind === 'call' ? part.arguments : [];
  if (part.kind !== 'call' || argument?.kind !== 'text') return undefined;
  return { kind: part.name === 'has_medication' ? 'medication' : 'condition', name: argument.value };
}
