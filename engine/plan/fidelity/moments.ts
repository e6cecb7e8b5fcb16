/** A curve's mean, its standard deviation, and a few parts of about equal share in which its shape can be compared. */
import { belowOf } from './curve.ts';
import { madeOnce } from '../made-once.ts';
import type { Curve, CurvePoint } from './curve.ts';

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

export const momentsOf: (curve: Curve) => Moments = madeOnce(({ points, step }) => {
  const cells = step === 1 ? wholeCells(points) : continuousCells(points);
  const mean = cells.reduce((sum, { share, value }) => sum + share * value, 0);
  const variance = cells.reduce((sum, { share, value, within }) => sum + share * ((value - mean) ** 2 + within), 0);
  return { mean, deviation: Math.sqrt(variance) };
});

interface Cell {
  readonly share: number;
  readonly value: number;
  /** The variance inside the cell. */
  readonly within: number;
}

function continuousCells(points: readonly CurvePoint[]): readonly Cell[] {
  return points.slice(1).map((to, at) => {
    const from = points[at] ?? to;
    return { share: to.below - from.below, value: (from.x + to.x) / 2, within: (to.x - from.x) ** 2 / 12 };
  });
}

/** Beyond so many values the cells of the curve are as good. */
const MOST_VALUES = 5000;

function wholeCells(points: readonly CurvePoint[]): readonly Cell[] {
  const [low, high] = [Math.ceil(points[0]?.x ?? 0), Math.floor(points.at(-1)?.x ?? 0)];
  if (high - low > MOST_VALUES) return continuousCells(points);
  let before = belowOf(points, low - 0.5);
  return Array.from({ length: high - low + 1 }, (_, at) => {
    const below = belowOf(points, low + at + 0.5);
    const share = below - before;
    before = below;
    return { share, value: low + at, within: 0 };
  });
}

const PARTS = 20;

export interface Parts {
  /** The upper edge of each part but the last. */
  readonly edges: readonly number[];
  readonly shares: readonly number[];
}

/** Edges lie between the values that can be drawn, so that no value stands on one. */
export function partsOf({ points, step }: Curve, count: number = PARTS): Parts {
  const wanted = Array.from({ length: count - 1 }, (_, at) => quantile(points, (at + 1) / count));
  const edges = [...new Set(wanted.map((x) => (step === 0 ? x : (Math.floor(x / step) + 0.5) * step)))];
  const below = [0, ...edges.map((edge) => belowOf(points, edge)), 1];
  const shares = below.slice(1).map((one, at) => one - (below[at] ?? 0));
  const isKept = shares.map((share) => share > LEAST_SHARE);
  return isKept.every(Boolean) ? { edges, shares } : merged(edges, shares);
}

const LEAST_SHARE = 0.5 / PARTS / 4;

/** Parts that are too small go with the next one. */
function merged(edges: readonly number[], shares: readonly number[]): Parts {
  const kept: { edges: number[]; shares: number[] } = { edges: [], shares: [] };
  let carried = 0;
  shares.forEach((share, at) => {
    carried += share;
    const edge = edges[at];
    if (edge === undefined) kept.shares.push(carried);
    else if (carried > LEAST_SHARE) {
      kept.edges.push(edge);
      kept.shares.push(carried);
      carried = 0;
    }
  });
  const last = kept.shares.at(-1) ?? 0;
  if (last > LEAST_SHARE || kept.edges.length === 0) return kept;
  const before = kept.shares.at(-2) ?? 0;
  return { edges: kept.edges.slice(0, -1), shares: [...kept.shares.slice(0, -2), before + last] };
}

function quantile(points: readonly CurvePoint[], probability: number): number {
  const at = points.findIndex(({ below }) => below >= probability);
  const [from, to] = [points[at - 1], points[at]];
  if (from === undefined || to === undefined) return to?.x ?? 0;
  return from.x + ((probability - from.below) / (to.below - from.below)) * (to.x - from.x);
}
