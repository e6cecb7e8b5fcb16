/**
 * Quotas within groups. Where sampling is stratified, people draw each part of (0, 1) once. Whom an expression is true of
 * (`age >= 75`) are then those who drew certain parts of what it asks about, and their order among these parts numbers
 * them: so each group has parts of its own, and a share within it is exact to one person. An expression over several
 * quantities, or over one that depends on others, numbers nobody.
 */
import type { Distribution, Expression, Profile, Term } from '../model/index.ts';
import { chanceOf } from './chance.ts';
import type { StratumOffset } from './context.ts';
import { formatExpression } from './expression-text.ts';
import { belowOf, curveOf } from './fidelity/curve.ts';
import { bigint, call, cast, literal, when } from './terms.ts';
import { isOfHousehold } from './household-draws.ts';
import { lineOf } from './line.ts';

/** Parts from `from` to below `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Parts of one quantity's draw, in order. */
export interface PartsOf {
  /** Role and name, as streams have it. */
  readonly source: string;
  readonly ranges: readonly Range[];
}

export interface Grouping {
  readonly profile: Profile;
  readonly offset: StratumOffset;
}

/** The parts of those of whom the expression is true; `undefined` where they are not numbered. */
export function partsWhere(expression: Expression, grouping: Grouping): PartsOf | undefined {
  switch (expression.kind) {
    case 'not': {
      const parts = partsWhere(expression.operand, grouping);
      return parts && complement(parts, grouping);
    }
    case 'between': {
      const [low, high] = [numberOf(expression.low), numberOf(expression.high)];
      if (low === undefined || high === undefined) return undefined;
      const from = belowNumber(expression.operand, { number: low, orEqual: false }, grouping);
      const to = belowNumber(expression.operand, { number: high, orEqual: true }, grouping);
      const within = from && to && intersection(complement(from, grouping), to);
      return within && expression.negated ? complement(within, grouping) : within;
    }
    case 'binary':
      return partsOfBinary(expression, grouping);
    case 'call':
      return expression.name === 'has_condition' ? partsOfCondition(expression, grouping) : undefined;
    default:
      return undefined;
  }
}

/** Those of `all` who are not of `parts`. */
export function without(all: PartsOf | undefined, parts: PartsOf, grouping: Grouping): PartsOf | undefined {
  const others = complement(parts, grouping);
  return all === undefined ? others : intersection(all, others);
}

export function intersection(one: PartsOf, other: PartsOf): PartsOf | undefined {
  if (one.source !== other.source) return undefined;
  const ranges = one.ranges.flatMap((a) =>
    other.ranges.flatMap((b) => {
      const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
      return from < to ? [{ from, to }] : [];
    }),
  );
  return { source: one.source, ranges };
}

function complement({ source, ranges }: PartsOf, { profile }: Grouping): PartsOf {
  const ends = [0, ...ranges.flatMap(({ from, to }) => [from, to]), profile.count.value];
  const gaps = Array.from({ length: ends.length / 2 }, (_, at) => ({
    from: ends[2 * at] ?? 0,
    to: ends[2 * at + 1] ?? 0,
  }));
  return { source, ranges: gaps.filter(({ from, to }) => from < to) };
}

type Binary = Extract<Expression, { kind: 'binary' }>;

function partsOfBinary({ left, operator, right }: Binary, grouping: Grouping): PartsOf | undefined {
  if (operator === 'and' || operator === 'or') {
    const [one, other] = [partsWhere(left, grouping), partsWhere(right, grouping)];
    if (one === undefined || other === undefined) return undefined;
    if (operator === 'and') return intersection(one, other);
    const neither = intersection(complement(one, grouping), complement(other, grouping));
    return neither && complement(neither, grouping);
  }
  const number = numberOf(right);
  if (number === undefined) return operator === '=' ? partsOfWord(left, right, grouping) : undefined;
  const below = (orEqual: boolean): PartsOf | undefined => belowNumber(left, { number, orEqual }, grouping);
  const others = (parts: PartsOf | undefined): PartsOf | undefined => parts && complement(parts, grouping);
  if (operator === '<') return below(false);
  if (operator === '<=') return below(true);
  if (operator === '>') return others(below(true));
  return operator === '>=' ? others(below(false)) : undefined;
}

function numberOf(expression: Expression): number | undefined {
  return expression.kind === 'number' ? expression.value : undefined;
}

