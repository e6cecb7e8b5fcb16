/**
 * Whom the people of a cohort go to: for each place where they live and each need, the providers of that place or of the
 * nearest that has enough; of these as many as the cohort needs, round by round.
 */
import type { ListedProvider, Place } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys } from '../../keys.ts';
import { livedPlaces } from '../../lived-places.ts';
import { areaKey, openingsOf, providerRounds, roundsThatOpen } from '../../provider-rounds.ts';
import type { Opening, ProviderRounds } from '../../provider-rounds.ts';
import { isEnough, stocksOf } from './stock.ts';
import type { Stock, Stocks } from './stock.ts';

/** Those of a place and a need who were opened in one round. */
export interface ProviderGroup extends Opening {
  readonly stock: Stock;
  /** Of a loaded registry. */
  readonly listed: readonly ListedProvider[] | undefined;
  /** How many of the stock are listed, over all rounds. */
  readonly open: number;
}

/** Where the people of a place, in a round, go for a need. */
export interface ServiceArea {
  readonly home: Place;
  readonly areaKey: number;
  /** The first number of a person of the round. */
  readonly peopleFrom: number;
  readonly group: ProviderGroup;
}

export interface ProviderPlan {
  readonly areas: readonly ServiceArea[];
  readonly groups: readonly ProviderGroup[];
  /** By need, how many there are for the people who have the fewest. */
  readonly fewest: ReadonlyMap<number, number>;
  /** Numbers of places, by ZIP code. */
  readonly placeKeys: ReadonlyMap<string, number>;
  /** Those that are told apart. */
  readonly rounds: readonly number[];
}

interface Known {
  readonly key: string;
  readonly plan: ProviderPlan;
}

const byContext = new WeakMap<PlanContext, ProviderPlan>();
/** The last plan made from these stocks: an edit that leaves places and rounds alone leaves it alone. */
const lasting = new WeakMap<readonly Stocks[], Known>();

/** The same for every table of a plan. */
export function providerPlan(context: PlanContext): ProviderPlan {
  const known = byContext.get(context);
  if (known !== undefined) return known;
  const made = planOfStocks(context);
  byContext.set(context, made);
  return made;
}

function planOfStocks(context: PlanContext): ProviderPlan {
  const homes = livedPlaces(context);
  const rounds = providerRounds(context);
  const choices = stocksOf(context.knowledge);
  const key = JSON.stringify([homes.map(({ postalCode }) => postalCode), rounds]);
  const known = lasting.get(choices);
  if (known?.key === key) return known.plan;
  const plan = makePlan(context, { homes, rounds, choices });
  lasting.set(choices, { key, plan });
  return plan;
}

interface Sources {
  readonly homes: readonly Place[];
  readonly rounds: ProviderRounds;
  readonly choices: readonly Stocks[];
}

function makePlan({ knowledge }: PlanContext, { homes, rounds, choices }: Sources): ProviderPlan {
  const keys = nameKeys(knowledge.places.map(({ postalCode }) => postalCode));
  const sought = homes.flatMap((home) =>
    choices.flatMap((choice) => {
      const stock = nearest(home, choice);
      return stock === undefined ? [] : [{ home, stock }];
    }),
  );
  const own = homes.flatMap((home) => choices.flatMap(({ at }) => at.get(home.postalCode) ?? []));
  const used = new Set([...sought.map(({ stock }) => stock), ...own]);
  const opened = openingsOf(rounds);
  const groups = new Map([...used].map((stock) => [stock, groupsOf(stock, rounds, opened)]));
  const told = roundsThatOpen(groups.values());
  const areas = told.flatMap((round) =>
    sought.flatMap(({ home, stock }) => {
      const group = groups.get(stock)?.[round];
      const peopleFrom = round === 0 ? 1 : (rounds.ends[round - 1] ?? 0) + 1;
      const key = areaKey(keys.get(home.postalCode) ?? 0, round);
      return group === undefined ? [] : [{ home, areaKey: key, peopleFrom, group }];
    }),
  );
  const fewest = new Map<number, number>();
  for (const { group } of areas) {
    const need = group.stock.need.key;
    fewest.set(need, Math.min(group.count, fewest.get(need) ?? group.count));
  }
  return { areas, groups: [...new Set([...groups.values()].flat())], placeKeys: keys, rounds: told, fewest };
}

/** One a round, the same for rounds that go to the same. A registry has whom it has, for everybody. */
function groupsOf(
  stock: Stock,
  { ends }: ProviderRounds,
  openingsAmong: (all: number) => readonly Opening[],
): readonly ProviderGroup[] {
  const { count, listed } = stock;
  const all = { from: 0, count };
  const opened = listed === undefined ? openingsAmong(count) : ends.map(() => all);
  const last = opened.at(-1) ?? all;
  const open = last.from + last.count;
  const groups: ProviderGroup[] = [];
  for (const [round, one] of opened.entries()) {
    const before = groups[round - 1];
    groups.push(before?.from === one.from ? before : { ...one, stock, listed, open });
  }
  return groups;
}

/** At home where there are enough, else nearest in the county, in the state, anywhere. */
function nearest(home: Place, { at, elsewhere }: Stocks): Stock | undefined {
  const own = at.get(home.postalCode);
  if (own !== undefined && isEnough(own)) return own;
  return elsewhere.reduce<Stock | undefined>(
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
