/** `rxmembersim`: the pharmacy's record, made from what was ordered, how people take it, and what their plan pays. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { alertsTable } from './alerts.ts';
import { authorizationsTable } from './authorizations.ts';
import { pharmacyBenefits } from './benefit.ts';
import { rxCoursesTable } from './courses.ts';
import { rxDispensingsTables } from './dispensings.ts';
import { fillsTable } from './fills.ts';
import { formularyTable } from './formulary.ts';
import { rxMembersTable } from './members.ts';
import { rxOrdersTable } from './orders.ts';
import { prescriptionsTable } from './prescriptions.ts';
import { rxSharesTable } from './shares.ts';

export { heldKeys, pharmacyBenefits } from './benefit.ts';
export type { PharmacyBenefits } from './benefit.ts';
export { isDrug, undecidedDrugs } from './decisions.ts';
export { DAYS_OF_COPAY } from './courses.ts';
export { quantityType } from './formulary.ts';
export { limitOf } from './shares.ts';

export function rxmembersimTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const benefits = pharmacyBenefits(context, timeline);
  if (benefits === undefined) return [];
  const always = [formularyTable(context, benefits), rxMembersTable(context, benefits)];
  if (benefits.orders.length === 0) return always;
  return [
    ...always,
    rxOrdersTable(context, timeline, benefits),
    rxCoursesTable(context, timeline, benefits),
    ...rxDispensingsTables(context, timeline, benefits),
    ...rxSharesTable(benefits),
    prescriptionsTable(context, timeline, benefits),
    fillsTable(context, benefits),
    ...alertsTable(context, timeline, benefits),
    ...authorizationsTable(context, benefits),
  ];
}
