/** The score of the part of a curve in which a number lies. */
import type { Term } from '../../model/index.ts';
import { bigint, call, cast, double, literal, when } from '../terms.ts';
import type { Sums } from './sums.ts';

/** Far finer than any spread, and far from the ends of 64 bits, also for values far beyond the last edge. */
const GRID = 2 ** 30;
const BEYOND = 2 ** 20;

export interface Steps {
  readonly edges: readonly number[];
  readonly scores: readonly number[];
}

/** The score of the part that a number lies in, found on a grid of whole numbers: the database compares those many times as fast. */
export function scoreOf(value: Term, { edges, scores }: Steps, sums: Sums): Term {
  const largest = Math.max(...edges.map(Math.abs), Number.MIN_VALUE);
  const [scale, bound] = [GRID / largest, largest * BEYOND];
  const within = call('greatest', call('least', value, literal(bound, double)), literal(-bound, double));
  const place = sums.bind(cast(call('multiply', within, literal(scale, double)), bigint));
  return sums.bind(stepOf(place, { edges: edges.map((edge) => Math.round(edge * scale)), scores }));
}

function stepOf(place: Term, { edges, scores }: Steps): Term {
  const middle = edges.length >> 1;
  const edge = edges[middle];
  if (edge === undefined) return literal(scores[0] ?? 0, double);
  const below = { edges: edges.slice(0, middle), scores: scores.slice(0, middle + 1) };
  const above = { edges: edges.slice(middle + 1), scores: scores.slice(middle + 1) };
  return when(call('less', place, literal(edge, bigint)), stepOf(place, below), stepOf(place, above));
}
