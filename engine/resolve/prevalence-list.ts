/** A profile's conditions or medications as a list to be edited by a request, in the language of a profile. */
import type { Library, Probability, SourceRange } from '../model/index.ts';
import { authoredValue } from './authored-value.ts';

export interface ListEntry {
  /** ICD-10-CM code, or the name of a drug. */
  readonly name: string;
  /** Share of the people; `undefined` where it depends on the person. */
  readonly share: number | undefined;
  /** One of several that everybody has. */
  readonly isAlternative?: true;
  /** As authored. */
  readonly value: Readonly<Record<string, unknown>>;
}

interface Held {
  readonly prevalence: Probability;
  readonly at: SourceRange;
}

/** `key` is what an entry's name stands under: `code` or `drug`. */
export function entriesOfProfile<Item extends Held>(
  items: readonly Item[],
  key: string,
  library: Library,
  nameOf: (item: Item) => string,
): readonly ListEntry[] {
  return items.map((item) => {
    const share = item.prevalence.kind === 'constant' ? item.prevalence.value : undefined;
    const authored = authoredValue(library, item.at);
    const written = typeof authored === 'object' && authored !== null && key in authored ? authored : undefined;
    return { name: nameOf(item), share, value: { ...written, [key]: nameOf(item), ...prevalenceOf(written, share) } };
  });
}

/** Entries of a list that a phrase of the library sets. */
export function entriesOfValue(value: unknown, key: string): readonly ListEntry[] {
  return (Array.isArray(value) ? value : []).map((item: unknown) => {
    const entry = isRecord(item) ? item : { [key]: item };
    const { prevalence } = entry;
    return { name: String(entry[key]), share: typeof prevalence === 'number' ? prevalence : undefined, value: entry };
  });
}

/**
 * With the share of the entries that `isSame` finds replaced. What everybody is to have stands before what only some
 * have, because the first entry is the primary one; any other share keeps its place.
 */
export function withShare(
  entries: readonly ListEntry[],
  wanted: { readonly name: string; readonly key: string; readonly share: number },
  isSame: (name: string) => boolean,
): readonly ListEntry[] {
  const { name, key, share } = wanted;
  const held = entries.find((entry) => isSame(entry.name));
  const kept = held?.name === name ? held.value : {};
  const entry = { name, share, value: { ...kept, [key]: name, prevalence: share } };
  const others = entries.filter((other) => !isSame(other.name));
  const partial = others.findIndex((other) => other.share !== 1);
  const own = held === undefined ? others.length : entries.indexOf(held);
  const place = share < 1 ? own : partial === -1 ? others.length : partial;
  return [...others.slice(0, place), entry, ...others.slice(place)];
}

/** With the share of an entry replaced by one that depends on what else a person has; it stands where what everybody has does. */
export function withAlternative(
  entries: readonly ListEntry[],
  { name, key, prevalence }: { readonly name: string; readonly key: string; readonly prevalence: unknown },
): readonly ListEntry[] {
  const { given: _given, ...kept } = entries.find((entry) => entry.name === name)?.value ?? {};
  const entry: ListEntry = { name, share: undefined, isAlternative: true, value: { ...kept, [key]: name, prevalence } };
  const others = entries.filter((other) => other.name !== name);
  const partial = others.findIndex((other) => other.share !== 1 && other.isAlternative === undefined);
  const place = partial === -1 ? others.length : partial;
  return [...others.slice(0, place), entry, ...others.slice(place)];
}

function prevalenceOf(written: object | undefined, share: number | undefined): { readonly prevalence?: number } {
  return written === undefined && share !== undefined ? { prevalence: share } : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
