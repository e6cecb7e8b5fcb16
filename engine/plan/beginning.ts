import type { Term } from '../model/index.ts';
import { day } from './terms.ts';

/** Days are counted from it: nobody who is told of lived before. */
export const BEGINNING: Term = day('1850-01-01');
