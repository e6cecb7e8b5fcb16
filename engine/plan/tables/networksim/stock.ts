/**
 * All providers of every place of the tree, specialty by specialty, and all facilities, kind by kind: as many as its people
 * need, or those of a loaded registry. It follows from the reference skills alone, so it is made once a tree.
 */
import type { Knowledge, ListedProvider, NetworkKnowledge, Place } from '../../../model/index.ts';
import { nameKeys, OCCURRENCE_KEYS } from '../../keys.ts';
import { providerSlots } from '../pharmacies/index.ts';
import { needsOf } from './needs.ts';
import type { Need } from './needs.ts';
import { providerNumbers } from './provider-numbers.ts';
import { placesOfListed } from './registry.ts';

/** Those of one need in one place. */
export interface Stock {
  readonly need: Need;
  readonly place: Place;
  readonly placeKey: number;
  readonly count: number;
  /** The first of as many numbers from which its providers' identifiers are made. */
  readonly firstNumber: number;
  /** Those of a loaded registry, which are all there are; absent where providers are invented. */
  readonly listed: readonly ListedProvider[] | undefined;
}

/** Those of one need. */
export interface Stocks {
  /** By ZIP code of the place. */
  readonly at: ReadonlyMap<string, Stock>;
  /** Those with enough, or all where none has. */
  readonly elsewhere: readonly Stock[];
}

interface Known {
  readonly network: NetworkKnowledge | undefined;
  readonly stocks: readonly Stocks[];
}

const known = new WeakMap<Knowledge['places'], Known>();

export function stocksOf(knowledge: Knowledge): readonly Stocks[] {
  const { network, places } = knowledge;
  const before = known.get(places);
  if (before !== undefined && before.network === network) return before.stocks;
  const stocks = makeStocks(knowledge);
  known.set(places, { network, stocks });
  return stocks;
}

const PEOPLE = 100_000;

function makeStocks(knowledge: Knowledge): readonly Stocks[] {
  const { places } = knowledge;
  const needs = needsOf({ knowledge });
  const keys = nameKeys(places.map(({ postalCode }) => postalCode));
  const registry = placesOfListed({ knowledge }, needs);
  const counted = places.flatMap((place) =>
    needs.flatMap((need) => {
      const listed = registry.in(place, need);
      const needed = listed?.length ?? Math.round((place.population * need.density) / PEOPLE);
      const count = Math.min(OCCURRENCE_KEYS, needed);
      return count === 0 ? [] : [{ need, place, placeKey: keys.get(place.postalCode) ?? 0, count, listed }];
    }),
  );
  const pharmacies = providerSlots(places.map(({ postalCode }) => postalCode));
  const numbers = providerNumbers(
    counted.map(({ need, place, count }) => ({ name: `${place.postalCode}/${need.of}/${need.name}`, count })),
    [...pharmacies.values()].map(({ number }) => number),
  );
  const stocks = new Map<number, Stock[]>(needs.map(({ key }) => [key, []]));
  for (const [at, one] of counted.entries()) stocks.get(one.need.key)?.push({ ...one, firstNumber: numbers[at] ?? 0 });
  return [...stocks.values()].map((those) => {
    const enough = those.filter(isEnough);
    return {
      at: new Map(those.map((stock) => [stock.place.postalCode, stock])),
      elsewhere: enough.length > 0 ? enough : those,
    };
  });
}

/** So that a network can hold some and leave some out. */
const ENOUGH = 2;

/** One hospital is enough, and one of a registry, who is there in truth: nobody goes past them. */
export function isEnough({ count, need, listed }: Stock): boolean {
  return count >= ENOUGH || need.of === 'facility' || listed !== undefined;
}
