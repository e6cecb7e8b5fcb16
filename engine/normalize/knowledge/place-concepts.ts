/** Rows about states, regions and places to concepts. */
import type { Place, RegionConcept, StateConcept } from '../../model/index.ts';
import type { ReferenceTables } from './read-tables.ts';
import type { Problems } from '../problems.ts';
import { STATE, shaped, someOf } from './shapes.ts';
import type { TableRow } from './table-row.ts';

export function readStates(tables: ReferenceTables): readonly StateConcept[] {
  return tables.concepts('states', readState, ({ code }) => code);
}

function readState(row: TableRow): StateConcept {
  return { code: shaped(row, 'state', STATE), name: row.text('name'), population: population(row), at: row.at };
}

export function readRegions(
  tables: ReferenceTables,
  states: readonly StateConcept[],
  problems: Problems,
): readonly RegionConcept[] {
  const known = states.map(({ code }) => code);
  return tables.concepts(
    'regions',
    (row) => readRegion(row, known, problems),
    ({ name }) => name,
  );
}

function readRegion(row: TableRow, known: readonly string[], problems: Problems): RegionConcept {
  const states = someOf(row, 'states');
  for (const name of states.filter((code) => !known.includes(code)))
    problems.report('normalize-reference-unknown', { kind: 'state', name, known }, row.cell('states').at);
  return { name: row.text('region'), states, phrases: row.list('phrases'), at: row.at };
}

export function readPlaces(tables: ReferenceTables): readonly Place[] {
  return tables.concepts('places', readPlace, ({ city, state, postalCode }) => `${city}, ${state} ${postalCode}`);
}

function readPlace(row: TableRow): Place {
  const patterns = { postal_code: /^\d{5}$/, county_fips: /^\d{5}$/, area_code: /^\d{3}$/, state: /^[A-Z]{2}$/ };
  for (const [column, pattern] of Object.entries(patterns)) {
    if (!pattern.test(row.cell(column).value))
      row.refuse(column, column === 'state' ? 'two capital letters' : 'digits');
  }
  const county = row.cell('county').value;
  const partOf = row.list('part_of');
  return {
    ...(county === '' ? {} : { county }),
    ...(partOf.length === 0 ? {} : { partOf }),
    city: row.text('city'),
    state: row.cell('state').value,
    postalCode: row.cell('postal_code').value,
    countyFips: row.cell('county_fips').value,
    areaCode: row.cell('area_code').value,
    population: population(row),
    urban: row.flag('urban'),
    at: row.at,
  };
}

function population(row: TableRow): number {
  const value = row.number('population');
  if (value <= 0) row.refuse('population', 'a number above 0');
  return value;
}
