/** Reference tables with rows more, each a copy of one that stands there with one cell that cannot be right, or with other columns. */
import type { Located, SkillDocument, SourceRange } from '../../model/index.ts';
import { tableOf, withTable } from './changed-tables.ts';

export interface WrongCell {
  readonly table: string;
  readonly column: string;
  readonly kind: string;
  /** Whether the first column is a name that the author chooses, so that a row with a fresh one is no second row. */
  readonly isOwnName: boolean;
}

export interface PlacedCell extends WrongCell {
  readonly at: SourceRange;
}

/** Far below the last line of the file. */
const FIRST_LINE = 100_000;

/** The document with a row for each of the cells, on a line of its own, and where each of them stands. */
export function withRows(
  document: SkillDocument,
  wrong: readonly WrongCell[],
): { readonly document: SkillDocument; readonly cells: readonly PlacedCell[] } {
  const placed = wrong.map((one, place) => rowOf(document, one, FIRST_LINE + place));
  const added = placed.reduce(
    (all, { cell, row }) => withTable(all, cell.table, (table) => ({ ...table, rows: [...table.rows, row] })),
    document,
  );
  return { document: added, cells: placed.map(({ cell }) => cell) };
}

function rowOf(
  document: SkillDocument,
  one: WrongCell,
  line: number,
): { readonly cell: PlacedCell; readonly row: readonly Located<string>[] } {
  const { header, rows } = tableOf(document, one.table);
  const column = Math.max(
    0,
    header.findIndex(({ value }) => value === one.column),
  );
  const model = rows.find((cells) => cells[column]?.value !== '') ?? [];
  const at = (place: number): SourceRange => ({
    file: document.path,
    start: { line, column: place + 1 },
    end: { line, column: place + 2 },
  });
  const texts: Readonly<Record<string, string>> = { word: `zq${line}`, 'below 0': `-${line}.5`, empty: '' };
  const row = model.map(({ value }, place) => {
    const fresh = place === 0 && one.isOwnName ? `fresh${line}` : value;
    return { value: place === column ? (texts[one.kind] ?? fresh) : fresh, at: at(place) };
  });
  return { cell: { ...one, at: at(column) }, row };
}

/** Every table with other names of columns; what stands in the rows stays. */
export function withColumns(
  document: SkillDocument,
  change: (names: readonly string[]) => readonly string[],
): SkillDocument {
  return {
    ...document,
    tables: document.tables.map((table) => ({
      ...table,
      header: change(table.header.map(({ value }) => value)).map((value) => ({ value, at: table.at })),
    })),
  };
}
