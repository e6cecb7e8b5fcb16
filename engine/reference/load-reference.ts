/**
 * A public file of county figures to the text of a reference skill that holds them as a table. A file with a mistake makes
 * no skill: every mistake is named with its line.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { StateConcept } from '../model/index.ts';
import { countMistake, readRecords } from './csv.ts';
import type { CsvRecord } from './csv.ts';
import { layouts } from './layouts.ts';
import type { CountyFigures, LayoutName, Reading } from './layouts.ts';
import { writeSkill } from './write-skill.ts';

export interface ReferenceInput {
  readonly layout: LayoutName;
  /** As diagnostics and the skill name the file. */
  readonly file: string;
  readonly lines: AsyncIterable<string>;
  /** Those that there are, for files have their names or their abbreviations. */
  readonly states: readonly StateConcept[];
}

export interface LoadedReference {
  /** `name` is the name of the skill and, with `.md`, of its file. */
  readonly skill: { readonly name: string; readonly text: string; readonly counties: number } | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const MOST_MISTAKES = 100;

export async function loadReference({ layout, file, lines, states }: ReferenceInput): Promise<LoadedReference> {
  const { gap, required, read, stateColumn } = layouts[layout];
  const known = new Set(states.flatMap(({ code, name }) => [code, name]));
  const diagnostics: Diagnostic[] = [];
  const counties = new Map<string, CountyFigures>();
  let header: readonly string[] | undefined;
  let line = 1;
  for await (const record of readRecords(lines)) {
    line = record.line;
    if (header === undefined) {
      header = record.cells.map((name) => name.replace(/^\uFEFF/, ''));
      const there = new Set(header);
      const missing = required(header).filter((column) => !there.has(column));
      if (missing.length > 0) {
        const found = diagnostic('reference-columns-missing', { layout, missing }, lineOf(file, record));
        return { skill: undefined, diagnostics: [found] };
      }
      continue;
    }
    const found = readRecord(record, header, read);
    const reading = isOfUnknownState(found, known)
      ? { kind: 'wrong' as const, column: stateColumn, expected: A_STATE }
      : found;
    const wrong = reading.kind === 'county' ? add(counties, reading) : reading.kind === 'wrong' ? reading : undefined;
    if (wrong === undefined) continue;
    diagnostics.push(diagnostic('reference-record', wrong, lineOf(file, record)));
    if (diagnostics.length >= MOST_MISTAKES) break;
  }
  const complete = [...counties.values()].filter(({ county }) => county.population !== undefined);
  const end = lineOf(file, { line, cells: [] });
  const gaps = diagnostics.length > 0 ? [] : complete.flatMap((one) => gap?.(one) ?? []);
  diagnostics.push(...gaps.slice(0, MOST_MISTAKES).map((one) => diagnostic('reference-record', one, end)));
  if (complete.length === 0 && diagnostics.length === 0) {
    diagnostics.push(diagnostic('reference-empty', { layout }, lineOf(file, { line: 1, cells: [] })));
  }
  if (diagnostics.length > 0) return { skill: undefined, diagnostics };
  return { skill: writeSkill({ layout, file, counties: complete, states }), diagnostics };
}

const A_STATE = 'a state that the table `states` of the reference skills has';

/** Where no skill says which states there are, any will do. */
function isOfUnknownState(reading: Reading, known: ReadonlySet<string>): boolean {
  return reading.kind === 'county' && known.size > 0 && !known.has(reading.county.state);
}

function readRecord(
  record: CsvRecord,
  header: readonly string[],
  read: (cell: (column: string) => string, columns: readonly string[]) => Reading,
): Reading {
  const expected = countMistake(record, header.length);
  if (expected !== undefined) return { kind: 'wrong', column: header.at(-1) ?? '', expected };
  const { cells } = record;
  return read((column) => cells[header.indexOf(column)] ?? '', header);
}

/** What is wrong with it, where an earlier line of the county says something else. */
function add(
  counties: Map<string, CountyFigures>,
  { county, figures }: Extract<Reading, { kind: 'county' }>,
): { readonly column: string; readonly expected: string } | undefined {
  const known = counties.get(county.area);
  if (known !== undefined && known.county.edition > county.edition) return undefined;
  const isSame = known?.county.edition === county.edition;
  const before = isSame ? known.figures : new Map<string, number>();
  const other = [...figures].find(([name, figure]) => (before.get(name) ?? figure) !== figure);
  if (other !== undefined) return { column: other[0], expected: `one value for the county ${county.area}` };
  const kept = isSame && county.population === undefined ? known.county : county;
  counties.set(county.area, { county: kept, figures: new Map([...before, ...figures]) });
  return undefined;
}

function lineOf(file: string, { line }: CsvRecord): Diagnostic['at'] {
  const start = { line, column: 1 };
  return { file, start, end: start };
}
