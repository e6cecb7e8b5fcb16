/** Providers of a loaded registry, by the place of the tree that they are in and what they are. */
import type { ListedProvider, Place } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Need } from './needs.ts';
import { networkKnowledge } from './needs.ts';

export interface Registry {
  /** `undefined` where the registry does not cover the place, so that its providers are invented. */
  readonly in: (place: Place, need: Need) => readonly ListedProvider[] | undefined;
}

/** A place is covered for specialties, or for facilities, where the registry has one of any there. */
export function placesOfListed(context: Pick<PlanContext, 'knowledge'>, needs: readonly Need[]): Registry {
  const { listed } = networkKnowledge(context);
  if (listed.length === 0) return { in: () => undefined };
  const byTaxonomy = new Map(needs.map((need) => [need.taxonomyCode, need]));
  const placeOf = placeFinder(context.knowledge.places);
  const covered = new Set<string>();
  const found = new Map<string, ListedProvider[]>();
  for (const one of listed.toSorted((a, b) => (a.npi < b.npi ? -1 : 1))) {
    const need = byTaxonomy.get(one.taxonomyCode);
    const place = placeOf(one);
    if (need === undefined || place === undefined) continue;
    covered.add(`${place.postalCode} ${need.of}`);
    const key = `${place.postalCode} ${need.key}`;
    const already = found.get(key);
    if (already === undefined) found.set(key, [one]);
    else already.push(one);
  }
  return {
    in: ({ postalCode }, need) =>
      covered.has(`${postalCode} ${need.of}`) ? (found.get(`${postalCode} ${need.key}`) ?? []) : undefined,
  };
}

/** By ZIP code, else by city and state, in capitals as the registry has them or not. */
function placeFinder(places: readonly Place[]): (one: ListedProvider) => Place | undefined {
  const byCode = new Map(places.map((place) => [place.postalCode, place]));
  const cityOf = ({ city, state }: { readonly city: string; readonly state: string }): string =>
    `${city.toLowerCase()}, ${state}`;
  const byCity = new Map(places.toReversed().map((place) => [cityOf(place), place]));
  return (one) => byCode.get(one.postalCode) ?? byCity.get(cityOf(one));
}
