/**
 * Whole-number keys made from names, so that adding or removing one renumbers nothing. A row's key holds, in decimal
 * digits, its person, the name of what it is (7 digits) and its occurrence (4 digits): 42 1234567 0003.
 */
import type { Term } from '../model/index.ts';
import { bigint, call, cast, column, literal } from './terms.ts';

const NAME_KEYS = 10_000_000;
/** How many occurrences of one thing a person can have. */
export const OCCURRENCE_KEYS = 10_000;
/** How many keys a person can have. */
export const PERSON_KEYS: number = NAME_KEYS * OCCURRENCE_KEYS;
/** The highest person number whose keys fit 64 bits. */
export const PERSON_LIMIT = 92_000_000;

/** A key below ten million for each name. Where two names meet, the later in the alphabet is hashed again. */
export function nameKeys(names: Iterable<string>): ReadonlyMap<string, number> {
  const keys = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of [...new Set(names)].toSorted()) {
    let key = hash(name);
    for (let attempt = 1; taken.has(key); attempt += 1) key = hash(`${name}\n${attempt}`);
    taken.add(key);
    keys.set(name, key);
  }
  return keys;
}

/** FNV-1a over UTF-16 units, folded to the range of keys. */
export function hash(name: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) state = Math.imul(state ^ name.charCodeAt(at), 0x01000193) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
  return ((state ^ (state >>> 13)) >>> 0) % NAME_KEYS;
}

/** The key of a row from its columns: the person, the key of its name, its occurrence. */
export function rowKey(nameKey: Term, occurrence: Term = literal(0), person: Term = column('person_id')): Term {
  const withName = call('add', call('multiply', cast(person, bigint), NAME_KEYS), cast(nameKey, bigint));
  return call('add', call('multiply', withName, OCCURRENCE_KEYS), cast(occurrence, bigint));
}

/** The key of the event that a row's key holds. */
export function eventKeyOf(key: Term): Term {
  return call('modulo', call('integer_divide', key, OCCURRENCE_KEYS), NAME_KEYS);
}
