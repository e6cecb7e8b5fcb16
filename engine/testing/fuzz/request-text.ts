/** Random requests in words. */
import type { Random } from './random.ts';
import { strange } from './words.ts';

const WORDS =
  'generate create build a an the one two dozen hundred thousand million half 5 50 1,000 10k 65 2.5 -3 members patients people women men kids adults seniors diabetic diabetes hypertension asthma with without and or not no who have are is aged age over under between to 25-45 65+ years old year-old in from of on for by Texas TX Houston county urban rural Medicare Medicaid commercial PPO HMO Advantage plan metformin taking insulin journey first year sound seed 42 count n=20 30% most half claims labs pharmacy trial visits at 2024-01-01 last 18 months severe newly diagnosed E11.9 I10 ; : - ( ) , . \n " \' * #'.split(
    ' ',
  );

export function fuzzedRequest(random: Random): string {
  const words = Array.from({ length: 1 + random.below(14) }, () =>
    random.chance(0.04) ? String(strange(random)) : random.pick(WORDS),
  );
  return words.join(random.chance(0.9) ? ' ' : '');
}
