/** Any spelling of a distribution to its canonical form: shorthands first, then named kinds, then `use:`. */
import type { DataNode, Distribution, MapNode } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { isBareShares, spellingsOf, withEntry, withoutKeys, wordsFor } from '../../trees/index.ts';
import { readExpression } from '../expression/index.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readText } from '../scalars.ts';
import { readAgeBands } from './age-bands.ts';
import { readChoice, readConditional, readMixture } from './composites.ts';
import { readNegativeBinomial, readPoisson, readZipf } from './counts.ts';
import {
  readBeta,
  readExponential,
  readGamma,
  readLogNormal,
  readNormal,
  readTriangular,
  readUniform,
  readWeibull,
  uniform,
} from './curves.ts';
import { readEmpirical } from './empirical.ts';
import { impliedKind, runnableName, runnableNames } from './kinds.ts';
import type { RunnableName } from './kinds.ts';
import { readBounds, readRounding, withLimits } from './limits.ts';
import { isRoundable, withinRounding } from './representable.ts';
import { readSeasonal } from './seasonal.ts';
import { misfitOf } from './value-type.ts';
import { readOptions } from './weights.ts';

/** `what` says in messages whose values are drawn: `age`, `severity of E11.9`. */
export function readDistribution(node: DataNode, what: string, context: Context): Distribution | undefined {
  const distribution = readAny(node, what, context);
  const misfit = distribution && misfitOf(distribution);
  if (misfit === undefined) return distribution;
  return context.problems.report('normalize-values-mixed', { value: misfit.value }, misfit.at);
}

function readAny(node: DataNode, what: string, context: Context): Distribution | undefined {
  switch (node.kind) {
    case 'scalar':
      return readFixed(node, what, context);
    case 'list':
      return readRange(node, context) ?? readChoices(node, what, context);
    case 'map':
      return readMap(node, what, context, { path: [], spent: { uses: 0 } });
  }
}

function readFixed(node: DataNode, what: string, { problems }: Context): Distribution | undefined {
  if (node.kind === 'scalar' && node.value !== null) return { kind: 'fixed', value: node.value, at: node.at };
  return problems.report('normalize-value-kind', { what, expected: 'a value', found: wordsFor(node) }, node.at);
}

/** Two numbers are a range. */
function readRange(
  { items, at }: Extract<DataNode, { kind: 'list' }>,
  { problems }: Context,
): Distribution | undefined {
  const [low, high] = items.map((item) => (item.kind === 'scalar' ? item.value : undefined));
  if (items.length !== 2 || typeof low !== 'number' || typeof high !== 'number') return undefined;
  if (low > high) problems.report('normalize-bounds', { low, high, what: 'The range' }, at);
  return uniform({ low, high }, at);
}

function readChoices(node: DataNode, what: string, context: Context): Distribution | undefined {
  const options = readOptions(node, what, context);
  return options && { kind: 'categorical', options, at: node.at };
}

/** Named distributions may name others, so a short text can stand for a long one; this is how long. */
const USE_LIMIT = 256;

interface Uses {
  /** The names of the distributions whose `use` led here. */
  readonly path: readonly string[];
  /** Shared by all parts of one distribution. */
  readonly spent: { uses: number };
}

function readMap(node: MapNode, what: string, context: Context, uses: Uses): Distribution | undefined {
  if (node.entries.some(({ key }) => key === 'use')) return readUse(node, what, context, uses);
  if (isBareShares(node)) return readChoices(node, what, context);
  const reader = createReader(node, what, context.problems);
  const kind = readKind(reader, node, what, context);
  if (kind === undefined) return undefined;
  const distribution = readKnown(kind, { reader, what, context, uses });
  reader.finish();
  if (distribution === undefined || kind === 'seasonal') return distribution;
  if (!isRoundable(distribution)) return context.problems.report('normalize-bounds-round', { what }, node.at);
  return withinRounding(distribution);
}

function readKind(reader: Reader, node: MapNode, what: string, context: Context): RunnableName | 'choice' | undefined {
  const { problems } = context;
  const named = reader.take('distribution', 'type', 'kind');
  if (named === undefined) {
    if (node.entries.some(({ key }) => key === 'then')) return 'choice';
    return (
      impliedKind(node) ?? problems.report('normalize-distribution-missing', { what, known: runnableNames }, node.at)
    );
  }
  const text = readText(named, 'A distribution', problems);
  if (text === undefined) return undefined;
  return (
    runnableName(text) ??
    problems.report('normalize-word-unknown', { what: 'distribution', word: text, known: runnableNames }, named.at)
  );
}

interface Part {
  readonly reader: Reader;
  readonly what: string;
  readonly context: Context;
  readonly uses: Uses;
}

