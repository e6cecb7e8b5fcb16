/** Distributions made of others: mixtures, rules, and the shorthand `{ given, then, else }`. */
import type { Component, ConditionalRule, DataNode, Distribution, MapNode, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { mapOf } from '../../trees/index.ts';
import { readExpression } from '../expression/index.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readBounds, readRounding, withinBounds, withLimits } from './limits.ts';
import { readWeight, sharesOf } from './weights.ts';

/** The reader of the parts: handed in, because a part may be any distribution. */
export type ReadPart = (node: DataNode, what: string, context: Context) => Distribution | undefined;

interface Composite {
  readonly reader: Reader;
  readonly what: string;
  readonly context: Context;
  readonly readPart: ReadPart;
}

export function readMixture({ reader, what, context, readPart }: Composite): Distribution | undefined {
  const node = reader.need('components');
  const rounding = readRounding(reader, what, context);
  if (node === undefined) return undefined;
  const read = listOf(node, `The components of ${what}`, context)?.map((item) =>
    readComponent(item, what, context, readPart),
  );
  const components = read?.filter((one) => one !== undefined);
  if (read === undefined || components === undefined || components.length < read.length) return undefined;
  const shares = sharesOf(components, ({ distribution }) => distribution.kind, node.at, context.problems);
  if (shares === undefined) return undefined;
  const weighted = components.map(({ distribution }, index) => ({ distribution, weight: shares[index] ?? 0 }));
  return withLimits({ kind: 'mixture', components: weighted, at: reader.at }, rounding);
}

function readComponent(item: DataNode, what: string, context: Context, readPart: ReadPart): Component | undefined {
  const reader = readerOf(item, `a component of ${what}`, context.problems);
  const node = reader?.need('weight');
  const weight = node && readWeight(node, what, context.problems);
  const distribution = reader && readPart(remainder(reader), what, context);
  return weight === undefined || distribution === undefined ? undefined : { weight, distribution };
}

export function readConditional({ reader, what, context, readPart }: Composite): Distribution | undefined {
  const node = reader.need('rules');
  const limits = { ...readBounds(reader, what, context), ...readRounding(reader, what, context) };
  const otherwise = reader.takeEntry('else', 'default');
  if (node === undefined) return undefined;
  const read =
    listOf(node, `The rules of ${what}`, context)?.map((item) => readRule(item, what, context, readPart)) ?? [];
  if (otherwise !== undefined) {
    const distribution = readPart(otherwise.value, what, context);
    read.push(distribution && { given: undefined, distribution });
  }
  const rules = read.filter((rule) => rule !== undefined);
  if (rules.length < read.length || rules.length === 0) return undefined;
  const early = rules.findIndex(({ given }) => given === undefined);
  if (early !== -1 && early < rules.length - 1)
    context.problems.report('normalize-rule-unreachable', { what }, node.at);
  const conditional = withLimits({ kind: 'conditional', rules, at: reader.at }, limits);
  return withinBounds(conditional, limits, what, context);
}

/** `{ if, … }` or `{ else: … }`; what a rule gives stands under `distribution`, `value` or `then`, or beside the `if`. */
function readRule(item: DataNode, what: string, context: Context, readPart: ReadPart): ConditionalRule | undefined {
  const reader = readerOf(item, `a rule of ${what}`, context.problems);
  if (reader === undefined) return undefined;
  const otherwise = reader.take('else');
  if (otherwise !== undefined) {
    const isFlag = otherwise.kind === 'scalar' && otherwise.value === true && reader.rest().length > 0;
    const distribution = readPart(isFlag ? consequence(reader) : otherwise, what, context);
    if (!isFlag) reader.finish();
    return distribution && { given: undefined, distribution };
  }
  const condition = reader.need('if', 'given', 'condition', 'when');
  const given = condition && readExpression(condition, `The condition of ${what}`, context);
  const distribution = readPart(consequence(reader), what, context);
  return given && distribution && { given, distribution };
}

/** What a rule gives: the node under `then`, `value` or a nested `distribution`, or all the keys that are left. */
function consequence(reader: Reader): DataNode {
  const rest = reader.rest();
  const [only] = rest;
  if (rest.length === 1 && only !== undefined) {
    const nested = only.key === 'distribution' && only.value.kind === 'map';
    if (nested || only.key === 'then' || only.key === 'value') return only.value;
  }
  return remainder(reader);
}

/** The keys nobody took as a map of their own; `distribution: { … }` alone stands for what is inside it. */
function remainder(reader: Reader): MapNode {
  const rest = reader.rest();
  const [only] = rest;
  if (rest.length === 1 && only?.key === 'distribution' && only.value.kind === 'map') return only.value;
  return mapOf(rest, reader.at);
}

/** `{ given, then, else }` wherever a distribution may stand. */
export function readChoice({ reader, what, context, readPart }: Composite): Distribution | undefined {
  const condition = reader.need('given', 'if');
  const [then, otherwise] = [reader.need('then'), reader.need('else')];
  const given = condition && readExpression(condition, `The condition of ${what}`, context);
  const holds = then && readPart(then, what, context);
  const fails = otherwise && readPart(otherwise, what, context);
  if (!given || !holds || !fails) return undefined;
  const rules = [
    { given, distribution: holds },
    { given: undefined, distribution: fails },
  ];
  return { kind: 'conditional', rules, at: reader.at };
}

/** Where a set of rules, at any depth, says nothing about people for whom none of them holds. */
export function elseMissing(distribution: Distribution): SourceRange | undefined {
  if (distribution.kind === 'mixture')
    return firstOf(distribution.components.map((one) => elseMissing(one.distribution)));
  if (distribution.kind !== 'conditional') return undefined;
  if (!distribution.rules.some(({ given }) => given === undefined)) return distribution.at;
  return firstOf(distribution.rules.map((rule) => elseMissing(rule.distribution)));
}

function firstOf<Item>(items: readonly (Item | undefined)[]): Item | undefined {
  return items.find((item) => item !== undefined);
}

function listOf(node: DataNode, what: string, { problems }: Context): readonly DataNode[] | undefined {
  if (node.kind === 'list' && node.items.length > 0) return node.items;
  return problems.report(
    'normalize-value-kind',
    { what, expected: 'a list', found: node.kind === 'list' ? 'an empty one' : `a ${node.kind}` },
    node.at,
  );
}
