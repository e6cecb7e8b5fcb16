/** Encounters by the key of their occurrence, before it is known which of them the person can come to. */
import type { PlannedTable } from '../../model/index.ts';
import type { PlannedEvent } from '../events.ts';
import { scratchColumns } from '../scratch-columns.ts';
import { integer, smallint, timestamp } from '../terms.ts';

/** The encounters of a cohort. */
export interface Care {
  readonly stays: readonly PlannedEvent[];
  readonly visits: readonly PlannedEvent[];
  /** Those of the use of care that people make, and the visits among them. */
  readonly used: readonly PlannedEvent[];
  readonly usedVisits: readonly PlannedEvent[];
  /** Of the use of care what is no encounter: procedures, laboratory work, vaccines. */
  readonly usedBesides: readonly PlannedEvent[];
}

export const KEY: readonly string[] = ['person_id', 'event_key', 'occurrence'];
const KEYS = [
  { name: 'person_id', type: integer },
  { name: 'event_key', type: integer },
  { name: 'occurrence', type: smallint },
];
const MOMENTS = ['began', 'ended'].map((name) => ({ name, type: timestamp }));

export function keyColumns(): PlannedTable['columns'] {
  return scratchColumns(KEYS);
}

/** With when each began and ended. */
export function timedColumns(): PlannedTable['columns'] {
  return scratchColumns([...KEYS, ...MOMENTS]);
}

export function scratchByKey(
  name: string,
  comment: string,
  rest: Pick<PlannedTable, 'columns' | 'relation'>,
): PlannedTable {
  return { schema: 'scratch', name, fill: 'scratch', comment, primaryKey: KEY, origins: [], ...rest };
}
