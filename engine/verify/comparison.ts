/** What every comparison with a declaration comes to, and when its difference is chance. */
import type { Declaration, FidelityLine, Verdict } from '../model/index.ts';

export type Comparison = Pick<FidelityLine, 'target' | 'actual' | 'standardError' | 'z' | 'verdict'>;
export type Of<Measure extends Declaration['measure']> = Extract<Declaration, { measure: Measure }>;
export type Read = (place: number) => number;

export const UNKNOWN = { actual: null, standardError: null, z: null, verdict: 'too few to tell' } as const;

/** Below so many on either side a share does not spread as the normal distribution does. */
export const FEWEST = 5;

/** More than chance can have brought, however few are expected: roots of counts spread alike, and less than this where counts are small. */
export function isTooMany(found: number, expected: number): boolean {
  return 2 * (Math.sqrt(Math.max(0, found)) - Math.sqrt(Math.max(0, expected))) > POSSIBLE;
}

const LIKELY = 3;
const POSSIBLE = 4.5;

export function verdictOf(z: number): Verdict {
  const distance = Math.abs(z);
  if (distance <= LIKELY) return 'as declared';
  return distance <= POSSIBLE ? 'doubtful' : 'off';
}
