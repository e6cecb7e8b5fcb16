/** What the clinical tables share: what happened on the timeline, and to whom. */
import type { Relation, SourceRange } from '../../../model/index.ts';
import type { PlannedEvent } from '../../events.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { column, filter, integer, joinOn, keep, named, project } from '../../terms.ts';
import type { ColumnDefinition } from '../table.ts';

/** The column by which a row belongs to its patient. */
export const patient: ColumnDefinition = {
  name: 'patient_id',
  type: integer,
  term: column('person_id'),
  comment: 'The patient.',
  references: 'patientsim.patients',
};

/** What happened, with the columns that `rows` give each event. */
export function happenedWith(timeline: Timeline, values: Extract<Relation, { kind: 'values' }>): Relation {
  const occurred = project(
    filter(timeline.occurrences, column('happened')),
    ['person_id', 'journey', 'event_key', 'occurrence', 'moment'].map(keep),
  );
  return {
    kind: 'extend',
    input: joinOn(occurred, values, 'event_key'),
    columns: [named('timeline_id', rowKey(column('event_key'), column('occurrence')))],
  };
}

export function originsOf(events: readonly PlannedEvent[]): readonly SourceRange[] {
  return events.map(({ use }) => use.at);
}

/** Types of events that are an encounter by themselves. */
const ENCOUNTERS = new Set(['encounter', 'er_visit', 'admission']);

export function isEncounter({ use }: PlannedEvent): boolean {
  return (
    ENCOUNTERS.has(use.definition.type) ||
    (use.definition.encounterClass !== undefined && use.definition.type !== 'discharge')
  );
}
