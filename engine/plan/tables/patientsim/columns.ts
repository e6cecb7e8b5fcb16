/** Columns that several tables of the chart have beside the patient: the event that a row is, its encounter, and what it was for. */
import type { ColumnType, Term } from '../../../model/index.ts';
import { bigint, column } from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { careEvents } from '../care-events.ts';
import type { ColumnDefinition } from '../table.ts';

/** The key of a table each row of which is an event of the timeline. */
export function eventId(name: string): ColumnDefinition {
  return {
    name,
    type: bigint,
    term: column('timeline_id'),
    comment: "The same number as the event's in core.timeline.",
    references: 'core.timeline',
  };
}

/** The encounter that `withEncounters` found; it refers to nothing where the cohort has no encounter at all. */
export function encounterId(timeline: Timeline, comment: string): ColumnDefinition {
  return {
    name: 'encounter_id',
    type: bigint,
    term: column('encounter_id'),
    nullable: true,
    comment,
    ...(careEvents(timeline).length > 0 ? { references: 'patientsim.encounters' } : {}),
  };
}

/** What a row is for, where anything of the cohort is for something: `codes` are then the type that holds it. */
export function reasonCode(
  codes: ColumnType | undefined,
  term: (type: ColumnType) => Term,
  comment = 'ICD-10-CM code of the reason that the event names, or that was drawn for it; empty where neither is so.',
): readonly ColumnDefinition[] {
  return codes === undefined ? [] : [{ name: 'reason_code', type: codes, term: term(codes), nullable: true, comment }];
}
