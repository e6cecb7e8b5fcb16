/**
 * A choice between normal distributions at one draw, as one normal whose parameters are chosen: the quantile, by far the
 * dearest step, is then taken once instead of once a branch.
 */
import type { ElementaryDistribution, Term } from '../model/index.ts';
import type { Bind } from './draw.ts';
import { normalProbability, normalQuantileSql } from './normal.ts';
import { roundedSql } from './rounding.ts';
import { doubleLiteral, joinSql, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { typeSql } from './types.ts';

type Sample = Extract<Term, { kind: 'sample' }>;
type Normal = Extract<ElementaryDistribution, { kind: 'normal' }>;
type Case = Extract<Term, { kind: 'case' }>;

export interface NormalChoice {
  readonly branches: readonly { readonly when: Term; readonly distribution: Normal }[];
  readonly otherwise: Normal;
  readonly uniform: Term;
  readonly type: Sample['type'];
}

/** The choice, where every branch is a normal of one rounding at one draw; nothing where any is not. */
export function normalChoice({ branches, otherwise }: Case): NormalChoice | undefined {
  const last = asNormal(otherwise);
  if (last === undefined || branches.length === 0) return undefined;
  const found = branches.map(({ when, then }) => ({ when, sample: asNormal(then) }));
  const alike = found.flatMap(({ when, sample }) =>
    sample !== undefined && isAlike(sample, last) ? [{ when, distribution: sample.distribution }] : [],
  );
  if (alike.length < branches.length) return undefined;
  return { branches: alike, otherwise: last.distribution, uniform: last.uniform, type: last.type };
}

type NormalSample = Sample & { readonly distribution: Normal };

function asNormal(term: Term): NormalSample | undefined {
  if (term.kind !== 'sample') return undefined;
  const { distribution } = term;
  return distribution.kind === 'normal' ? { ...term, distribution } : undefined;
}

function isAlike(one: NormalSample, other: NormalSample): boolean {
  const shape = ({ distribution, type, uniform }: NormalSample): string =>
    JSON.stringify([distribution.integer, distribution.decimals, type, uniform]);
  return shape(one) === shape(other);
}

export function normalChoiceSql(choice: NormalChoice, lower: (term: Term) => Sql, bind: Bind): Sql {
  const parameters = [...choice.branches.map(({ distribution }) => distribution), choice.otherwise].map(parametersOf);
  const conditions = choice.branches.map(({ when }) => bind(lower(when)));
  const chosen = (pick: (one: Parameters) => number): Sql => {
    const values = parameters.map(pick);
    const [first = 0] = values;
    if (values.every((value) => value === first)) return doubleLiteral(first);
    const arms = conditions.map((condition, at) => sql`when ${condition} then ${doubleLiteral(values[at] ?? 0)}`);
    return sql`(case ${joinSql(arms, ' ')} else ${doubleLiteral(values.at(-1) ?? 0)} end)`;
  };
  const u = bind(lower(choice.uniform));
  const p = sql`${chosen(({ below }) => below)} + ${chosen(({ within }) => within)} * ${u}`;
  const z = normalQuantileSql(p, bind);
  const value = sql`${chosen(({ mean }) => mean)} + ${chosen(({ deviation }) => deviation)} * ${z}`;
  return bind(sql`cast(${rounded(value, choice.otherwise)} as ${typeSql(choice.type)})`);
}

interface Parameters {
  readonly mean: number;
  readonly deviation: number;
  /** Probability below the lower bound, and between the bounds. */
  readonly below: number;
  readonly within: number;
}

function parametersOf({ mean, standardDeviation, min, max, integer }: Normal): Parameters {
  const margin = integer === true ? 0.5 : 0;
  const probability = (x: number): number => normalProbability((x - mean) / standardDeviation);
  const below = probability((min ?? -Infinity) - margin);
  return { mean, deviation: standardDeviation, below, within: probability((max ?? Infinity) + margin) - below };
}

function rounded(value: Sql, { integer, decimals }: Normal): Sql {
  if (integer === true) return sql`floor(${value} + 0.5::double)`;
  return decimals === undefined ? value : roundedSql(value, decimals);
}
