/** Fractions that are added up stand in whole millionths, so that no order of rows shows in their sum. */
import type { Term } from '../model/index.ts';
import { bigint, call, cast, double, literal } from './terms.ts';

const MILLIONTHS = 1_000_000;

export function toMillionths(fraction: Term): Term {
  return cast(call('multiply', fraction, literal(MILLIONTHS, double)), bigint);
}

export function fromMillionths(sum: Term): Term {
  return call('divide', cast(sum, double), literal(MILLIONTHS, double));
}
