/**
 * What a profile with `source: populationsim` takes from the population reference instead of from the defaults: the
 * reference's rows in the language of a profile, so that they are read and checked as an author's own words.
 */
import type { DataNode, Geography, MapNode, PopulationShare, Prevalence, SourceRange } from '../../model/index.ts';
import { codeOf } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { emptyMap, entryOf, mapOf, nodeOf, withEntry } from '../../trees/index.ts';
import type { Reader } from '../reader.ts';
import { itemsOf, readWord } from '../scalars.ts';
import { agesOfAreas, prevalencesOfAreas, womenOfAreas } from './sourced-areas.ts';

/** Whether the map says `source: populationsim`. */
export function takesSource(reader: Reader, { problems }: Context): boolean {
  const node = reader.take('source');
  return node !== undefined && readWord(node, { what: 'source', words: ['populationsim'] }, problems) !== undefined;
}

/** The reference's shares over the defaults' demographics. */
export function sourcedDemographics(
  defaults: MapNode | undefined,
  at: SourceRange,
  geography: Geography | undefined,
  context: Context,
): MapNode {
  const byAttribute = groups(context.knowledge.population.shares, ({ attribute }) => attribute);
  const country = [...byAttribute].reduce(
    (map, [key, rows]) => {
      const place = rows[0]?.at ?? at;
      return withEntry(map, { key, keyAt: place, value: nodeOf(distributionOf(key, rows), place) });
    },
    defaults ?? emptyMap(at),
  );
  const ages = agesOfAreas(geography, context);
  const women = womenOfAreas(geography, context);
  const local = {
    ...(ages === undefined ? {} : { age: { distribution: 'age_bands', bands: ages } }),
    ...(women === undefined ? {} : { gender: { distribution: 'categorical', weights: { F: women, M: 1 - women } } }),
  };
  return Object.entries(local).reduce(
    (map, [key, value]) => withEntry(map, { key, keyAt: at, value: nodeOf(value, at) }),
    country,
  );
}

function distributionOf(attribute: string, rows: readonly PopulationShare[]): unknown {
  if (attribute === 'age') {
    return { distribution: 'age_bands', bands: weightsOf(rows) };
  }
  const bands = [...groups(rows, conditionOf).values()];
  const categorical = bands.map((band) => ({ distribution: 'categorical', weights: weightsOf(band) }));
  if (bands.length < 2) return categorical[0];
  return {
    rules: categorical.map((distribution, index) => {
      const condition = bands[index]?.map(conditionOf)[0] ?? '';
      const isLast = index === categorical.length - 1;
      return isLast || condition === '' ? { else: distribution } : { if: condition, distribution };
    }),
  };
}

/** Whose share it is, as an author would say it; empty where everybody's. */
function conditionOf({ ages, ethnicity, race }: PopulationShare): string {
  return [
    ...(ages === undefined ? [] : [`age between ${ages.min} and ${ages.max}`]),
    ...(ethnicity === undefined ? [] : [`ethnicity == '${ethnicity}'`]),
    ...(race === undefined ? [] : [`race == '${race}'`]),
  ].join(' and ');
}

function weightsOf(rows: readonly PopulationShare[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map(({ value, share }) => [value, share]));
}

/**
 * The profile's conditions, each without a prevalence with the reference's, and then the reference's other conditions. A
 * condition of the reference is left out where the profile has one of its category (`E11`).
 */
export function sourcedConditions(
  written: DataNode | undefined,
  at: SourceRange,
  geography: Geography | undefined,
  context: Context,
): DataNode {
  const byCode = groups(prevalencesOfAreas(geography, context), ({ code }) => code);
  const own = written === undefined ? [] : conditionItems(written).map((item) => withPrevalence(item, byCode));
  const categories = new Set(own.map((item) => categoryOf(textOf(codeNodeOf(item)))));
  const added = [...byCode].filter(([code]) => !categories.has(categoryOf(code)));
  const items = added.map(([code, rows]) => {
    const place = rows[0]?.at ?? at;
    return nodeOf({ code, prevalence: prevalenceOf(rows) }, place);
  });
  return { kind: 'list', items: [...own, ...items], at: written?.at ?? at };
}

/** A map of codes and shares as the list it stands for. */
function conditionItems(written: DataNode): readonly DataNode[] {
  if (written.kind !== 'map' || entryOf(written, 'code') !== undefined) return itemsOf(written);
  return written.entries.map(({ key, keyAt, value }) => {
    const code = { key: 'code', keyAt, value: nodeOf(key, keyAt) };
    const isShare = value.kind !== 'map' || entryOf(value, 'given') !== undefined;
    return mapOf([code, ...(isShare ? [{ key: 'prevalence', keyAt, value }] : value.entries)], keyAt);
  });
}

function withPrevalence(item: DataNode, byCode: ReadonlyMap<string, readonly Prevalence[]>): DataNode {
  const code = codeNodeOf(item);
  const rows = byCode.get(textOf(code));
  if (code === undefined || rows === undefined || (item.kind === 'map' && entryOf(item, 'prevalence') !== undefined)) {
    return item;
  }
  const map = item.kind === 'map' ? item : mapOf([{ key: 'code', keyAt: item.at, value: code }], item.at);
  const value = nodeOf(prevalenceOf(rows), rows[0]?.at ?? item.at);
  return withEntry(map, { key: 'prevalence', keyAt: item.at, value });
}

function codeNodeOf(item: DataNode): DataNode | undefined {
  if (item.kind === 'scalar') return item;
  return item.kind === 'map' ? entryOf(item, 'code')?.value : undefined;
}

function textOf(node: DataNode | undefined): string {
  const text = node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  return codeOf(text) ?? text;
}

function categoryOf(code: string): string {
  return code.split('.')[0] ?? code;
}

/** By age band; nobody outside the bands. */
function prevalenceOf(rows: readonly Prevalence[]): unknown {
  return rows.reduceRight<unknown>(
    (otherwise, { ages, prevalence }) => ({
      given: `age between ${ages.min} and ${ages.max}`,
      then: prevalence,
      else: otherwise,
    }),
    0,
  );
}

function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return found;
}
