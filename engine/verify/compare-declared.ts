/** What a profile declares, held against sums over the people that came out: line by line, in standard errors. */
import type { Declaration, Fidelity, FidelityLine } from '../model/index.ts';
import { FEWEST, isTooMany, UNKNOWN, verdictOf } from './comparison.ts';
import type { Comparison, Of, Read } from './comparison.ts';
import { oddsRatio, pooledCorrelation, rankCorrelation } from './correlations.ts';
import { mixedShape, shape, variation } from './shapes.ts';

export function compareDeclared({ declarations }: Fidelity, sums: readonly number[]): readonly FidelityLine[] {
  const at = (place: number): number => sums[place] ?? 0;
  return declarations.map((declaration) => {
    const { section, quantity, part, among, measure, at: origin } = declaration;
    const people = at(declaration.people);
    const found = people === 0 ? nobody(declaration) : comparisonOf(declaration, people, at);
    const targetHigh = 'high' in declaration ? declaration.high : null;
    return {
      section,
      quantity,
      part,
      among,
      measure: shownAs(measure),
      people,
      ...found,
      targetHigh,
      origin: `${origin.file}:${origin.start.line}`,
    };
  });
}

function shownAs(measure: Declaration['measure']): FidelityLine['measure'] {
  if (measure === 'pooled_correlation') return 'rank_correlation';
  if (measure === 'bounded_share') return 'share';
  if (measure === 'bounded_mean') return 'mean';
  return measure === 'mixed_shape' ? 'shape' : measure;
}

function nobody(declaration: Declaration): Comparison {
  if ('low' in declaration) return { ...UNKNOWN, target: declaration.low };
  const declared = 'target' in declaration ? declaration.target : 0;
  const target = typeof declared === 'number' ? declared : 'share' in declared ? declared.share : 0;
  const shown = declaration.measure === 'odds_ratio' ? Math.log(target) : target;
  return { ...UNKNOWN, target: shown };
}

function comparisonOf(declaration: Declaration, people: number, at: Read): Comparison {
  switch (declaration.measure) {
    case 'share':
      return share(declaration, people, at);
    case 'bounded_share':
      return boundedShare(declaration, people, at);
    case 'bounded_mean':
      return boundedMean(declaration, people, at);
    case 'mean':
      return mean(declaration, people, at);
    case 'shape':
      return shape(declaration, people, at);
    case 'mixed_shape':
      return mixedShape(declaration, people, at);
    case 'deviation':
      return variation(declaration, people, at);
    case 'odds_ratio':
      return oddsRatio(declaration, people, at);
    case 'rank_correlation':
      return rankCorrelation(declaration, people, at);
    case 'pooled_correlation':
      return pooledCorrelation(declaration, people, at);
    case 'density':
      return density(declaration, people, at);
    case 'concentration':
      return concentration(declaration, people, at);
  }
}

/** What adding up fractions may add to a whole number. */
const FRACTIONS = 1e-6;

function share(
  { holding, target: declared, quota, within = 1, outOf, blocks }: Of<'share'>,
  people: number,
  at: Read,
): Comparison {
  const held = at(holding);
  const [expected, variance] = expectedOf(declared, people, at);
  const line = { target: expected / people, actual: held / people };
  if (quota || outOf === people) {
    const difference = Math.abs(held - expected) - FRACTIONS;
    const isHeld = difference <= within ? 'as declared' : 'off';
    return { ...line, standardError: 0, z: null, verdict: difference <= 1 ? 'exact' : isHeld };
  }
  const isOfQuota = outOf !== undefined && variance > 0;
  const left = blocks === undefined ? 1 : leftByBlocks(blocks, people, at);
  const deviation = isOfQuota ? deviationOfPart(variance, people / outOf) : Math.sqrt(Math.max(0, variance * left));
  if (deviation < 1e-9) {
    const isExact = Math.abs(held - expected) < 1e-6;
    return { ...line, standardError: 0, z: null, verdict: isExact ? 'exact' : 'off' };
  }
  const z = (held - expected) / deviation;
  const isStrange = isTooMany(held, expected) || isTooMany(people - held, people - expected);
  const verdict = variance >= FEWEST ? verdictOf(z) : isStrange ? 'off' : 'too few to tell';
  return { ...line, standardError: deviation / people, z, verdict };
}

