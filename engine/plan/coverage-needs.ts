/** Events that move people to a plan in which the cohort's payer cannot have them. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CohortInLibrary } from './context.ts';
import { placeEvents } from './events.ts';

export function checkCoverage({ cohort, library }: CohortInLibrary): readonly Diagnostic[] {
  const payer = cohort.profile.coverage?.payer.value;
  const own = library.knowledge.plans.filter((plan) => plan.payer === payer);
  return placeEvents(cohort).flatMap(({ use: { id, definition, at } }) => {
    const { type, plan } = definition;
    if (type !== 'plan_change' && plan === undefined) return [];
    const isPossible = plan === undefined ? own.length > 1 : own.some(({ name }) => name === plan.value);
    if (isPossible) return [];
    return [diagnostic('plan-change-impossible', { event: id, plan: plan?.value, payer }, plan?.at ?? at)];
  });
}