function readKnown(kind: RunnableName | 'choice', part: Part): Distribution | undefined {
  const { reader, what, context } = part;
  const readPart = (node: DataNode, partOf: string): Distribution | undefined =>
    node.kind === 'map' ? readMap(node, partOf, context, part.uses) : readDistribution(node, partOf, context);
  switch (kind) {
    case 'fixed':
      return readNamedFixed(part);
    case 'categorical':
    case 'explicit':
      return readRoundedChoices(part);
    case 'uniform':
      return readUniform(part);
    case 'normal':
      return readNormal(part);
    case 'log_normal':
      return readLogNormal(part);
    case 'exponential':
      return readExponential(part);
    case 'weibull':
      return readWeibull(part);
    case 'triangular':
      return readTriangular(part);
    case 'gamma':
      return readGamma(part);
    case 'beta':
      return readBeta(part);
    case 'poisson':
      return readPoisson(part);
    case 'negative_binomial':
      return readNegativeBinomial(part);
    case 'zipf':
      return readZipf(part);
    case 'empirical':
      return readEmpirical(reader, what, context);
    case 'age_bands':
      return readAgeBands(reader, what, context);
    case 'mixture':
      return readMixture({ ...part, readPart });
    case 'conditional':
      return readConditional({ ...part, readPart });
    case 'choice':
      return readChoice({ ...part, readPart });
    case 'derived':
      return readDerived(part);
    case 'seasonal':
      return readSeasonal({ ...part, readPart });
  }
}

function readNamedFixed({ reader, what, context }: Part): Distribution | undefined {
  const node = reader.need('value');
  return node && readFixed(node, what, context);
}

function readRoundedChoices(part: Part): Distribution | undefined {
  const rounding = readRounding(part.reader, part.what, part.context);
  const choices = readNamedChoices(part);
  return choices && withLimits(choices, rounding);
}

/** `values` and `weights` may be two lists of one length. */
function readNamedChoices({ reader, what, context }: Part): Distribution | undefined {
  const [values, weights] = [reader.take('values', 'options', 'categories'), reader.take('weights', 'probabilities')];
  const node = values ?? weights;
  if (node === undefined)
    return context.problems.report('normalize-key-missing', { key: 'weights', within: what }, reader.at);
  if (values === undefined || weights === undefined) {
    const options = readOptions(node, what, context);
    return options && { kind: 'categorical', options, at: reader.at };
  }
  if (values.kind !== 'list' || weights.kind !== 'list' || values.items.length !== weights.items.length) {
    const expected = 'two lists of one length';
    return context.problems.report(
      'normalize-value-kind',
      { what: `\`values\` and \`weights\` of ${what}`, expected, found: 'something else' },
      weights.at,
    );
  }
  const items = values.items.map((value, index): DataNode => {
    const weight = weights.items[index] ?? value;
    const entries = [
      { key: 'value', keyAt: value.at, value },
      { key: 'weight', keyAt: weight.at, value: weight },
    ];
    return { kind: 'map', entries, at: value.at };
  });
  const options = readOptions({ kind: 'list', items, at: weights.at }, what, context);
  return options && { kind: 'categorical', options, at: reader.at };
}

function readDerived({ reader, what, context }: Part): Distribution | undefined {
  const node = reader.need('formula');
  const limits = { ...readBounds(reader, what, context), ...readRounding(reader, what, context) };
  const formula = node && readExpression(node, `The formula of ${what}`, context);
  return formula && { kind: 'derived', formula, ...limits, at: reader.at };
}

/** A named distribution with the other keys of the use laid over it. */
function readUse(node: MapNode, what: string, context: Context, { path, spent }: Uses): Distribution | undefined {
  const { problems, distributions } = context;
  const use = createReader(node, what, problems).need('use');
  const name = use && readText(use, '`use`', problems);
  if (use === undefined || name === undefined) return undefined;
  const named = distributions.find((one) => one.name === name);
  if (named === undefined) {
    const known = distributions.map((one) => one.name);
    return problems.report('normalize-reference-unknown', { kind: 'distribution', name, known }, use.at);
  }
  if (path.includes(name)) {
    return problems.report(
      'normalize-cycle',
      { what: 'distributions', path: [...path.slice(path.indexOf(name)), name] },
      use.at,
    );
  }
  spent.uses += 1;
  if (spent.uses > USE_LIMIT) {
    const expected = `at most ${USE_LIMIT}`;
    return spent.uses > USE_LIMIT + 1
      ? undefined
      : problems.report(
          'normalize-value-range',
          { what: `The number of distributions used by ${what}`, value: spent.uses, expected },
          use.at,
        );
  }
  const over = withoutKeys(node, ['use']).entries;
  if (named.data.kind !== 'map') {
    for (const { key, keyAt } of over)
      problems.report('normalize-key-unknown', { key, within: what, known: ['use'] }, keyAt);
    return readDistribution(named.data, what, context);
  }
  const data = isBareShares(named.data) ? sharesAsWeights(named.data) : named.data;
  return readMap(over.reduce(withSpelling, data), what, context, { path: [...path, name], spent });
}

/** So that other weights can be laid over shares that stand alone. */
function sharesAsWeights(shares: MapNode): MapNode {
  return { ...shares, entries: [{ key: 'weights', keyAt: shares.at, value: shares }] };
}

/** A value laid over one of the same meaning takes its place, however either is spelt. */
function withSpelling(map: MapNode, entry: MapNode['entries'][number]): MapNode {
  const group = spellingsOf(entry.key).filter((spelling) => spelling !== entry.key);
  return withEntry(withoutKeys(map, group), entry);
}
