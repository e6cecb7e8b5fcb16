/** `networksim`: who provides care, in which network, and who cares for whom. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { pharmaciesTable } from '../pharmacies/index.ts';
import { assignmentsTable } from './assignments.ts';
import { facilitiesTable } from './facilities.ts';
import { homesTable } from './homes.ts';
import { networkTables } from './networks.ts';
import { providersTable } from './providers.ts';
import { serviceAreasTable } from './service-areas.ts';

export { densitiesOf } from './densities.ts';
export type { NeedDensity } from './densities.ts';
export { withDrawnSpecialists } from './drawn-specialists.ts';
export { bedsDistribution } from './facilities.ts';
export { HOMES } from './homes.ts';
export { memberSpread } from './member-spread.ts';
export { needType } from './needs.ts';
export type { Need } from './needs.ts';
export { networkKeys, planNetworks } from './plan-networks.ts';
export { panelDistribution } from './providers.ts';
export { homeColumns, withProviders } from './seeing.ts';
export { attendedEvents, withAttending } from './attended.ts';
export { drawnSpecialties, mayLeave, referredTo, visitOf } from './visits.ts';

export function networksimTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  return [
    serviceAreasTable(context),
    providersTable(context),
    facilitiesTable(context),
    ...networkTables(context),
    ...pharmaciesTable(context),
    homesTable(context),
    assignmentsTable(context, timeline),
  ];
}
