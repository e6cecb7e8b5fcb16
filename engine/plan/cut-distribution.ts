/**
 * A distribution as those of its people have it whose value lies within bounds: curves are cut, listed values left out, and a
 * mixture has each of its parts as often as that part lies within. Of bounds for a part of the people, what lies within and
 * what lies beyond on either side are mixed. Nothing is drawn that is thrown away.
 */
import type { AttributeBound, BoundEnd, Distribution, Expression, Profile } from '../model/index.ts';
import { belowOf, curveOf } from './fidelity/curve.ts';
import { withoutCovered } from './covered-rules.ts';
import { fittingRules } from './settled.ts';

type Bound = Pick<AttributeBound, 'low' | 'high' | 'share'>;

/** Whom the bounds leave nothing: those for whom `given` holds, everybody where it is `undefined`. */
export interface Lost {
  readonly given: Expression | undefined;
  /** Or those for whom no rule holds. */
  readonly isOtherwise?: true;
  /** A formula has no curve to cut. */
  readonly formula?: Expression;
  /** What the others have no value within, where a part was to lie within the bounds. */
  readonly beyond?: Bound;
}

export interface Cut {
  readonly distribution: Distribution;
  /** The share of the uncut one that is within; 0 where anything is lost. */
  readonly share: number;
  readonly lost: readonly Lost[];
}

/** Less of a curve is nothing. */
const LEAST_SHARE = 1e-7;

/** Rules that nobody of the profile falls under are left out. */
export function cutWithin(distribution: Distribution, bound: Bound, profile: Profile): Cut {
  return cut(withoutCovered(fittingRules(distribution, profile), profile), bound);
}

function cut(distribution: Distribution, bound: Bound): Cut {
  if (bound.share !== undefined && distribution.kind !== 'conditional')
    return cutInParts(distribution, bound, bound.share);
  switch (distribution.kind) {
    case 'conditional': {
      const rules = distribution.rules.map(({ given, distribution: part }) => ({ given, part: cut(part, bound) }));
      return {
        distribution: {
          ...distribution,
          rules: rules.map(({ given, part }) => ({ given, distribution: part.distribution })),
        },
        share: Math.min(...rules.map(({ part }) => part.share)),
        lost: rules.every(({ part }) => isLostToAll(part))
          ? [{ given: undefined }]
          : rules.flatMap(({ given, part }) => part.lost.map((one) => within(one, given))),
      };
    }
    case 'mixture': {
      const parts = distribution.components.map(({ weight, distribution: part }) => ({ weight, ...cut(part, bound) }));
      const share = parts.reduce((sum, one) => sum + one.weight * one.share, 0);
      const components = parts.flatMap((one) =>
        one.share > 0 ? [{ weight: (one.weight * one.share) / share, distribution: one.distribution }] : [],
      );
      return whole({ ...distribution, components }, share);
    }
    case 'derived':
      return { distribution, share: 0, lost: [{ given: undefined, formula: distribution.formula }] };
    case 'fixed':
      return whole(distribution, isWithin(distribution.value, bound) ? 1 : 0);
    case 'categorical': {
      const options = distribution.options.filter(({ value }) => isWithin(value, bound));
      const share = options.reduce((sum, { weight }) => sum + weight, 0);
      return whole({ ...distribution, options: options.map((one) => ({ ...one, weight: one.weight / share })) }, share);
    }
    case 'age_bands': {
      const { min, max } = limitsOf(bound, 1);
      const bands = distribution.bands.flatMap(({ from, to, weight }) => {
        const [low, high] = [Math.max(from, min), Math.min(to, max)];
        return low > high ? [] : [{ from: low, to: high, weight: (weight * (high - low + 1)) / (to - from + 1) }];
      });
      const share = bands.reduce((sum, { weight }) => sum + weight, 0);
      return whole({ ...distribution, bands: bands.map((one) => ({ ...one, weight: one.weight / share })) }, share);
    }
    default:
      return cutCurve(distribution, bound);
  }
}

