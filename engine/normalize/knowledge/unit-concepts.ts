/** Rows about other units of observations to concepts. */
import type { ObservationConcept, UnitConcept } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import type { ReferenceTables } from './read-tables.ts';
import { someOf } from './shapes.ts';
import type { TableRow } from './table-row.ts';

export function readUnits(
  tables: ReferenceTables,
  observations: readonly ObservationConcept[],
  problems: Problems,
): readonly UnitConcept[] {
  const known = observations.map(({ name }) => name);
  return tables.concepts(
    'other_units',
    (row) => readUnit(row, known, problems),
    ({ observation, words }) => `${observation} in ${words.join(', ')}`,
  );
}

function readUnit(row: TableRow, known: readonly string[], problems: Problems): UnitConcept {
  const observation = row.text('observation');
  if (observation !== '' && !known.includes(observation))
    problems.report(
      'normalize-reference-unknown',
      { kind: 'observation', name: observation, known },
      row.cell('observation').at,
    );
  const times = row.number('times');
  if (times <= 0) row.refuse('times', 'a number above 0');
  return { observation, words: someOf(row, 'words'), times, plus: row.optionalNumber('plus') ?? 0, at: row.at };
}
