/** `core.timeline`: every event of every journey. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { timelineTypes } from '../../events.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, column, literal, smallint, timestamp, when } from '../../terms.ts';
import { canBeToCome, isOpen } from '../../to-come.ts';
import { person } from '../columns.ts';
import { planTable } from '../table.ts';

export function timelineTable(context: PlanContext, timeline: Timeline): PlannedTable {
  const types = timelineTypes(context);
  const statuses = context.enumerations.define('core', 'timeline_status', ['happened', 'skipped', 'planned']);
  const skipped = literal('skipped', statuses);
  const notHappened = canBeToCome(context) ? when(isOpen(context), literal('planned', statuses), skipped) : skipped;
  return planTable({
    schema: 'core',
    name: 'timeline',
    comment: 'Every event of every journey, whether it happened, was skipped or is to come, in order of time.',
    fill: 'person',
    from: timeline.occurrences,
    primaryKey: ['timeline_id'],
    origins: context.cohort.journeys.map(({ at }) => at),
    columns: [
      {
        name: 'timeline_id',
        type: bigint,
        term: rowKey(column('event_key'), column('occurrence')),
        comment: 'Person, event and occurrence as one number.',
      },
      person,
      { name: 'journey', type: types.journey, term: column('journey'), comment: 'Name of the journey.' },
      { name: 'phase', type: types.phase, term: column('phase'), comment: 'Name of the phase.' },
      {
        name: 'event',
        type: types.event,
        term: column('event'),
        comment: 'Name of the event in its journey.',
        isLabel: true,
      },
      ...(timeline.events.some(({ use }) => use.way !== undefined)
        ? [
            {
              name: 'branch',
              type: types.branch,
              term: column('branch'),
              nullable: true,
              comment: 'Branch on which it lies, for it happens to those who took it; empty where it lies on none.',
            },
          ]
        : []),
      {
        name: 'occurrence',
        type: smallint,
        term: column('occurrence'),
        comment: 'The how-manieth time, counted from 0, or from a number of its own for each stay that it follows.',
      },
      {
        name: 'moment',
        type: timestamp,
        term: column('moment'),
        comment: 'When it happened, would have or is to, UTC.',
      },
      {
        name: 'status',
        type: statuses,
        term: when(column('happened'), literal('happened', statuses), notHappened),
        comment: 'Whether it happened; planned is what lies behind as_of, as far as nothing until then rules it out.',
      },
      {
        name: 'skipped_because',
        type: types.reason,
        term: column('skipped_because'),
        nullable: true,
        comment: 'Why it did not happen, or has not yet; empty where it did.',
      },
    ],
  });
}
