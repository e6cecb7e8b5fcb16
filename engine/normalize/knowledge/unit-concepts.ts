/** Rows about other units of observations to concepts. */
import type { ObservationConcept, UnitConcept } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { named } from './named-rows.ts';
import type { ReferenceTables } from './read-tables.ts';
import { someOf } from './shapes.ts';
import type { TableRow } from './table-row.ts';

export function readUnits(
  tables: ReferenceTables,
  observations: readonly ObservationConcept[],
  problems: Problems,
): readonly UnitConcept[] {
  const names = observations.map(({ name }) => name);
  return tables.concepts(
    'other_units',
    (row) => readUnit(row, names, problems),
    ({ observation, words }) => words.map((word) => `${observation} in ${word}`),
  );
}

function readUnit(row: TableRow, names: readonly string[], problems: Problems): UnitConcept {
  const times = row.number('times');
  if (times <= 0) row.refuse('times', 'a number above 0');
  return {
    observation: named(row, 'observation', { kind: 'observation', names, problems }),
    words: someOf(row, 'words'),
    times,
    plus: row.optionalNumber('plus') ?? 0,
    at: row.at,
  };
}
