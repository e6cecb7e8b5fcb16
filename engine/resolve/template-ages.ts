/** Whether a template's people are of the ages that a request asks for. */
import { agesOfSex, hardlyHas } from './age-extent.ts';
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import type { Template } from './template.ts';

/** Whether people are asked for of ages that its people hardly have. */
export function isOfOthers(template: Template, facts: readonly Fact[]): boolean {
  return (
    template.profile !== undefined &&
    facts.some((fact) => {
      const ages = isFact(fact, 'sex') ? agesOfSex(fact) : isFact(fact, 'age', 'agePeople') ? fact : undefined;
      return ages !== undefined && hardlyHas(template.profile, ages);
    })
  );
}
