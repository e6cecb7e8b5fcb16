/** Lengths of time in words: `3 months 2 days`. */
import type { Offset } from '../model/index.ts';

/** `12 months`, `2 days 30 minutes`, `0 days`. */
export function formatOffset({ months, days, minutes }: Offset): string {
  const parts = [quantity(months, 'month'), quantity(days, 'day'), quantity(minutes, 'minute')].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? '0 days' : parts.join(' ');
}

/** As expressions name a time of a journey: `month 6`. */
export function formatMoment({ months, days, minutes }: Offset): string {
  if (months !== 0 && days === 0 && minutes === 0) return `month ${months}`;
  return months === 0 && minutes === 0 ? `day ${days}` : formatOffset({ months, days, minutes });
}

function quantity(amount: number, unit: string): string {
  return amount === 0 ? '' : `${amount} ${unit}${Math.abs(amount) === 1 ? '' : 's'}`;
}
