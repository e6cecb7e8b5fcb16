/** The tables of claims, where events of the cohort make any. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { accumulatorTables } from './accumulators.ts';
import { authorizationsTable } from './authorizations.ts';
import { remittancesTable } from './remittances.ts';
import { adjudicationTables } from './adjudication.ts';
import { billingOf } from './billing.ts';
import { billsTable } from './bills.ts';
import { claimsTable } from './claims.ts';
import { insuredTable } from './insured.ts';
import { claimLinesTable } from './lines.ts';

export function claimTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const billing = billingOf(context, timeline);
  if (billing === undefined) return [];
  return [
    insuredTable(context, timeline, billing),
    billsTable(context, timeline, billing),
    ...adjudicationTables(billing),
    claimsTable(context, timeline, billing),
    claimLinesTable(billing),
    remittancesTable(context, billing),
    ...accumulatorTables(billing),
    ...authorizationsTable(context, timeline, billing),
  ];
}
