/** Whether a template's people are of the ages that a request asks for. */
import { agesOfSex, extentOf, OLDEST, overlap } from './age-extent.ts';
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import type { Template } from './template.ts';

/** Whether people are asked for of ages that its people hardly have. */
export function isOfOthers(template: Template, facts: readonly Fact[]): boolean {
  return (
    template.profile !== undefined &&
    facts.some((fact) => {
      if (fact.share !== undefined && fact.kind !== 'sex') return false;
      const ages = isFact(fact, 'sex') ? agesOfSex(fact) : isFact(fact, 'age', 'agePeople') ? fact : undefined;
      return ages !== undefined && isOfOtherAges(ages, template);
    })
  );
}

/** Whether its people are hardly of these ages: `adults` of a template of people up to 18. */
export function isOfOtherAges(
  { low, high }: Pick<FactOf<'age' | 'agePeople'>, 'low' | 'high'>,
  { profile }: Template,
): boolean {
  const extent = extentOf(profile);
  const wanted = { low: low ?? extent.low, high: high ?? Math.max(extent.high, OLDEST) };
  const both = overlap(extent, wanted);
  const years = (one: { readonly low: number; readonly high: number }): number => one.high - one.low + 1;
  return both === undefined || years(both) * 10 < Math.min(years(extent), years(wanted));
}
