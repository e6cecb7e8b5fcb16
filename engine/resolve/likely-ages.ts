/**
 * The ages of those who have what everybody is to have: of the people of a country who have high blood pressure, hardly any is young.
 * The template says how many of each age do; where it says so of too few, they are of the ages at which it usually begins, or of later ones.
 */
import { bandsOf, extentOf } from './age-extent.ts';
import type { CutBand, Extent } from './age-extent.ts';
import { diagnosisOf } from './diagnosis.ts';
import { chanceOfOne } from './either.ts';
import { isFact } from './fact.ts';
import type { FactOf } from './fact.ts';
import { factsOf } from './layer.ts';
import type { Laying } from './layer.ts';

/** Bands of the template's ages within `wanted`; `undefined` where what everybody is to have is as common at all of these, for all that is known. */
export function likelyAges(laying: Laying, wanted: Extent): readonly CutBand[] | undefined {
  const bands = bandsOf(laying.profile, wanted);
  const everybody = bandsOf(laying.profile, extentOf(laying.profile));
  if (bands === undefined || everybody === undefined) return undefined;
  const chances = groupsOf(laying).map((group) => chanceOf(group, laying, everybody));
  const chanceAt = (age: number): number =>
    Number(chances.reduce((product, chance) => product * chance(age), 1).toPrecision(PRECISION));
  const pieces = bands.flatMap(({ min, max, weight }) =>
    runsOf({ low: min, high: max }, chanceAt).map(({ low, high }) => {
      const people = (weight * (high - low + 1)) / (max - min + 1);
      return { min: low, max: high, chance: chanceAt(low), weight: people * chanceAt(low) };
    }),
  );
  const total = pieces.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0 || pieces.every(({ chance }) => chance === pieces[0]?.chance)) return undefined;
  return pieces.flatMap(({ min, max, weight }) =>
    weight === 0 ? [] : [{ min, max, weight: Number((weight / total).toPrecision(PRECISION)) }],
  );
}

/** What everybody is to have, which the ages follow. */
export function hadByAll(laying: Laying): readonly Had[] {
  return factsOf(laying, 'condition', 'code', 'medication').filter(
    ({ kind, either, negated, share = 1 }) =>
      either !== undefined || (negated !== true && share === 1 && kind !== 'medication'),
  );
}

type Had = FactOf<'condition' | 'code' | 'medication'>;

const PRECISION = 9;

type Chance = (age: number) => number;

/** Each that everybody is to have, and each list of which everybody is to have one. */
function groupsOf(laying: Laying): readonly (readonly Had[])[] {
  const facts = hadByAll(laying);
  const groups = new Map(facts.map((fact) => [fact.either ?? fact, facts.filter((one) => isBeside(one, fact))]));
  return [...groups.values()];
}

/**
 * How many people of an age have one of these. The template tells it of ages at which it has somebody, and of those at which usually
 * nobody has. Where that is less than half of its people, all ages are alike at which one of these has usually begun.
 */
function chanceOf(group: readonly Had[], laying: Laying, everybody: readonly CutBand[]): Chance {
  const chance = chanceOfOne(group, laying);
  const usual = Math.min(...group.map((fact) => usualFrom(fact, laying)));
  const years = everybody.flatMap(({ min, max, weight }) => {
    const people = weight / (max - min + 1);
    return Array.from({ length: max - min + 1 }, (_, year) => ({ age: min + year, people }));
  });
  const peopleOf = (isCounted: (age: number) => boolean): number =>
    years.reduce((sum, { age, people }) => sum + (isCounted(age) ? people : 0), 0);
  const had = peopleOf((age) => chance(age) > 0);
  const told = had + peopleOf((age) => chance(age) === 0 && age < usual);
  return had > 0 && told >= peopleOf(() => true) / 2 ? chance : (age) => (age < usual ? 0 : 1);
}

function usualFrom(fact: Had, laying: Laying): number {
  return isFact(fact, 'medication') ? 0 : (diagnosisOf(fact, laying)?.usualFrom ?? 0);
}

function isBeside(one: Had, other: Had): boolean {
  return one === other || (one.either !== undefined && one.either === other.either);
}

function runsOf({ low, high }: Extent, chanceAt: Chance): readonly Extent[] {
  const runs: Extent[] = [];
  for (let age = low; age <= high; age += 1) {
    const last = runs.at(-1);
    if (last !== undefined && chanceAt(last.low) === chanceAt(age))
      runs[runs.length - 1] = { low: last.low, high: age };
    else runs.push({ low: age, high: age });
  }
  return runs;
}
