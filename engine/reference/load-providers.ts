/**
 * The national registry of providers, as it is published, to the text of a reference skill with those who practise in a
 * place of the tree and are of a specialty or kind of facility that it has. A file with a mistake makes no skill.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Place } from '../model/index.ts';
import { countMistake, readRecords } from './csv.ts';
import type { CsvRecord } from './csv.ts';
import { cellText, tableText } from './skill-text.ts';

export interface RegistryInput {
  /** As diagnostics and the skill name the file. */
  readonly file: string;
  readonly lines: AsyncIterable<string>;
  readonly places: readonly Place[];
  /** NUCC codes of the tree's specialties and kinds of facilities. */
  readonly taxonomyCodes: ReadonlySet<string>;
}

export interface LoadedProviders {
  readonly skill: { readonly name: string; readonly text: string; readonly providers: number } | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const PRACTICE = 'Business Practice Location Address';
const COLUMNS = {
  npi: 'NPI',
  entity: 'Entity Type Code',
  organization: 'Provider Organization Name (Legal Business Name)',
  lastName: 'Provider Last Name (Legal Name)',
  firstName: 'Provider First Name',
  street: `Provider First Line ${PRACTICE}`,
  city: `Provider ${PRACTICE} City Name`,
  state: `Provider ${PRACTICE} State Name`,
  postalCode: `Provider ${PRACTICE} Postal Code`,
  taxonomy: 'Healthcare Provider Taxonomy Code_1',
} as const;
/** Columns that later files have and small extracts may lack. */
const DEACTIVATED = 'NPI Deactivation Date';
const REACTIVATED = 'NPI Reactivation Date';
const MOST_TAXONOMIES = 15;
const MOST_MISTAKES = 100;

/** Where each column of the file stands, by its published name. */
type Header = ReadonlyMap<string, number>;
/** A value of one line, by its column; empty where the file has none. */
type Cell = (column: string) => string;
type Row = readonly string[];

export async function loadProviders({ file, lines, places, taxonomyCodes }: RegistryInput): Promise<LoadedProviders> {
  const diagnostics: Diagnostic[] = [];
  const rows = new Map<string, Row>();
  const isNear = nearPlaces(places);
  let header: Header | undefined;
  for await (const record of readRecords(lines)) {
    const { line, cells } = record;
    if (header === undefined) {
      header = headerOf(cells);
      const missing = missingIn(header);
      if (missing.length === 0) continue;
      const found = diagnostic('reference-columns-missing', { layout: 'nppes', missing }, lineOf(file, line));
      return { skill: undefined, diagnostics: [found] };
    }
    const wrong = mistakeOf(record, header, isNear);
    if (wrong !== undefined) diagnostics.push(diagnostic('reference-record', wrong, lineOf(file, line)));
    if (diagnostics.length >= MOST_MISTAKES) break;
    const cell = cellsBy(header, cells);
    if (wrong !== undefined || !isActive(cell) || !isNear(cell)) continue;
    const taxonomy = taxonomyOf(cell);
    if (taxonomyCodes.has(taxonomy)) rows.set(cell(COLUMNS.npi), rowOf(cell, taxonomy));
  }
  if (rows.size === 0 && diagnostics.length === 0)
    diagnostics.push(diagnostic('reference-no-provider', {}, lineOf(file, 1)));
  if (diagnostics.length > 0) return { skill: undefined, diagnostics };
  return { skill: skillOf(file, [...rows.values()]), diagnostics };
}

function headerOf(cells: readonly string[]): Header {
  return new Map(cells.map((name, index) => [name.replace(/^\uFEFF/, ''), index]));
}

function missingIn(header: Header): readonly string[] {
  return Object.values(COLUMNS).filter((name) => !header.has(name));
}

function cellsBy(header: Header, cells: readonly string[]): Cell {
  return (column) => cells[header.get(column) ?? -1] ?? '';
}

function lineOf(file: string, line: number): Diagnostic['at'] {
  const start = { line, column: 1 };
  return { file, start, end: start };
}

interface Mistake {
  readonly column: string;
  readonly expected: string;
}

/** Of those who practise nowhere in the tree, abroad and in the forces too, nothing but the number is looked at. */
function mistakeOf(record: CsvRecord, header: Header, isNear: (cell: Cell) => boolean): Mistake | undefined {
  const count = countMistake(record, header.size);
  if (count !== undefined) return { column: COLUMNS.npi, expected: count };
  const cell = cellsBy(header, record.cells);
  if (!isProviderNumber(cell(COLUMNS.npi))) return { column: COLUMNS.npi, expected: 'ten digits with a check digit' };
  if (!isActive(cell) || !isNear(cell) || /^\d{5}(-?\d{4})?$/.test(cell(COLUMNS.postalCode))) return undefined;
  return { column: COLUMNS.postalCode, expected: 'five or nine digits' };
}

/** What the card issuer prefix 80840 adds to the sum of the check digit. */
const PREFIX_SUM = 24;

function isProviderNumber(npi: string): boolean {
  if (!/^\d{10}$/.test(npi)) return false;
  const sum = Array.from(npi, Number).reduce((total, digit, at) => {
    const counted = at % 2 === 0 ? digit * 2 : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, PREFIX_SUM);
  return sum % 10 === 0;
}

/** Of a deactivated number the registry gives nothing but the date. */
function isActive(cell: Cell): boolean {
  return cell(COLUMNS.entity) !== '' && (cell(DEACTIVATED) === '' || cell(REACTIVATED) !== '');
}

/** In a town of the tree, or with a postal code of one that is of the same state. */
function nearPlaces(places: readonly Place[]): (cell: Cell) => boolean {
  const codes = new Set(places.map(({ postalCode, state }) => `${postalCode}, ${state}`));
  const cities = new Set(places.map(({ city, state }) => `${city.toLowerCase()}, ${state}`));
  return (cell) => {
    const state = cell(COLUMNS.state).toUpperCase();
    const code = cell(COLUMNS.postalCode).slice(0, 5);
    return codes.has(`${code}, ${state}`) || cities.has(`${cell(COLUMNS.city).toLowerCase()}, ${state}`);
  };
}

/** The primary one, where one of them is marked so. */
function taxonomyOf(cell: Cell): string {
  for (let number = 1; number <= MOST_TAXONOMIES; number += 1)
    if (cell(`Healthcare Provider Primary Taxonomy Switch_${number}`) === 'Y')
      return cell(`Healthcare Provider Taxonomy Code_${number}`);
  return cell(COLUMNS.taxonomy);
}

const ORGANIZATION = '2';

function rowOf(cell: Cell, taxonomy: string): Row {
  const name =
    cell(COLUMNS.entity) === ORGANIZATION
      ? cell(COLUMNS.organization)
      : `${cell(COLUMNS.firstName)} ${cell(COLUMNS.lastName)}`;
  return [
    cell(COLUMNS.npi),
    cellText(name) || 'not named',
    taxonomy,
    cellText(cell(COLUMNS.street)) || 'not given',
    cellText(cell(COLUMNS.city)),
    cell(COLUMNS.state).toUpperCase(),
    cell(COLUMNS.postalCode).slice(0, 5),
  ];
}

const NAME = 'nppes-providers';

function skillOf(file: string, rows: readonly Row[]): NonNullable<LoadedProviders['skill']> {
  const header = ['npi', 'name', 'taxonomy_code', 'address', 'city', 'state', 'postal_code'];
  const ordered = rows.toSorted((one, other) => ((one[0] ?? '') < (other[0] ?? '') ? -1 : 1));
  const text = `---
name: ${NAME}
description: ${rows.length} providers of the national registry, loaded from the published file. Used instead of invented ones in the places that it covers.
type: reference
tables:
  listed_providers: Providers
---

# Providers of the national registry

Written by \`healthsim reference load nppes\` from \`${cellText(file)}\`: those who practise in a place of the tree and are of a specialty or kind of facility that
it has. Names, numbers and addresses are real. Load a newer file to replace it.

## Providers

${tableText([header, ...ordered])}
`;
  return { name: NAME, text, providers: rows.length };
}
