/** What happened on the timeline, and to whom, as the tables of the products read it. */
import type { Relation, Scalar, SourceRange, Term } from '../../model/index.ts';
import type { PlannedEvent } from '../events.ts';
import { rowKey } from '../keys.ts';
import { call, column, filter, joinOn, keep, literal, named, project } from '../terms.ts';

/** Events and what became of them. */
export interface Happening {
  readonly events: readonly PlannedEvent[];
  readonly occurrences: Relation;
}

type ValuesRelation = Extract<Relation, { kind: 'values' }>;

/**
 * What happened of the events that `rows` speak of, with the columns that they give each, and those of `people` where given; `beside`
 * adds what follows from the person and the moment, before a row becomes several.
 */
export function happenedWith(
  timeline: Pick<Happening, 'occurrences'>,
  values: ValuesRelation,
  people?: Relation,
  beside: (rows: Relation) => Relation = (rows) => rows,
): Relation {
  const occurred = project(
    filter(timeline.occurrences, call('and', column('happened'), isOneOf(eventKeys(values)))),
    ['person_id', 'journey', 'event_key', 'occurrence', 'moment'].map(keep),
  );
  return {
    kind: 'extend',
    input: joinOn(people === undefined ? occurred : beside(joinOn(occurred, people, 'person_id')), values, 'event_key'),
    columns: [named('timeline_id', rowKey(column('event_key'), column('occurrence')))],
  };
}

function eventKeys({ columns, rows }: ValuesRelation): ReadonlySet<Scalar> {
  const at = columns.findIndex(({ name }) => name === 'event_key');
  return new Set(rows.map((row) => row[at] ?? null));
}

function isOneOf(keys: ReadonlySet<Scalar>): Term {
  return call('or', ...[...keys].map((key) => call('equal', column('event_key'), literal(key))), literal(false));
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
