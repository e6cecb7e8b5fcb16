/** How many pharmacies each place has, which of them are listed, and where the people of each place go. */
import type { Place } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys, OCCURRENCE_KEYS } from '../../keys.ts';
import { livedPlaces } from '../../lived-places.ts';
import { madeOnce } from '../../made-once.ts';
import { areaKey, openingsOf, providerRounds, roundsThatOpen } from '../../provider-rounds.ts';
import type { Opening } from '../../provider-rounds.ts';

/** What densities are given by. */
const PEOPLE = 10_000;

export interface PharmacyPlace extends Opening {
  readonly place: Place;
  readonly key: number;
  /** All of the place, and how many of them are listed. */
  readonly all: number;
  readonly open: number;
}

export interface PharmacyPlan {
  /** Where the people of a place, in a round, go. */
  readonly areas: readonly { readonly areaKey: number; readonly pharmacies: PharmacyPlace }[];
  readonly rounds: readonly number[];
}

/** As many in each place as its people need, of these as many as the people of the cohort need. */
export const pharmacyPlan: (context: PlanContext) => PharmacyPlan = madeOnce((context) => {
  const { knowledge } = context;
  const rounds = providerRounds(context);
  const openings = openingsOf(rounds);
  const keys = nameKeys(knowledge.places.map(({ postalCode }) => postalCode));
  const density = (knowledge.pharmacy?.kinds ?? []).reduce((sum, one) => sum + one.density, 0);
  const opened = livedPlaces(context).map((place) => {
    const all = Math.min(OCCURRENCE_KEYS, Math.max(1, Math.round((place.population * density) / PEOPLE)));
    return { place, all, opened: openings(all) };
  });
  const told = roundsThatOpen(opened.map((one) => one.opened));
  return {
    rounds: told,
    areas: opened.flatMap((one) => {
      const key = keys.get(one.place.postalCode) ?? 0;
      const last = one.opened.at(-1);
      const open = last === undefined ? 0 : last.from + last.count;
      const places = new Map(one.opened.map((some) => [some, { ...some, place: one.place, key, all: one.all, open }]));
      return told.flatMap((round) => {
        const some = one.opened[round];
        const pharmacies = some === undefined ? undefined : places.get(some);
        return pharmacies === undefined ? [] : [{ areaKey: areaKey(key, round), pharmacies }];
      });
    }),
  };
});
