/** `trialsim`: the study's record, made from what the journey declares of its study and what happened on the timeline. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Population } from '../../population.ts';
import type { Timeline } from '../../timeline.ts';
import { adverseTable } from './adverse.ts';
import { adverseEventsTable } from './adverse-events.ts';
import { assessmentsTable } from './assessments.ts';
import { armsTable, studiesTable, treatmentsTable } from './design.ts';
import { deviationsTable } from './deviations.ts';
import { dosesTable } from './doses.ts';
import { exposuresTable, trialExposuresTable } from './exposures.ts';
import { sitesTable } from './sites.ts';
import { startsTable } from './starts.ts';
import { subjectsTable, trialSubjectsTable } from './subjects.ts';
import { trialTallyTable } from './tally.ts';
import { trialOf } from './trial.ts';
import { trialVisitsTable, visitsTable } from './visits.ts';

export { subjectIdentifier } from './subjects.ts';
export { declaredAdverseEvents, dropoutOf, subjectsAmong } from './tally.ts';
export { SUBJECTS, trialOf } from './trial.ts';
export type { Trial } from './trial.ts';

/** What the identities of people and the counting of what was declared read as well. */
export function trialScratchTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const trial = trialOf(context, timeline);
  if (trial === undefined) return [];
  return [
    startsTable(context, trial),
    adverseTable(context, trial),
    dosesTable(context, trial),
    trialExposuresTable(context, trial),
    trialSubjectsTable(context, trial),
    trialVisitsTable(trial),
    trialTallyTable(trial),
  ];
}

export function trialsimTables(
  context: PlanContext,
  population: Population,
  timeline: Timeline,
): readonly PlannedTable[] {
  const trial = trialOf(context, timeline);
  if (trial === undefined) return [];
  return [
    studiesTable(trial),
    armsTable(trial),
    treatmentsTable(trial),
    sitesTable(context, trial),
    subjectsTable(context, trial),
    visitsTable(context, trial),
    exposuresTable(context, trial),
    adverseEventsTable(context, trial),
    ...assessmentsTable(context, population, trial),
    deviationsTable(context, trial),
  ];
}
