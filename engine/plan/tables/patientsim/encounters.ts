/** `patientsim.encounters`: visits, stays and calls, as the chart knows them. */
import type { PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, boolean, column, literal, timestamp, when } from '../../terms.ts';
import { careEvents } from '../care-events.ts';
import { careOf, careTypes, hasProviders } from '../care.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { reasonCode } from './columns.ts';
import { originsOf, patient } from './events.ts';
import { isInProgress, stayColumns, withStays } from './stays.ts';

export function encountersTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = careEvents(timeline);
  if (events.length === 0) return [];
  const { class: classes, title: titles, code: codes } = careTypes(context, timeline);
  const statuses = context.enumerations.define('patientsim', 'encounter_status', ['finished', 'in-progress']);
  return [
    planTable({
      schema: 'patientsim',
      name: 'encounters',
      comment: 'Visits, stays and calls: one row an encounter.',
      fill: 'person',
      from: withStays(careOf(context, timeline), context, timeline),
      primaryKey: ['encounter_id'],
      origins: originsOf(events),
      columns: [
        {
          name: 'encounter_id',
          type: bigint,
          term: column('encounter_id'),
          comment: "The same number as the event's in core.timeline.",
          references: 'core.timeline',
        },
        patient,
        { name: 'class', type: classes, term: column('class'), comment: 'FHIR encounter class (v3-ActCode).' },
        {
          name: 'type',
          isLabel: true,
          type: titles,
          term: column('type'),
          comment: 'What the encounter was for, as the event catalogue titles it.',
        },
        {
          name: 'status',
          type: statuses,
          term: when(isInProgress(context), literal('in-progress', statuses), literal('finished', statuses)),
          comment:
            'FHIR encounter status: in-progress where it ends on a later day than it began and is not over before `as_of`.',
        },
        { name: 'start_time', type: timestamp, term: column('start_time'), comment: 'Beginning, UTC.' },
        {
          name: 'end_time',
          type: timestamp,
          term: column('end_time'),
          comment: 'End, UTC; the one that is planned where it is in progress.',
        },
        ...reasonCode(codes, () => column('reason_code')),
        ...stayColumns(context, timeline),
        ...(hasProviders(context) ? whoSawThem : []),
      ],
    }),
  ];
}

const whoSawThem: readonly ColumnDefinition[] = [
  {
    name: 'provider_id',
    type: bigint,
    term: column('provider_id'),
    comment: 'The provider who saw the patient.',
    references: 'networksim.providers',
  },
  {
    name: 'facility_id',
    type: bigint,
    term: column('facility_id'),
    nullable: true,
    comment: 'The facility in which it was; empty for an office, a home or a call.',
    references: 'networksim.facilities',
  },
  {
    name: 'in_network',
    type: boolean,
    term: column('in_network'),
    comment: "Whether the provider is in the network of the patient's plan; true without a plan.",
  },
];
