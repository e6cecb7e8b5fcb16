/** Numbers of providers that can be no real one's; those of pharmacies are made from their place and their number within it. */
import type { Term } from '../../../model/index.ts';
import { call, cast, text } from '../../terms.ts';

const SLOTS = 10_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SIGNS = `0123456789${LETTERS}`;

export interface ProviderSlot {
  /** Four digits. */
  readonly number: number;
  /** Three signs, a letter first. */
  readonly letters: string;
}

/** A slot for each place. Where two places meet, the later in the alphabet takes another. */
export function providerSlots(places: readonly string[]): ReadonlyMap<string, ProviderSlot> {
  const slots = new Map<string, ProviderSlot>();
  const taken = new Set<number>();
  for (const place of [...new Set(places)].toSorted()) {
    let number = Number(place) % SLOTS;
    while (taken.has(number) && taken.size < SLOTS) number = (number + 1) % SLOTS;
    taken.add(number);
    slots.set(place, { number, letters: lettersOf(number) });
  }
  return slots;
}

function lettersOf(number: number): string {
  const [last, rest] = [number % SIGNS.length, Math.floor(number / SIGNS.length)];
  const [middle, first] = [rest % SIGNS.length, Math.floor(rest / SIGNS.length)];
  return `${LETTERS[first] ?? 'A'}${SIGNS[middle] ?? '0'}${SIGNS[last] ?? '0'}`;
}

/** What the card issuer prefix 80840 and the leading 9, doubled, add to the sum of the check digit. */
const PREFIX_SUM = 24 + 9;

/** `9`, the eight digits of a number, and the check digit (ISO 7812 over 80840 and all nine). */
export function npiText(number: Term): Term {
  const digits = Array.from({ length: DIGITS }, (_, at) => digit(number, 10 ** (DIGITS - 1 - at)));
  const sum = digits.reduce<Term>(
    (total, one, at) => call('add', total, at % 2 === 1 ? doubled(one) : one),
    call('add', PREFIX_SUM, 0),
  );
  const check = call('modulo', call('subtract', 10, call('modulo', sum, 10)), 10);
  return call('concat', '9', call('pad_left', number, DIGITS), cast(check, text));
}

const DIGITS = 8;

function digit(number: Term, place: number): Term {
  return call('modulo', call('integer_divide', number, place), 10);
}

/** Of twice the digit, the sum of its digits. */
function doubled(one: Term): Term {
  const twice = call('multiply', one, 2);
  return call('add', call('integer_divide', twice, 10), call('modulo', twice, 10));
}
