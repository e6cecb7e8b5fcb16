/** Lengths of time, under the name by which the parts of a journey know them. */
export {
  NO_OFFSET,
  WITHOUT_END,
  daysIn,
  fewestDaysIn,
  mostDaysIn,
  negated,
  offsetOf,
  sum,
  unitNamed,
} from '../offset.ts';
export type { Unit } from '../offset.ts';
