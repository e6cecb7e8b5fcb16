/**
 * A choice between normal distributions at one draw, or between log-normal ones, as one whose parameters are chosen: the quantile,
 * by far the dearest step, is then taken once instead of once a branch. Branches of another kind stay as they are.
 */
import type { ElementaryDistribution, Term } from '../model/index.ts';
import type { Bind } from './draw.ts';
import { normalProbability, normalQuantileSql } from './normal.ts';
import { roundedSql } from './rounding.ts';
import { doubleLiteral, joinSql, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { typeSql } from './types.ts';

type Sample = Extract<Term, { kind: 'sample' }>;
type Curve = Extract<ElementaryDistribution, { kind: 'normal' | 'log_normal' }>;
type Case = Extract<Term, { kind: 'case' }>;
type CurveSample = Sample & { readonly distribution: Curve };

/** A branch; the one behind all others has no condition. */
interface Arm {
  readonly when: Term | undefined;
  readonly then: Term;
  readonly curve: CurveSample | undefined;
}

/** Nothing where fewer than two branches are such curves, or they differ in their kind, their rounding or their draw. */
export function normalChoiceSql(
  { branches, otherwise }: Case,
  lower: (term: Term) => Sql,
  bind: Bind,
): Sql | undefined {
  const arms: readonly Arm[] = [...branches, { when: undefined, then: otherwise }].map((arm) => ({
    ...arm,
    curve: asCurve(arm.then),
  }));
  const curves = arms.flatMap(({ when, curve }) => (curve === undefined ? [] : [{ when, curve }]));
  const [first] = curves;
  if (first === undefined || curves.length < 2 || !curves.every(({ curve }) => isAlike(curve, first.curve)))
    return undefined;
  const condition = (when: Term): Sql => bind(lower(when));
  const value = chosenSql(
    first.curve,
    curves.map(({ when, curve }) => ({ when: when && condition(when), curve })),
    lower,
    bind,
  );
  if (curves.length === arms.length) return value;
  const parts = arms.map(({ when, then, curve }) => {
    const result = curve === undefined ? lower(then) : value;
    return when === undefined ? sql`else ${result}` : sql`when ${condition(when)} then ${result}`;
  });
  return sql`(case ${joinSql(parts, ' ')} end)`;
}

function asCurve(term: Term): CurveSample | undefined {
  if (term.kind !== 'sample') return undefined;
  const { distribution } = term;
  return distribution.kind === 'normal' || distribution.kind === 'log_normal' ? { ...term, distribution } : undefined;
}

function isAlike(one: CurveSample, other: CurveSample): boolean {
  const shape = ({ distribution: { kind, integer, decimals }, type, uniform }: CurveSample): string =>
    JSON.stringify([kind, integer, decimals, type, uniform]);
  return shape(one) === shape(other);
}

/** Where none of the conditions holds, the last curve. All are drawn, rounded and stored as the sample. */
function chosenSql(
  { distribution, type, uniform }: CurveSample,
  curves: readonly { readonly when: Sql | undefined; readonly curve: CurveSample }[],
  lower: (term: Term) => Sql,
  bind: Bind,
): Sql {
  const parameters = curves.map(({ curve }) => parametersOf(curve.distribution));
  const chosen = (pick: (one: Parameters) => number): Sql => {
    const values = parameters.map(pick);
    const [first = 0] = values;
    if (values.every((value) => value === first)) return doubleLiteral(first);
    const arms = curves
      .slice(0, -1)
      .flatMap(({ when }, at) =>
        when === undefined ? [] : [sql`when ${when} then ${doubleLiteral(values[at] ?? 0)}`],
      );
    return sql`(case ${joinSql(arms, ' ')} else ${doubleLiteral(values.at(-1) ?? 0)} end)`;
  };
  const u = bind(lower(uniform));
  const p = sql`${chosen(({ below }) => below)} + ${chosen(({ within }) => within)} * ${u}`;
  const score = sql`${chosen(({ mean }) => mean)} + ${chosen(({ deviation }) => deviation)} * ${normalQuantileSql(p, bind)}`;
  const value = distribution.kind === 'normal' ? score : sql`exp(${score})`;
  return bind(sql`cast(${rounded(value, distribution)} as ${typeSql(type)})`);
}

interface Parameters {
  readonly mean: number;
  readonly deviation: number;
  /** Probability below the lower bound, and between the bounds. */
  readonly below: number;
  readonly within: number;
}

/** Of the value, or of its logarithm. */
function parametersOf(curve: Curve): Parameters {
  const { min, max, integer } = curve;
  const margin = integer === true ? 0.5 : 0;
  const [low, high] = [(min ?? -Infinity) - margin, (max ?? Infinity) + margin];
  const isNormal = curve.kind === 'normal';
  const [mean, deviation] = isNormal ? [curve.mean, curve.standardDeviation] : [curve.mu, curve.sigma];
  const scored = (x: number): number => ((isNormal ? x : Math.log(Math.max(0, x))) - mean) / deviation;
  const below = normalProbability(scored(low));
  return { mean, deviation, below, within: normalProbability(scored(high)) - below };
}

function rounded(value: Sql, { integer, decimals }: Curve): Sql {
  if (integer === true) return sql`floor(${value} + 0.5::double)`;
  return decimals === undefined ? value : roundedSql(value, decimals);
}
