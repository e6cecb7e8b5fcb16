/** Lengths of stays in nights, as their minutes come to. */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type { LengthDistribution } from '../../model/index.ts';

/** One night at least. */
export function nightsOf(minutes: LengthDistribution): LengthDistribution {
  if (minutes.kind === 'fixed') return { ...minutes, value: wholeNights(Number(minutes.value)) };
  const { max } = minutes;
  const min = wholeNights(minutes.min ?? 0);
  const bounds = { min, ...(max === undefined ? {} : { max: Math.max(min, wholeNights(max)) }) };
  if (minutes.kind === 'log_normal') return { ...minutes, mu: minutes.mu - Math.log(MINUTES_A_DAY), ...bounds };
  const [mean, standardDeviation] = [minutes.mean / MINUTES_A_DAY, minutes.standardDeviation / MINUTES_A_DAY];
  return { ...minutes, mean, standardDeviation, ...bounds };
}

function wholeNights(minutes: number): number {
  return Math.max(1, Math.round(minutes / MINUTES_A_DAY));
}