/** An attribute that depends on nothing else, and its stream. */
function attributeOf(
  expression: Expression,
  { profile }: Grouping,
): { readonly source: string; readonly distribution: Distribution } | undefined {
  if (expression.kind !== 'name') return undefined;
  const { name } = expression;
  const found = profile.attributes.find((one) => one.name === name);
  if (found === undefined || isOfHousehold(name, profile) || isCorrelated(name, profile)) return undefined;
  return { source: `${found.role}/${name}`, distribution: found.distribution };
}

export function isCorrelated(name: string, { correlations }: Profile): boolean {
  return correlations.some(({ between }) => between.includes(name));
}

/** The first parts of the draw, up to a share of them. */
function firstParts(source: string, share: number, grouping: Grouping): Range {
  const { profile, offset } = grouping;
  const among = profile.count.value;
  const at = offset(profile.seed.value, `${lineOf(profile)}/${source}`, among);
  return { from: 0, to: Math.min(among, Math.max(0, Math.ceil(share * among - at))) };
}

interface Edge {
  readonly number: number;
  readonly orEqual: boolean;
}

function belowNumber(operand: Expression, { number, orEqual }: Edge, grouping: Grouping): PartsOf | undefined {
  const attribute = attributeOf(operand, grouping);
  const curve = attribute && curveOf(attribute.distribution);
  if (attribute === undefined || curve === undefined || attribute.distribution.kind === 'mixture') return undefined;
  const { kind } = attribute.distribution;
  const first = orEqual ? Math.floor(number / (curve.step || 1)) * (curve.step || 1) + curve.step : number;
  if (kind === 'poisson' || kind === 'negative_binomial' || kind === 'zipf') return undefined;
  const share = belowOf(curve.points, first - curve.step / 2);
  const range = firstParts(attribute.source, share, grouping);
  return { source: attribute.source, ranges: range.to > 0 ? [range] : [] };
}

function partsOfWord(left: Expression, right: Expression, grouping: Grouping): PartsOf | undefined {
  const attribute = attributeOf(left, grouping);
  if (attribute?.distribution.kind !== 'categorical' || right.kind !== 'text') return undefined;
  let below = 0;
  const total = attribute.distribution.options.reduce((sum, { weight }) => sum + weight, 0);
  for (const { value, weight } of attribute.distribution.options) {
    const from = firstParts(attribute.source, below / total, grouping).to;
    below += weight;
    const to = firstParts(attribute.source, below / total, grouping).to;
    if (value === right.value) return { source: attribute.source, ranges: from < to ? [{ from, to }] : [] };
  }
  return undefined;
}

function partsOfCondition(
  { arguments: [prefix] }: Extract<Expression, { kind: 'call' }>,
  grouping: Grouping,
): PartsOf | undefined {
  if (prefix?.kind !== 'text') return undefined;
  const { profile } = grouping;
  const [condition, ...others] = profile.conditions.filter(({ code }) => code.startsWith(prefix.value));
  if (condition === undefined || others.length > 0 || condition.prevalence.kind !== 'constant') return undefined;
  if (isCorrelated(condition.code, profile)) return undefined;
  const source = `conditions/${condition.code}`;
  const range = firstParts(source, condition.prevalence.value, grouping);
  return { source, ranges: range.to > 0 ? [range] : [] };
}

/** One draw for each of the people of `parts`, who draw as many parts of (0, 1) as they are once each. */
export function chanceWithin(of: string, parts: PartsOf, words: string, { profile }: Grouping): Term {
  const size = parts.ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  if (size === 0) return chanceOf(profile, of);
  const drawn = chanceOf(profile, parts.source);
  const part = cast(call('floor', call('multiply', drawn, profile.count.value)), bigint);
  let before = 0;
  const ranks = parts.ranges.map(({ from, to }) => {
    const rank = call('add', call('subtract', part, from), before);
    before += to - from;
    return { to, rank };
  });
  const rank = ranks.reduceRight<Term | undefined>(
    (later, one) => (later === undefined ? one.rank : when(call('less', part, one.to), one.rank, later)),
    undefined,
  );
  // Rounding may leave one person a step outside.
  const inside = call('modulo', call('add', rank ?? literal(0), size), size);
  return {
    kind: 'stratified_draw',
    stream: `${lineOf(profile)}/${of} where ${words}`,
    person: call('add', inside, 1),
    among: size,
  };
}

export function wordsOf(given: Expression | undefined): string {
  return given === undefined ? 'otherwise' : formatExpression(given);
}
