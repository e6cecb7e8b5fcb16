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
import { subjectsTable } from './subjects.ts';
import { trialSubjectsTable } from './trial-subjects.ts';
import { trialTallyTable } from './tally.ts';
import { trialsOf } from './trial.ts';
import { trialVisitsTable, visitsTable } from './visits.ts';

export { enrollingSites, studyOfSite } from './sites.ts';
export { subjectIdentifier } from './subjects.ts';
export { declaredAdverseEvents, dropoutOf, isFollowed, subjectsAmong, tallied } from './tally.ts';
export { scratchOf, SUBJECT_KEYS, trialsOf } from './trial.ts';
export type { Trial, Trials } from './trial.ts';

/** What the identities of people and the counting of what was declared read as well. */
export function trialScratchTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const trials = trialsOf(context, timeline);
  return trials.flatMap((trial) => [
    startsTable(context, trial),
    adverseTable(context, trial),
    dosesTable(context, trial),
    trialExposuresTable(context, trial),
    trialSubjectsTable(context, trial),
    trialVisitsTable(trial),
    trialTallyTable(context, trial),
  ]);
}

export function trialsimTables(
  context: PlanContext,
  population: Population,
  timeline: Timeline,
): readonly PlannedTable[] {
  const trials = trialsOf(context, timeline);
  if (trials.length === 0) return [];
  return [
    studiesTable(trials),
    armsTable(trials),
    treatmentsTable(trials),
    sitesTable(context, trials),
    subjectsTable(context, trials),
    visitsTable(context, trials),
    exposuresTable(context, trials),
    adverseEventsTable(context, trials),
    ...assessmentsTable(context, population, trials),
    deviationsTable(context, trials),
  ];
}
