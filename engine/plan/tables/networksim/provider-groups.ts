/**
 * The providers of a place, specialty by specialty, and the facilities, kind by kind: how many, or which ones of a loaded
 * registry. A place has all that its people need, also where few of them were generated.
 */
import type { ListedProvider, Place } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { eligiblePlaces } from '../../geography.ts';
import { nameKeys, OCCURRENCE_KEYS } from '../../keys.ts';
import { providerSlots } from '../pharmacies/index.ts';
import { needsOf, networkKnowledge } from './needs.ts';
import type { Need } from './needs.ts';
import { providerNumbers } from './provider-numbers.ts';
import { placesOfListed } from './registry.ts';

export interface ProviderGroup {
  readonly need: Need;
  readonly place: Place;
  readonly placeKey: number;
  readonly count: number;
  /** The first of as many numbers from which its providers' identifiers are made. */
  readonly firstNumber: number;
  /** Those of a loaded registry, which are all there are; absent where providers are invented. */
  readonly listed: readonly ListedProvider[] | undefined;
}

/** Where the people of a place go for a need. */
export interface ServiceArea {
  readonly home: Place;
  readonly homeKey: number;
  readonly group: ProviderGroup;
}

export interface ProviderPlan {
  readonly areas: readonly ServiceArea[];
  readonly groups: readonly ProviderGroup[];
}

const plans = new WeakMap<PlanContext, ProviderPlan>();

/** The same for every table of a plan. */
export function providerPlan(context: PlanContext): ProviderPlan {
  const known = plans.get(context);
  if (known !== undefined) return known;
  const made = makePlan(context);
  plans.set(context, made);
  return made;
}

function makePlan(context: PlanContext): ProviderPlan {
  const { cohort, knowledge, library } = context;
  const homes = eligiblePlaces(cohort.profile.geography, knowledge.places, library.states).map(({ place }) => place);
  const keys = nameKeys(knowledge.places.map(({ postalCode }) => postalCode));
  const all = allGroups(context, { homes, keys });
  const byNeed = new Map<number, ProviderGroup[]>();
  for (const group of all) {
    const alike = byNeed.get(group.need.key);
    if (alike === undefined) byNeed.set(group.need.key, [group]);
    else alike.push(group);
  }
  const choices = needsOf(context).map(({ key }) => choiceOf(byNeed.get(key) ?? []));
  const areas = homes.flatMap((home) =>
    choices.flatMap((choice) => {
      const group = nearest(home, choice);
      return group === undefined ? [] : [{ home, homeKey: keys.get(home.postalCode) ?? 0, group }];
    }),
  );
  const here = new Set(homes.map((home) => home.postalCode));
  const used = new Set(areas.map(({ group }) => group));
  return { areas, groups: all.filter((group) => used.has(group) || here.has(group.place.postalCode)) };
}

const PEOPLE = 100_000;

function neededBy(place: Place, { density }: Need): number {
  return (place.population * density) / PEOPLE;
}

interface Keyed {
  readonly homes: readonly Place[];
  readonly keys: ReadonlyMap<string, number>;
}

/** Groups of all places of the tree that have anybody. */
function allGroups(context: PlanContext, { homes, keys }: Keyed): readonly ProviderGroup[] {
  const needs = needsOf(context);
  const listedShare = shareListed(context, homes);
  const registry = placesOfListed(context, needs);
  const counted = context.knowledge.places.flatMap((place) =>
    needs.flatMap((need) => {
      const listed = registry.in(place, need);
      const share = need.of === 'specialty' ? listedShare : 1;
      const count = Math.min(OCCURRENCE_KEYS, listed?.length ?? Math.round(neededBy(place, need) * share));
      return count === 0 ? [] : [{ need, place, placeKey: keys.get(place.postalCode) ?? 0, count, listed }];
    }),
  );
  const pharmacies = providerSlots(context.knowledge.places.map(({ postalCode }) => postalCode));
  const numbers = providerNumbers(
    counted.map(({ need, place, count }) => ({ name: `${place.postalCode}/${need.of}/${need.name}`, count })),
    [...pharmacies.values()].map(({ number }) => number),
  );
  return counted.map((one, at) => ({ ...one, firstNumber: numbers[at] ?? 0 }));
}

/** Less than 1 where the people of the geography need more providers than are listed at most. */
function shareListed(context: PlanContext, homes: readonly Place[]): number {
  const most = networkKnowledge(context).rules.get('most_providers');
  const specialties = needsOf(context).filter(({ of }) => of === 'specialty');
  const needed = homes.reduce(
    (sum, home) => sum + specialties.reduce((total, need) => total + neededBy(home, need), 0),
    0,
  );
  return most === undefined ? 1 : Math.min(1, most / needed);
}

/** So that a network can hold some and leave some out. */
const ENOUGH = 2;

/** The groups of one need. */
interface Choice {
  readonly at: ReadonlyMap<string, ProviderGroup>;
  /** Those with enough, or all where none has. */
  readonly elsewhere: readonly ProviderGroup[];
}

function choiceOf(groups: readonly ProviderGroup[]): Choice {
  const enough = groups.filter(isEnough);
  return {
    at: new Map(groups.map((group) => [group.place.postalCode, group])),
    elsewhere: enough.length > 0 ? enough : groups,
  };
}

/** One hospital is enough, and one of a registry, who is there in truth: nobody goes past them. */
function isEnough({ count, need, listed }: ProviderGroup): boolean {
  return count >= ENOUGH || need.of === 'facility' || listed !== undefined;
}

/** At home where there are enough, else nearest in the county, in the state, anywhere. */
function nearest(home: Place, { at, elsewhere }: Choice): ProviderGroup | undefined {
  const own = at.get(home.postalCode);
  if (own !== undefined && isEnough(own)) return own;
  return elsewhere.reduce<ProviderGroup | undefined>(
    (best, one) => (best === undefined || distance(home, one.place) < distance(home, best.place) ? one : best),
    undefined,
  );
}

const OTHER_COUNTY = 100_000;

/** ZIP codes near each other are places near each other. */
function distance(home: Place, { countyFips, state, postalCode }: Place): number {
  const apart = Math.abs(Number(home.postalCode) - Number(postalCode));
  if (countyFips === home.countyFips) return apart;
  return apart + (state === home.state ? OTHER_COUNTY : 2 * OTHER_COUNTY);
}
