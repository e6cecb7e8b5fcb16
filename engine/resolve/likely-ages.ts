/**
 * The ages of those who have what everybody is to have, where the template says how many of each age do: of the people of a country
 * who have high blood pressure, hardly any is young.
 */
import { bandsOf } from './age-extent.ts';
import type { CutBand, Extent } from './age-extent.ts';
import { chanceOfOne } from './either.ts';
import type { FactOf } from './fact.ts';
import { factsOf } from './layer.ts';
import type { Laying } from './layer.ts';

/**
 * Bands of the template's ages within `wanted`; `undefined` where what everybody is to have is as common at all of these, or where
 * the template has it at so few ages that it rather does not know of the others.
 */
export function likelyAges(laying: Laying, wanted: Extent): readonly CutBand[] | undefined {
  const bands = bandsOf(laying.profile, wanted);
  const chances = chancesOfAll(laying);
  if (bands === undefined || chances.length === 0) return undefined;
  const chanceAt = (age: number): number =>
    Number(chances.reduce((product, chance) => product * chance(age), 1).toPrecision(PRECISION));
  const pieces = bands.flatMap(({ min, max, weight }) =>
    runsOf({ low: min, high: max }, chanceAt).map(({ low, high }) => {
      const people = (weight * (high - low + 1)) / (max - min + 1);
      return { min: low, max: high, chance: chanceAt(low), people, weight: people * chanceAt(low) };
    }),
  );
  const total = pieces.reduce((sum, { weight }) => sum + weight, 0);
  const isSame = pieces.every(({ chance }) => chance === pieces[0]?.chance);
  const told = pieces.reduce((sum, { chance, people }) => sum + (chance > 0 ? people : 0), 0);
  const all = pieces.reduce((sum, { people }) => sum + people, 0);
  if (isSame || told < all / 2) return undefined;
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

/** Of each that everybody is to have, and of each list of which everybody is to have one, how many people of an age do. */
function chancesOfAll(laying: Laying): readonly Chance[] {
  const facts = hadByAll(laying);
  const groups = new Map(facts.map((fact) => [fact.either ?? fact, facts.filter((one) => isBeside(one, fact))]));
  return [...groups.values()].map((group) => chanceOfOne(group, laying));
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
