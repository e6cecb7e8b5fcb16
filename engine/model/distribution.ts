/** The one canonical form of every distribution; spellings and shorthands are gone by here. */
import type { Expression } from './expression.ts';
import type { Scalar, SourceRange } from './source.ts';

/**
 * Numeric kinds may carry bounds (`min`, `max`: truncation, never clamping), `decimals` (rounding of the value) and
 * `integer` (drawn on [min - 1/2, max + 1/2], then rounded, so that every whole number has its full share).
 */
export type Distribution = (ElementaryShape | CompositeShape) & Limits;

/** One that has a quantile function of its own: what the planner leaves after composites are taken apart. */
export type ElementaryDistribution = ElementaryShape & Limits;

/** How long encounters last. */
export type LengthDistribution = Extract<ElementaryDistribution, { readonly kind: 'fixed' | 'normal' | 'log_normal' }>;

export interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  readonly integer?: boolean;
  readonly at: SourceRange;
}

export type ElementaryShape =
  | { readonly kind: 'fixed'; readonly value: Scalar }
  | { readonly kind: 'categorical'; readonly options: readonly WeightedOption[] }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly standardDeviation: number }
  /** `mu` and `sigma` are those of the logarithm, whichever way the author gave them. */
  | { readonly kind: 'log_normal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'gamma'; readonly shape: number; readonly scale: number }
  | {
      readonly kind: 'beta';
      readonly alpha: number;
      readonly beta: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'poisson'; readonly mean: number }
  /** Its variance is mean + mean² / `dispersion`. */
  | { readonly kind: 'negative_binomial'; readonly mean: number; readonly dispersion: number }
  /** Ranks from 1 to `highest`; rank k has the weight 1 / k^`exponent`. */
  | { readonly kind: 'zipf'; readonly exponent: number; readonly highest: number }
  /** The quantile function, straight between its points; probabilities rise from 0 to 1, values never fall. */
  | { readonly kind: 'empirical'; readonly points: readonly QuantilePoint[] }
  /** Whole years, both ends inside the band. */
  | { readonly kind: 'age_bands'; readonly bands: readonly Band[] };

export type CompositeShape =
  | { readonly kind: 'mixture'; readonly components: readonly Component[] }
  | { readonly kind: 'conditional'; readonly rules: readonly ConditionalRule[] }
  | { readonly kind: 'derived'; readonly formula: Expression };

export interface QuantilePoint {
  readonly probability: number;
  readonly value: number;
}

export interface WeightedOption {
  readonly value: Scalar;
  /** Normalised: the weights of one distribution sum to 1. */
  readonly weight: number;
  readonly at: SourceRange;
}

export interface Band {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

export interface Component {
  readonly weight: number;
  readonly distribution: Distribution;
}

/** The first rule whose `given` holds decides; `undefined` is the `else`. */
export interface ConditionalRule {
  readonly given: Expression | undefined;
  readonly distribution: Distribution;
  /** Of a rule of the reference about those who take one of them: what it reads. */
  readonly medicines?: readonly string[];
}

/** A share of people or of occurrences, in [0, 1]. */
export type Probability =
  | { readonly kind: 'constant'; readonly value: number; readonly at: SourceRange }
  | {
      readonly kind: 'given';
      readonly given: Expression;
      readonly holds: Probability;
      readonly fails: Probability;
      readonly at: SourceRange;
    };
