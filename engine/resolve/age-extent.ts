/** The ages that a profile's people have, and its distribution of ages cut to those that a request asks for. */
import type { Band, Distribution, Profile } from '../model/index.ts';
import type { FactOf } from './fact.ts';
import { LAST_YEAR_OF_CHILDHOOD } from './vocabulary.ts';

export interface Extent {
  readonly low: number;
  readonly high: number;
}

export const OLDEST = 100;
export const OLDEST_POSSIBLE = 120;

/** Everything from birth to old age where the profile sets no limit. */
export function extentOf(profile: Profile | undefined): Extent {
  const age = ageOf(profile);
  return age === undefined ? { low: 0, high: OLDEST } : extentOfDistribution(age);
}

/** The profile's ages inside `wanted`, in the language of a profile. Shapes that cannot be cut become an even spread. */
export function cutAges(profile: Profile | undefined, wanted: Extent): unknown {
  const age = ageOf(profile);
  const limits = { min: wanted.low, max: wanted.high };
  switch (age?.kind) {
    case 'normal':
      return { distribution: 'normal', mean: age.mean, std_dev: age.standardDeviation, ...limits };
    case 'log_normal':
      return { distribution: 'log_normal', mu: age.mu, sigma: age.sigma, ...limits };
    case 'exponential':
      return { distribution: 'exponential', mean: age.mean, ...limits };
    case 'weibull':
      return { distribution: 'weibull', shape: age.shape, scale: age.scale, ...limits };
    case 'gamma':
      return { distribution: 'gamma', shape: age.shape, scale: age.scale, ...limits };
    case 'age_bands':
      return { distribution: 'age_bands', bands: cutBands(age.bands, wanted) };
    case 'fixed':
    case 'categorical':
    case 'uniform':
    case 'triangular':
    case 'beta':
    case 'poisson':
    case 'negative_binomial':
    case 'zipf':
    case 'empirical':
    case 'mixture':
    case 'conditional':
    case 'derived':
    case undefined:
      return limits;
  }
}

/** Of words that say an age too: girls and boys are children, women and men are not. */
export function agesOfSex({ age }: FactOf<'sex'>): Open | undefined {
  if (age === undefined) return undefined;
  return age === 'child'
    ? { low: undefined, high: LAST_YEAR_OF_CHILDHOOD }
    : { low: LAST_YEAR_OF_CHILDHOOD + 1, high: undefined };
}

/** Without an end that nobody set. */
interface Open {
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** Whether ages that are cut keep the profile's shape. */
export function isCuttable(profile: Profile | undefined): boolean {
  const age = ageOf(profile);
  return age !== undefined && CUTTABLE.has(age.kind);
}

const CUTTABLE: ReadonlySet<Distribution['kind']> = new Set([
  'normal',
  'log_normal',
  'exponential',
  'weibull',
  'gamma',
  'age_bands',
  'uniform',
]);

/** Whether its people are hardly of these ages: `adults` of a template of people up to 18. */
export function hardlyHas(
  profile: Profile | undefined,
  { low, high }: Pick<FactOf<'age' | 'agePeople'>, 'low' | 'high'>,
): boolean {
  const extent = extentOf(profile);
  const wanted = { low: low ?? extent.low, high: high ?? Math.max(extent.high, OLDEST) };
  const both = overlap(extent, wanted);
  const years = (one: Extent): number => one.high - one.low + 1;
  return both === undefined || years(both) * 10 < Math.min(years(extent), years(wanted));
}

export function overlap(one: Extent, other: Extent): Extent | undefined {
  const both = { low: Math.max(one.low, other.low), high: Math.min(one.high, other.high) };
  return both.low <= both.high ? both : undefined;
}

function ageOf(profile: Profile | undefined): Distribution | undefined {
  return profile?.attributes.find(({ name, role }) => name === 'age' && role === 'demographics')?.distribution;
}

/** `open` stands for an end that the distribution does not have. */
export function extentOfDistribution(age: Distribution, open: Extent = { low: 0, high: OLDEST }): Extent {
  const limits = { low: age.min ?? open.low, high: age.max ?? open.high };
  switch (age.kind) {
    case 'fixed':
      return typeof age.value === 'number' ? { low: age.value, high: age.value } : limits;
    case 'uniform':
    case 'triangular':
    case 'beta':
      return { low: age.low, high: age.high };
    case 'empirical':
      return { low: age.points[0]?.value ?? limits.low, high: age.points.at(-1)?.value ?? limits.high };
    case 'age_bands':
      return hull(age.bands.map(({ from, to }) => ({ low: from, high: to })));
    case 'categorical':
      return hull(age.options.map(({ value }) => ({ low: Number(value), high: Number(value) })));
    case 'mixture':
      return hull(age.components.map(({ distribution }) => extentOfDistribution(distribution, open)));
    case 'conditional':
      return hull(age.rules.map(({ distribution }) => extentOfDistribution(distribution, open)));
    case 'normal':
    case 'log_normal':
    case 'exponential':
    case 'weibull':
    case 'gamma':
    case 'poisson':
    case 'negative_binomial':
    case 'zipf':
    case 'derived':
      return limits;
  }
}

function hull(extents: readonly Extent[]): Extent {
  return { low: Math.min(...extents.map(({ low }) => low)), high: Math.max(...extents.map(({ high }) => high)) };
}

/** In the language of a profile; its weight is spread evenly over its years. */
export interface CutBand {
  readonly min: number;
  readonly max: number;
  readonly weight: number;
}

/** The profile's ages inside `wanted` as bands, where they are bands or spread evenly. */
export function bandsOf(profile: Profile | undefined, wanted: Extent): readonly CutBand[] | undefined {
  const age = ageOf(profile);
  if (age?.kind === 'age_bands') return cutBands(age.bands, wanted);
  const both = age?.kind === 'uniform' ? overlap(extentOfDistribution(age), wanted) : undefined;
  return both && [{ min: both.low, max: both.high, weight: 1 }];
}

function cutBands(bands: readonly Band[], wanted: Extent): readonly CutBand[] {
  const cut = bands.flatMap((band) => {
    const part = overlap({ low: band.from, high: band.to }, wanted);
    if (part === undefined) return [];
    const kept = (part.high - part.low + 1) / (band.to - band.from + 1);
    return [{ min: part.low, max: part.high, weight: band.weight * kept }];
  });
  const total = cut.reduce((weights, { weight }) => weights + weight, 0);
  return cut.map(({ min, max, weight }) => ({ min, max, weight: Number((weight / total).toPrecision(9)) }));
}
