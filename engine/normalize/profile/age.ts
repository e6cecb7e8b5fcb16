/**
 * Age in completed years. Where the profile gives a curve no bounds, the payer's members give them; ages that come from
 * the defaults are cut to the payer's whole range.
 */
import type { Band, Distribution, PayerConcept } from '../../model/index.ts';
import type { Context } from '../context.ts';
import {
  changeLeaves,
  extentOf,
  isEmpty,
  problemsOfUse,
  readDistribution,
  withLimits,
  withinRounding,
  meanOf,
} from '../distribution/index.ts';
import type { Found } from './section.ts';
import { hasFailed } from '../problems.ts';
import type { Problems } from '../problems.ts';
import { leavesOf } from '../../trees/index.ts';

const OLDEST = 120;

interface Years {
  readonly min: number;
  readonly max: number;
}

export function readAge(
  { node, isDefault }: Found,
  payer: PayerConcept | undefined,
  context: Context,
): Distribution | undefined {
  const distribution = readDistribution(node, 'age', context);
  if (distribution === undefined || !isAge(distribution, problemsOfUse(node.at, context))) return undefined;
  const years = { min: payer?.minAge ?? 0, max: payer?.maxAge ?? OLDEST };
  const cut = isDefault ? cutTo(distribution, years) : distribution;
  return bounded(cut, years);
}

/** Reported unless every value can be an age. */
function isAge(distribution: Distribution, problems: Problems): boolean {
  const before = problems.found.length;
  for (const leaf of leavesOf(distribution)) {
    const values = leaf.kind === 'fixed' ? [leaf] : leaf.kind === 'categorical' ? leaf.options : [];
    for (const { value, at } of values) {
      if (typeof value === 'number' && Number.isInteger(value)) continue;
      problems.report(
        'normalize-value-kind',
        { what: 'age', expected: 'a whole number of years', found: String(value) },
        at,
      );
    }
    const mean = meanOf(leaf) ?? 0;
    if (mean < 0 || mean > OLDEST) {
      const value = Number(mean.toPrecision(3));
      const expected = `from 0 to ${OLDEST}`;
      problems.report('normalize-value-range', { what: 'The mean of age', value, expected }, leaf.at);
    }
    const { low = 0, high = OLDEST } = extentOf(leaf);
    const outside = low < 0 ? low : high > OLDEST ? high : undefined;
    if (outside !== undefined) {
      problems.report(
        'normalize-value-range',
        { what: 'age', value: outside, expected: `from 0 to ${OLDEST}` },
        leaf.at,
      );
    }
  }
  return !hasFailed(problems, before);
}

function bounded(distribution: Distribution, years: Years): Distribution {
  const leaves = leavesOf(distribution);
  const fits = leaves.every((leaf) => {
    const { low = years.min, high = years.max } = extentOf(leaf);
    return high >= years.min && low <= years.max && !isEmpty(withLimits(leaf, limitsFor(leaf, years)));
  });
  const limits = (leaf: Distribution): ReturnType<typeof limitsFor> =>
    fits ? limitsFor(leaf, years) : { min: 0, max: OLDEST, integer: true };
  return withinRounding(changeLeaves(distribution, (leaf) => withLimits(leaf, limits(leaf))));
}

/** An author's own bound keeps its side. */
function limitsFor(leaf: Distribution, { min, max }: Years): { min: number; max: number; integer: true } {
  return { min: Math.min(min, leaf.max ?? min), max: Math.max(max, leaf.min ?? max), integer: true };
}

/** Only the adults of it; as it is where nobody would be left. */
export function agesFrom(distribution: Distribution, adultFrom: number): Distribution {
  return cutTo(distribution, { min: adultFrom, max: OLDEST });
}

function cutTo(distribution: Distribution, years: Years): Distribution {
  return changeLeaves(distribution, (leaf) => cutLeaf(leaf, years) ?? leaf);
}

/** Nothing where nothing would be left. */
function cutLeaf(leaf: Distribution, { min, max }: Years): Distribution | undefined {
  if (leaf.kind === 'age_bands') return cutBands(leaf, leaf.bands, { min, max });
  if (leaf.kind === 'uniform') {
    const [low, high] = [Math.max(leaf.low, min), Math.min(leaf.high, max)];
    return low <= high ? { ...leaf, low, high } : undefined;
  }
  if (leaf.kind === 'fixed' || leaf.kind === 'categorical' || leaf.kind === 'derived') return leaf;
  const cut = { ...leaf, min: Math.max(leaf.min ?? min, min), max: Math.min(leaf.max ?? max, max) };
  return cut.min <= cut.max && !isEmpty(cut) ? cut : undefined;
}

function cutBands(leaf: Distribution, bands: readonly Band[], { min, max }: Years): Distribution | undefined {
  const inside = bands.flatMap(({ from, to, weight }) => {
    const [low, high] = [Math.max(from, min), Math.min(to, max)];
    return low > high ? [] : [{ from: low, to: high, weight: (weight * (high - low + 1)) / (to - from + 1) }];
  });
  const sum = inside.reduce((total, { weight }) => total + weight, 0);
  if (sum <= 0) return undefined;
  return {
    kind: 'age_bands',
    bands: inside.map(({ from, to, weight }) => ({ from, to, weight: weight / sum })),
    at: leaf.at,
  };
}
