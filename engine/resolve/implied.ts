/**
 * What has to be so for values to lie within the bounds of a request: nobody without obesity has a BMI of an obese person. The curves
 * of the template and of the reference say which conditions and ages have such values.
 */
import type { Distribution } from '../model/index.ts';
import { namesIn } from '../trees/index.ts';
import type { Extent } from './age-extent.ts';
import type { Fact, FactOf } from './fact.ts';
import { isFact } from './fact.ts';
import { factsOf, factsOfAll } from './layer.ts';
import type { Laying } from './layer.ts';
import {
  agesOf,
  conditionOf,
  hasCondition,
  isLost,
  isMostlyLost,
  isSaidAbsent,
  limitsOf,
  reaches,
  rulesOf,
  shareOf,
  truthOf,
} from './measured-curves.ts';
import { onlySexOf } from './only-sex.ts';
import { familyOf } from './unit.ts';

/** The request with the conditions that its measures ask for, each at the words of the measure. */
export function withImplied(
  laying: Laying,
  measures: readonly FactOf<'measure'>[] = factsOfAll(laying, 'measure'),
): Laying {
  const [first, ...rest] = measures;
  if (first === undefined) return laying;
  return withImplied({ ...laying, facts: laying.facts.concat(impliedBy(laying, first)) }, rest);
}

/** The ages that have such values, where not all of the template's people have; without an end that is the template's. */
export function agesOfMeasure(laying: Laying, measure: FactOf<'measure'>): Partial<Extent> | undefined {
  const all = agesOf(laying);
  const good = all.filter((age) => !isLost(laying, measure, { age }));
  if (good.length === all.length) return undefined;
  const runs = all.reduce<number[][]>((found, age) => {
    if (!good.includes(age)) return found;
    const last = found.at(-1);
    if (last?.at(-1) === age - 1) last.push(age);
    else found.push([age]);
    return found;
  }, []);
  const longest = runs.toSorted((one, other) => other.length - one.length)[0];
  const [low, high] = [longest?.[0], longest?.at(-1)];
  if (low === undefined || high === undefined) return undefined;
  return { ...(low === all[0] ? {} : { low }), ...(high === all.at(-1) ? {} : { high }) };
}

/** Whether people of all ages and conditions may lie within the bounds, and may lie beyond: so any part of them can. */
export function canBeOfPart(laying: Laying, measure: FactOf<'measure'>): boolean {
  const { low, high, ...rest } = measure;
  const beyond = [
    ...(low === undefined ? [] : [{ ...rest, high: { ...low, isOpen: !low.isOpen } }]),
    ...(high === undefined ? [] : [{ ...rest, low: { ...high, isOpen: !high.isOpen } }]),
  ];
  const { below } = laying.library.knowledge.observations.find(({ name }) => name === measure.measure.name) ?? {};
  const isAnybodys = (bound: FactOf<'measure'>): boolean =>
    agesAsked(laying).every((age) => !isLost(laying, bound, { age }));
  return below === undefined && isAnybodys(measure) && beyond.some(isAnybodys);
}

/** What the measure of some people is worked out from, where that is more than one quantity; of the age and sex of a person it says nothing to bound. */
export function sourcesOfMeasure(laying: Laying, measure: FactOf<'measure'>): readonly string[] {
  const names = rulesOf(laying, measure).map(({ distribution }) =>
    distribution.kind === 'derived' ? namesIn(distribution.formula) : [],
  );
  const sources = names.find(({ length }) => length > 1) ?? [];
  const others = sources.filter((name) => name !== 'age' && name !== 'gender');
  return others.length === 0 ? sources : others;
}

/** Those of the template's people that the request leaves. */
function agesAsked(laying: Laying): readonly number[] {
  const said = factsOfAll(laying, 'age', 'agePeople');
  return agesOf(laying).filter((age) => said.every(({ low = 0, high = Infinity }) => low <= age && age <= high));
}