/** In the order of their values, so that who has more without bounds has more with them. */
function cutInParts(distribution: Distribution, { low, high }: Bound, share: number): Cut {
  const below = low && { high: { ...low, isOpen: !low.isOpen } };
  const above = high && { low: { ...high, isOpen: !high.isOpen } };
  const inside = cut(distribution, { ...(low && { low }), ...(high && { high }) });
  const beyond = [below, above].map((one) => one && cut(distribution, one));
  const rest = beyond.reduce((sum, one) => sum + (one?.share ?? 0), 0);
  if (inside.lost.some(({ formula }) => formula !== undefined) || (share > 0 && inside.share === 0)) return inside;
  if (share < 1 && rest === 0)
    return { ...inside, share: 0, lost: [{ given: undefined, beyond: below ?? above ?? {} }] };
  const outside = beyond.map((one) => one && { of: one, weight: ((1 - share) * one.share) / (rest || 1) });
  const components = [outside[0], { of: inside, weight: share }, outside[1]].flatMap((one) =>
    one === undefined || one.weight === 0 ? [] : [{ weight: one.weight, distribution: one.of.distribution }],
  );
  return { distribution: { kind: 'mixture', components, at: distribution.at }, share: 1, lost: [] };
}

function isLostToAll({ lost }: Cut): boolean {
  return lost.some(({ given, isOtherwise, formula, beyond }) => !(given ?? isOtherwise ?? formula ?? beyond));
}

function within(lost: Lost, given: Expression | undefined): Lost {
  if (lost.given !== undefined || lost.isOtherwise === true) return lost;
  return given === undefined ? { ...lost, isOtherwise: true } : { ...lost, given };
}

function whole(distribution: Distribution, share: number): Cut {
  return share > LEAST_SHARE
    ? { distribution, share, lost: [] }
    : { distribution, share: 0, lost: [{ given: undefined }] };
}

function cutCurve(distribution: Distribution, bound: Bound): Cut {
  const curve = curveOf(distribution);
  const step = stepOf(distribution);
  const limits = limitsOf(bound, step);
  const [min, max] = [
    Math.max(limits.min, distribution.min ?? -Infinity),
    Math.min(limits.max, distribution.max ?? Infinity),
  ];
  const margin = step === 1 ? 0.5 : 0;
  const share =
    curve === undefined || min > max ? 0 : belowOf(curve.points, max + margin) - belowOf(curve.points, min - margin);
  const ends = { ...(min > -Infinity ? { min } : {}), ...(max < Infinity ? { max } : {}) };
  return whole({ ...distribution, ...ends }, share);
}

const COUNTS: ReadonlySet<Distribution['kind']> = new Set(['poisson', 'negative_binomial', 'zipf']);

/** How far apart values stand; 0 where they stand anywhere. */
function stepOf({ kind, integer, decimals }: Distribution): number {
  if (integer === true || COUNTS.has(kind)) return 1;
  return decimals === undefined ? 0 : 10 ** -decimals;
}

/** The bound by values that the distribution rounds to. */
export function onGrid(bound: Bound, distribution: Distribution): Bound {
  const step = stepOf(distribution);
  if (step === 0) return bound;
  const { min, max } = limitsOf(bound, step);
  return {
    ...(bound.low === undefined ? {} : { low: { value: min, isOpen: false } }),
    ...(bound.high === undefined ? {} : { high: { value: max, isOpen: false } }),
  };
}

/** The outermost values within the bounds. */
function limitsOf({ low, high }: Bound, step: number): { readonly min: number; readonly max: number } {
  return {
    min: low === undefined ? -Infinity : outermost(low, step),
    max: high === undefined ? Infinity : -outermost({ ...high, value: -high.value }, step),
  };
}

/** The least value of the grid that is no less than the end, or above it where it is open. */
function outermost({ value, isOpen }: BoundEnd, step: number): number {
  if (step === 0) return value;
  const nearest = Math.round(value / step);
  const isOn = Math.abs(nearest * step - value) < step * 1e-9;
  const at = isOn ? nearest + Number(isOpen) : Math.ceil(value / step);
  return Number((at * step).toPrecision(12));
}

function isWithin(value: unknown, { low, high }: Bound): boolean {
  if (typeof value !== 'number') return false;
  const isAbove = low === undefined || value > low.value || (value === low.value && !low.isOpen);
  const isBelow = high === undefined || value < high.value || (value === high.value && !high.isOpen);
  return isAbove && isBelow;
}
