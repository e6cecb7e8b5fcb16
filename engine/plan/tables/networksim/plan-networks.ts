/** Which networks the plans of the cohort have. */
import type { NetworkConcept, PlanConcept } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys } from '../../keys.ts';
import { coveragePlans } from '../coverage-plans.ts';
import { networkKnowledge } from './needs.ts';

/** The network of each plan that the cohort offers; empty for people without coverage. */
export function planNetworks(context: PlanContext): ReadonlyMap<string, NetworkConcept> {
  if (context.cohort.profile.coverage === undefined) return new Map();
  return new Map(
    coveragePlans(context).plans.flatMap(({ concept }) => {
      const network = networkOf(concept, networkKnowledge(context).networks);
      return network === undefined ? [] : [[concept.name, network] as const];
    }),
  );
}

/** That of the plan itself, else that of its payer's other plans. */
function networkOf(
  { name, payer }: Pick<PlanConcept, 'name' | 'payer'>,
  networks: readonly NetworkConcept[],
): NetworkConcept | undefined {
  return (
    networks.find((one) => one.plan === name) ?? networks.find((one) => one.payer === payer && one.plan === undefined)
  );
}

/** Networks of the cohort, each once. */
export function usedNetworks(context: PlanContext): readonly NetworkConcept[] {
  return [...new Set(planNetworks(context).values())];
}

export function networkKeys({ knowledge }: PlanContext): ReadonlyMap<string, number> {
  return nameKeys(networkKnowledge({ knowledge }).networks.map(({ network }) => network));
}
