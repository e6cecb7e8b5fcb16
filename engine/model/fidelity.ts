/** What a profile declares of its people, as something to be counted in them; and what the counting found. */
import type { SourceRange } from './source.ts';

/** Where a declaration reads a sum: its place among `sums`. */
export type SumPlace = number;

export type Declaration = DeclaredMeasure & {
  readonly section: string;
  readonly quantity: string;
  /** Of a share the value; empty where the quantity has no parts. */
  readonly part: string;
  /** Whom it speaks of, in the author's words; empty where of all people. */
  readonly among: string;
  /** How many it speaks of. */
  readonly people: SumPlace;
  readonly at: SourceRange;
};

export type DeclaredMeasure =
  /** `expected` is the sum of each person's share, `variance` that of share × (1 - share). */
  | {
      readonly measure: 'share';
      readonly holding: SumPlace;
      readonly target: number | { readonly expected: SumPlace; readonly variance: SumPlace } | FixedShare;
      /** Drawn by quota: exact to one person, or to so many as `within` says. */
      readonly quota: boolean;
      readonly within?: number;
      /** So many drew by quota, of whom these are some who were chosen without regard to that. */
      readonly outOf?: number;
      /** By a list of permuted blocks of this size, one for each of so many strata; `listed` have a place of it, whether or not they are of these people. */
      readonly blocks?: { readonly listed: SumPlace; readonly size: number; readonly strata: number };
    }
  /** Of rows of so many people, of whom each has many alike: to lie within bounds. */
  | {
      readonly measure: 'bounded_share';
      readonly holding: SumPlace;
      readonly low: number;
      readonly high: number;
      readonly persons: number;
    }
  | { readonly measure: 'mean'; readonly sum: SumPlace; readonly target: number; readonly deviation: number }
  /** Of amounts in cents, from the sums of them and of their squares: to lie within bounds, in US dollars. */
  | {
      readonly measure: 'bounded_mean';
      readonly sum: SumPlace;
      readonly squares: SumPlace;
      readonly low: number;
      readonly high: number;
    }
  /** From `parts` on stands how many values lie in each part; `shares` are those that are to be expected. */
  | { readonly measure: 'shape'; readonly parts: SumPlace; readonly shares: readonly number[] }
  /**
   * The same of rows whose shares differ from group to group: from `groups` on stands how many rows each has, and `shares` are what
   * is to be expected in each of them, by the place of a part.
   */
  | {
      readonly measure: 'mixed_shape';
      readonly groups: SumPlace;
      readonly parts: SumPlace;
      readonly shares: readonly (readonly (readonly [part: number, share: number])[])[];
    }
  /** How far numbers lie about what they vary about: sums of their squares, of what these are to be, and of the squares of what is between both. */
  | {
      readonly measure: 'deviation';
      readonly squares: SumPlace;
      readonly expected: SumPlace;
      readonly spread: SumPlace;
      readonly target: number;
    }
  | {
      readonly measure: 'odds_ratio';
      readonly both: SumPlace;
      readonly first: SumPlace;
      readonly second: SumPlace;
      readonly target: number;
    }
  /**
   * Of two quantities whose values are told apart as far as they fall into different parts: `products` is the sum of the products
   * of both scores. `expected` is the correlation that the scores of the parts are to have, `deviation` times the root of the
   * people its standard error; `target` is what is shown for it.
   */
  | {
      readonly measure: 'rank_correlation';
      readonly first: Scored;
      readonly second: Scored;
      readonly products: SumPlace;
      readonly expected: number;
      readonly deviation: number;
      readonly target: number;
    }
  /**
   * Of two quantities of which one has other curves for other people: sums of what each person adds to the correlation of the
   * scores, of what that is to be, and of its variance.
   */
  | {
      readonly measure: 'pooled_correlation';
      readonly products: SumPlace;
      readonly expected: SumPlace;
      readonly variance: SumPlace;
      /** What is declared; the correlation of the scores itself is shown where values are so few that many people have the same. */
      readonly declared: number | undefined;
    }
  /** How many there are for 100,000 people, each of so many places rounded to a whole number. */
  | {
      readonly measure: 'density';
      readonly providers: SumPlace;
      readonly target: number;
      readonly places: number;
    }
  /** What share of a sum the people with the greatest amounts have, or what they leave: to lie within bounds. */
  | {
      readonly measure: 'concentration';
      readonly end: 'top' | 'bottom';
      /** Of the people, at the top; of the `bottom` the rest. */
      readonly share: number;
      readonly low: number;
      readonly high: number;
      readonly sums: { readonly [Name in ConcentrationSum | 'all' | 'squares']: SumPlace };
    };

/** A share that is known while planning, where more decides on its spread than how many there are. */
export interface FixedShare {
  readonly share: number;
  readonly variance: number;
}

/** From `parts` on stands how many people each of the scores has. */
export interface Scored {
  readonly parts: SumPlace;
  readonly scores: readonly number[];
}

/** The amount that parts them from the others, and what lies above it: the sum, that of the squares, that of the products with the amount. */
export type ConcentrationSum = 'cut' | 'above' | 'aboveSquares' | 'aboveProducts';

export type Verdict = 'exact' | 'as declared' | 'doubtful' | 'off' | 'too few to tell';

/** Correlations are shown alike, however they are counted, and so are shapes. */
export type ShownMeasure = Exclude<
  DeclaredMeasure['measure'],
  'pooled_correlation' | 'mixed_shape' | 'bounded_share' | 'bounded_mean'
>;

/** One line of `meta.fidelity`. Odds ratios stand as their natural logarithms, shapes as their total variation distance. */
export interface FidelityLine {
  readonly section: string;
  readonly quantity: string;
  readonly part: string;
  readonly among: string;
  readonly measure: ShownMeasure;
  readonly target: number;
  /** The upper end, where a range is declared. */
  readonly targetHigh: number | null;
  readonly actual: number | null;
  readonly people: number;
  readonly standardError: number | null;
  /** Difference in standard errors; of a shape, how unusual it is, as a normal score. */
  readonly z: number | null;
  readonly verdict: Verdict;
  readonly origin: string;
}
