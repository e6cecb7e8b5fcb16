/** Which values of people are not drawn by each for themselves, because people live together. */
import type { Profile } from '../model/index.ts';

/** What all members of a household have in common, by one draw of the household. */
export const ORIGINS: readonly string[] = ['race', 'ethnicity', 'language'];

/** Whether members of a household draw the attribute by the household, or by each other. */
export function isOfHousehold(name: string, { household }: Profile): boolean {
  return household !== undefined && ['age', 'gender', ...ORIGINS].includes(name);
}