/** Nothing where nobody has such values: the plan says so. */
function impliedBy(laying: Laying, measure: FactOf<'measure'>): readonly Fact[] {
  const { from, to } = measure;
  if (!rulesOf(laying, measure).some(({ distribution }) => reaches(distribution, measure))) return [];
  const needed = isMostlyLost(laying, measure, { unless: false }) ? conditionFor(laying, measure) : undefined;
  const fact: readonly Fact[] = [
    ...(needed === undefined ? [] : [{ kind: 'code', code: needed, from, to } as const]),
    ...sexFor(laying, measure),
  ];
  const held = { ...laying, facts: [...laying.facts, ...fact] };
  const { low = -Infinity, high = Infinity } = agesOfMeasure(held, measure) ?? {};
  const ages = agesOf(held).filter((age) => low <= age && age <= high);
  const denied = rulesOf(held, measure).flatMap(({ given, distribution }): readonly Fact[] => {
    const code = given && conditionOf(given);
    if (given === undefined || code === undefined) return [];
    if (hasCondition(held, code) !== undefined || reaches(distribution, measure)) return [];
    const canHold = ages.some((age) => truthOf(given, held, { age, unless: true }) !== false);
    return canHold ? [{ kind: 'code', code, negated: true, from, to }] : [];
  });
  const families = denied.map((one) => (isFact(one, 'code') ? familyOf(one.code) : ''));
  return [...fact, ...denied.filter((_one, at) => families.indexOf(families[at] ?? '') === at)];
}

/** The sex whose curves leave out far fewer ages than those of the other: there are hardly men below 150 cm. */
function sexFor(laying: Laying, measure: FactOf<'measure'>): readonly Fact[] {
  if (onlySexOf(laying) !== undefined || factsOf(laying, 'sex').length > 0) return [];
  const lostOf = (sex: 'F' | 'M'): number =>
    agesOf(laying).filter((age) => isLost(laying, measure, { age, sex })).length;
  const [women, men] = [lostOf('F'), lostOf('M')];
  const { from, to } = measure;
  if (women * 2 <= men && men > 0) return [{ kind: 'sex', sex: 'F', age: undefined, from, to }];
  return men * 2 <= women && women > 0 ? [{ kind: 'sex', sex: 'M', age: undefined, from, to }] : [];
}

/**
 * The condition that most likely has such values: first one that the template's people have and that often has them, then one that
 * usually has, then what the people have most, then the one that is nearest; of these the widest.
 */
function conditionFor(laying: Laying, measure: FactOf<'measure'>): string | undefined {
  const candidates = rulesOf(laying, measure).flatMap(({ given, distribution }) => {
    const code = given && conditionOf(given);
    return code !== undefined && reaches(distribution, measure) && !isSaidAbsent(laying, code)
      ? [
          {
            code,
            rank: rankOf(distribution, measure, shareOf(laying, code)),
            share: shareOf(laying, code),
            far: distanceOf(distribution, measure),
          },
        ]
      : [];
  });
  const [best] = candidates.toSorted((a, b) => b.rank - a.rank || b.share - a.share || a.far - b.far);
  const alike = candidates.filter(({ rank, share }) => rank === best?.rank && share === best.share);
  return alike.find(({ code }) => best?.code.startsWith(code))?.code;
}

/** 2: the template's people have it, and a part of the curve on each side of its middle begins within the bounds; 1: its middle does. */
function rankOf(distribution: Distribution, measure: FactOf<'measure'>, share: number): number {
  const limits = limitsOf(distribution);
  const middle = middleOf(distribution);
  const spread = distribution.kind === 'normal' ? distribution.standardDeviation : (limits.high - limits.low) / 4;
  const { low, high } = measure;
  const isWithin = (reach: number): boolean =>
    middle + reach > (low?.value ?? -Infinity) && middle - reach < (high?.value ?? Infinity);
  if (share > 0 && isWithin(spread)) return 2;
  return Number(isWithin(0));
}

function middleOf(distribution: Distribution): number {
  if (distribution.kind === 'normal') return distribution.mean;
  const { low, high } = limitsOf(distribution);
  return (low + high) / 2;
}

/** From the middle of the curve to the nearer end of the bounds. */
function distanceOf(distribution: Distribution, { low, high }: FactOf<'measure'>): number {
  const ends = [low, high].flatMap((end) => (end === undefined ? [] : [Math.abs(middleOf(distribution) - end.value)]));
  return Math.min(...ends);
}
