/**
 * How many of all providers of a place a cohort lists. People are served in rounds, by their number: whoever comes in a
 * later round goes to providers that were opened for it. So a small cohort has few providers, and whom a person sees
 * does not follow from how many people there are.
 */
import type { NetworkRule, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { eligiblePlaces } from './geography.ts';
import { madeOnce } from './made-once.ts';
import { bigint, call, cast, column, integer, literal, when } from './terms.ts';

export interface ProviderRounds {
  /** The highest number of a person of each round; of the last one all that follow. */
  readonly ends: readonly number[];
  /** People of the cohort's geography: as many need all its providers, whose number beyond it begins again. */
  readonly population: number;
  readonly fewest: number;
}

/** Some of a place's providers: `count` of them behind the first `from`. */
export interface Opening {
  readonly from: number;
  readonly count: number;
}

/** Without rules everybody is listed for everybody. */
export const providerRounds: (context: PlanContext) => ProviderRounds = madeOnce(({ cohort, knowledge, library }) => {
  const { geography, count } = cohort.profile;
  const places = eligiblePlaces(geography, knowledge.places, library.states);
  const population = Math.max(
    1,
    places.reduce((sum, { place }) => sum + place.population, 0),
  );
  const ruled = (rule: NetworkRule): number => knowledge.network?.rules.get(rule) ?? Infinity;
  const ends = [ruled('first_round')];
  const served = Math.min(population, Math.max(count.value, cohort.persons.to));
  const growth = Math.max(2, ruled('round_growth'));
  while ((ends.at(-1) ?? Infinity) < served) ends.push((ends.at(-1) ?? Infinity) * growth);
  return { ends, population, fewest: ruled('fewest_providers') };
});

/** For each round those whom its people go to, of so many in a place. Places with as many have the same. */
export function openingsOf(rounds: ProviderRounds): (all: number) => readonly Opening[] {
  const known = new Map<number, readonly Opening[]>();
  return (all) => {
    const opened = known.get(all) ?? openings(all, rounds);
    known.set(all, opened);
    return opened;
  };
}

/** A round that needs too few goes where the one before it went. */
function openings(all: number, { ends, population, fewest }: ProviderRounds): readonly Opening[] {
  const neededBy = (people: number): number => Math.ceil((all * Math.min(people, population)) / population);
  const opened: Opening[] = [];
  for (const end of ends) {
    const before = opened.at(-1);
    const open = before === undefined ? 0 : before.from + before.count;
    const needed = before === undefined ? Math.min(all, Math.max(fewest, neededBy(end))) : neededBy(end);
    const isWorthIt = before === undefined || needed - open >= fewest;
    opened.push(isWorthIt ? { from: open, count: needed - open } : before);
  }
  return opened;
}

/** Which of the rounds differ from the one before: the others are of no interest to anybody. */
export function roundsThatOpen(all: Iterable<readonly Opening[]>): readonly number[] {
  const opening = new Set([0]);
  for (const one of all)
    for (const [round, { from }] of one.entries()) if (round > 0 && from !== one[round - 1]?.from) opening.add(round);
  return [...opening].toSorted((one, other) => one - other);
}

const ROUND_KEYS = 10_000_000;

/** A place in a round as one number; in the first it is that of the place. */
export function areaKey(place: number, round: number): number {
  return round * ROUND_KEYS + place;
}

/** The same of the columns `person_id` and `place`, for the rounds that are told apart. */
export function homeArea(context: PlanContext, rounds: readonly number[]): Term {
  const { ends, population } = providerRounds(context);
  const place = column('place');
  const person = column('person_id');
  const isBeyond = context.cohort.persons.to > population;
  const number = isBeyond ? call('add', call('modulo', call('subtract', person, 1), population), 1) : person;
  const area = rounds.reduceRight<Term | undefined>((later, round) => {
    const here = round === 0 ? place : call('add', place, literal(round * ROUND_KEYS, integer));
    const next = rounds.find((one) => one > round);
    const until = next === undefined ? undefined : ends[next - 1];
    return later === undefined || until === undefined ? here : when(call('less_or_equal', number, until), here, later);
  }, undefined);
  return rounds.length > 1 && area !== undefined ? cast(area, integer) : place;
}

/** Of the columns `all` and `open`: all of a place, shared among those who are listed. */
export function standsFor(within: Term): Term {
  const before = (number: Term): Term =>
    call('integer_divide', call('multiply', cast(number, bigint), column('all')), column('open'));
  return cast(call('subtract', before(call('add', within, 1)), before(within)), integer);
}
