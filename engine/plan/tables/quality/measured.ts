/** Measurements of people of the cohort, with the event that they came of. */
import type { Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Population } from '../../population.ts';
import { bigint, call, column, keep, literal, named, project } from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { measurementsOf } from '../patientsim/index.ts';

export interface Closing {
  readonly context: PlanContext;
  readonly population: Population;
  readonly timeline: Timeline;
}

/** What closed a gap where it is no event. */
export const NO_EVENT: Term = literal(-1, bigint);

/** One row a measurement of these names; nothing where none of them is measured. */
export function measuredOf(names: readonly string[], closing: Closing): Relation | undefined {
  const rows = measurementsOf(new Set(names), closing);
  return (
    rows &&
    project(rows, [
      keep('person_id'),
      named('observation', column('name')),
      keep('moment'),
      keep('measured'),
      named('closed_by', call('coalesce', column('order_id'), column('encounter_id'), NO_EVENT)),
    ])
  );
}
