/** `membersim`: the payer's record of who is covered by which plan and when, and of what was claimed and paid. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { claimTables } from './claim-tables.ts';
import { enrollmentsTable } from './enrollments.ts';
import { groupsTable } from './groups.ts';
import { membersTable } from './members.ts';
import { plansTable } from './plans.ts';

export { refusedShare } from './authorizations-asked.ts';
export { billingOf, claimedOfAges } from './billing.ts';
export type { Billing } from './billing.ts';
export { chosenOf, needsApproval } from './claim-values.ts';
export { billedClasses, copayDue, costTerms, leavesOut } from './cost-sharing.ts';
export { familySize } from './families.ts';
export { LEAST_DISCOUNT } from './pricing.ts';
export { fateShares } from './fate-shares.ts';
export { employersOf } from './groups.ts';

export function membersimTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  if (context.cohort.profile.coverage === undefined) return [];
  return [
    plansTable(context),
    ...groupsTable(context),
    membersTable(context),
    enrollmentsTable(context, timeline),
    ...claimTables(context, timeline),
  ];
}
