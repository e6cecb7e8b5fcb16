/** Whether anybody is told what people have and take. */
import type { PlanContext } from '../context.ts';

/** By the chart, the payer or the pharmacy. */
export function tellsCare({ cohort }: Pick<PlanContext, 'cohort'>): boolean {
  const { products } = cohort.profile;
  return (['patientsim', 'membersim', 'rxmembersim'] as const).some((one) => products.includes(one));
}
