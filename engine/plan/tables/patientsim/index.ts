/** `patientsim`: the clinical record, made from what was drawn for the person and what happened on the timeline. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Population } from '../../population.ts';
import type { Timeline } from '../../timeline.ts';
import { allergiesTable } from './allergies.ts';
import { carePlansTable } from './care-plans.ts';
import { conditionsTable } from './conditions.ts';
import { encountersTable } from './encounters.ts';
import { immunizationsTable } from './immunizations.ts';
import { medicationRequestsTable } from './medication-requests.ts';
import { observationsTable } from './observations.ts';
import { ordersTable } from './orders.ts';
import { patientsTable } from './patients.ts';
import { proceduresTable } from './procedures.ts';
import { referralsTable } from './referrals.ts';

export { declaredByProfile, measuredByEvents, observationTypes } from './measurements.ts';
export type { Measurement } from './measurements.ts';
export { measuredBy, measuredNames, measurementsOf } from './observations.ts';
export { signsOf } from './signs.ts';
export { rangeFlag } from './range-flag.ts';

export function patientsimTables(
  context: PlanContext,
  population: Population,
  timeline: Timeline,
): readonly PlannedTable[] {
  return [
    patientsTable(context, population),
    ...encountersTable(context, timeline),
    ...ordersTable(context, timeline),
    ...conditionsTable(context, timeline),
    ...observationsTable(context, population, timeline),
    ...medicationRequestsTable(context, timeline),
    ...proceduresTable(context, timeline),
    ...immunizationsTable(context, timeline),
    ...referralsTable(context, timeline),
    ...carePlansTable(context, timeline),
    ...allergiesTable(context, timeline),
  ];
}
