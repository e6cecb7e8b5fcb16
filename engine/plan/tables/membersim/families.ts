/** Families that share the deductible and the limit of their plan: where a cohort has any, and who belongs to which. */
import type { Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { joinOn, keep, project, table } from '../../terms.ts';
import { coveragePlans } from '../coverage-plans.ts';

/** How many members the largest family that shares limits has; 1 where none does. */
export function familySize(context: PlanContext): number {
  const { household, products, coverage } = context.cohort.profile;
  if (household === undefined || coverage === undefined || !products.includes('membersim')) return 1;
  const isShared = coveragePlans(context).plans.some(
    ({ concept }) => concept.familyDeductible !== undefined || concept.familyOutOfPocketLimit !== undefined,
  );
  return isShared ? Math.max(1, ...household.kinds.map(({ adults, children }) => adults + children)) : 1;
}

/** Rows about persons with `household_id` besides. */
export function withFamily(rows: Relation): Relation {
  return joinOn(rows, project(table('scratch', 'population'), ['person_id', 'household_id'].map(keep)), 'person_id');
}
