/** `core`: the person that every product shares, and the timeline of what happens. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Population } from '../../population.ts';
import type { Timeline } from '../../timeline.ts';
import { attributesTable } from './attributes.ts';
export { codesTable, codeSystemOf } from './codes.ts';
import { identitiesTable } from './identities.ts';
import { personsTable } from './persons.ts';
import { timelineTable } from './timeline.ts';

export function coreTables(context: PlanContext, population: Population, timeline: Timeline): readonly PlannedTable[] {
  return [
    personsTable(context, population, timeline),
    identitiesTable(context, timeline),
    ...attributesTable(context, population),
    ...(timeline.events.length === 0 ? [] : [timelineTable(context, timeline)]),
  ];
}