/** As if each person had one row. */
function boundedShare({ holding, low, high, persons }: Of<'bounded_share'>, people: number, at: Read): Comparison {
  const actual = at(holding) / people;
  const isWithin = low <= actual && actual <= high;
  const nearest = actual < low ? low : high;
  const variance = nearest * (1 - nearest) * Math.min(people, persons);
  const standardError = Math.sqrt(variance) / Math.min(people, persons);
  const z = isWithin || standardError === 0 ? 0 : (actual - nearest) / standardError;
  return { target: low, actual, standardError, z, verdict: variance < FEWEST ? 'too few to tell' : verdictOf(z) };
}

function expectedOf(target: Of<'share'>['target'], people: number, at: Read): readonly [number, number] {
  if (typeof target === 'number') return [target * people, people * target * (1 - target)];
  return 'share' in target ? [target.share * people, target.variance] : [at(target.expected), at(target.variance)];
}

/** Of a part of those who drew by quota: the more of them, the less is left to chance; whole people stay. */
function deviationOfPart(variance: number, part: number): number {
  return Math.sqrt(variance * Math.max(0, 1 - part) + 1 / 12);
}

/**
 * The part of the variance that permuted blocks leave to chance: of those on the list some do not come, whatever their arm, and the last
 * block of each stratum has any number of its places taken, each as likely.
 */
function leftByBlocks({ listed, size, strata }: NonNullable<Of<'share'>['blocks']>, people: number, at: Read): number {
  const part = Math.min(1, people / Math.max(1, at(listed)));
  const unfilled = Math.min(strata * (size + 1), people) / 6;
  return Math.min(1, 1 - part + (part * part * unfilled) / people);
}

function mean({ sum, target, deviation }: Of<'mean'>, people: number, at: Read): Comparison {
  const actual = at(sum) / people;
  const standardError = deviation / Math.sqrt(people);
  if (standardError === 0)
    return { target, actual, standardError, z: null, verdict: Math.abs(actual - target) < 1e-6 ? 'exact' : 'off' };
  const z = (actual - target) / standardError;
  return { target, actual, standardError, z, verdict: people < FEWEST ? 'too few to tell' : verdictOf(z) };
}

const DENSITY_OF = 100_000;

/** Rounding moves each place by up to half of one, evenly. */
function density({ providers, target, places }: Of<'density'>, people: number, at: Read): Comparison {
  const actual = (at(providers) / people) * DENSITY_OF;
  const standardError = (Math.sqrt(places / 12) / people) * DENSITY_OF;
  const z = (actual - target) / standardError;
  return { target, actual, standardError, z, verdict: verdictOf(z) };
}

/** Of fewer people nothing is said: a few of them hold too much of what is spent. */
const FEWEST_SPENDERS = 2000;

/** The standard error follows from how much each person's amount moves the share. */
function concentration(
  { end, high, low, share: top, sums }: Of<'concentration'>,
  people: number,
  at: Read,
): Comparison {
  const average = at(sums.all) / people;
  if (average === 0) return { ...UNKNOWN, target: low };
  const above = at(sums.above) / people;
  const held = (above + top * at(sums.cut)) / average;
  const squares = at(sums.aboveSquares) - 2 * held * at(sums.aboveProducts) + held ** 2 * at(sums.squares);
  const spread = Math.max(0, squares / people - (above - held * average) ** 2);
  const standardError = Math.sqrt(spread / people) / average;
  const actual = end === 'top' ? held : 1 - held;
  return withinRange({ actual, standardError, low, high }, people);
}

/** What is spent is spread as wide as it is: its standard error follows from the people that came out. */
function boundedMean({ sum, squares, low, high }: Of<'bounded_mean'>, people: number, at: Read): Comparison {
  const cents = at(sum) / people;
  const standardError = Math.sqrt(Math.max(0, at(squares) / people - cents ** 2) / people) / CENTS;
  return withinRange({ actual: cents / CENTS, standardError, low, high }, people);
}

const CENTS = 100;

interface Ranged {
  readonly actual: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

function withinRange({ actual, standardError, low, high }: Ranged, people: number): Comparison {
  const beyond = actual - Math.min(high, Math.max(low, actual));
  const z = standardError === 0 ? 0 : beyond / standardError;
  const verdict = people < FEWEST_SPENDERS ? 'too few to tell' : verdictOf(z);
  // What lies far outside is outside, however wide the error; what lies inside may not.
  const isWide = standardError > (high - low) / 2 && verdict !== 'off';
  return { target: low, actual, standardError, z, verdict: isWide ? 'too few to tell' : verdict };
}
