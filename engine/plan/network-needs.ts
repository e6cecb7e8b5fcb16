/** What the network of providers needs of the reference skills, and does not find. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CohortSpecification, NetworkKnowledge, PlanConcept } from '../model/index.ts';
import type { CohortInLibrary } from './context.ts';
import { productPlace } from './product-place.ts';

export function checkNetwork({ cohort, library }: CohortInLibrary): readonly Diagnostic[] {
  const { profile } = cohort;
  if (!profile.products.includes('networksim')) return [];
  const { network, plans } = library.knowledge;
  const what = [...missingProviders(network), ...missingNetworks(cohort, { network, plans })];
  return what.length === 0 ? [] : [diagnostic('plan-network-missing', { what }, productPlace(profile, 'networksim'))];
}

/** Primary care from birth to the highest age. */
const OLDEST = 100;

function missingProviders(network: NetworkKnowledge | undefined): readonly string[] {
  const specialties = network?.specialties ?? [];
  const isSeen = (age: number): boolean =>
    specialties.some(({ primaryCareAges: ages }) => ages !== undefined && ages.min <= age && age <= ages.max);
  const unseen = Array.from({ length: OLDEST + 1 }, (_, age) => age).find((age) => !isSeen(age));
  return [
    ...(unseen === undefined ? [] : [`primary care at the age of ${unseen} (\`specialties\`)`]),
    ...((network?.facilityKinds ?? []).length === 0 ? ['a kind of facility (`facility_kinds`)'] : []),
  ];
}

function missingNetworks(
  { profile }: CohortSpecification,
  { network, plans }: { readonly network: NetworkKnowledge | undefined; readonly plans: readonly PlanConcept[] },
): readonly string[] {
  const payer = profile.coverage?.payer.value;
  if (payer === undefined) return [];
  const own = (network?.networks ?? []).filter((one) => one.payer === payer);
  if (own.some(({ plan }) => plan === undefined)) return [];
  return plans
    .filter((plan) => plan.payer === payer && !own.some((one) => one.plan === plan.name))
    .map(({ name }) => `the network of ${name} (\`networks\`)`);
}
