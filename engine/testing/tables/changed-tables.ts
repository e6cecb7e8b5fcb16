/** Reference tables of a document with one of their cells changed, or with rows more, and what else a cell could hold. */
import type { Located, MarkdownTable, SkillDocument } from '../../model/index.ts';

export interface CellPlace {
  readonly heading: string;
  readonly row: number;
  readonly column: number;
}

type Cells = readonly Located<string>[];

export function tableOf(document: SkillDocument, heading: string): MarkdownTable {
  const found = document.tables.find((table) => table.heading === heading);
  if (found === undefined) throw new Error(`${document.path} has no table under ${heading}`);
  return found;
}

export function withTable(
  document: SkillDocument,
  heading: string,
  change: (table: MarkdownTable) => MarkdownTable,
): SkillDocument {
  const tables = document.tables.map((table) => (table.heading === heading ? change(table) : table));
  return { ...document, tables };
}

export function withCell(document: SkillDocument, { heading, row, column }: CellPlace, text: string): SkillDocument {
  const changed = (cells: Cells): Cells => cells.map((cell, at) => (at === column ? { ...cell, value: text } : cell));
  return withTable(document, heading, (table) => ({
    ...table,
    rows: table.rows.map((cells, at) => (at === row ? changed(cells) : cells)),
  }));
}

/** Other texts that may fit: of a list without its last, another number, time or flag, what stands elsewhere, another word. */
export function otherTexts(text: string, elsewhere: readonly string[]): readonly string[] {
  if (text === 'yes' || text === 'no') return [text === 'yes' ? 'no' : 'yes'];
  const items = text.split('; ');
  const fewer = items.length > 1 ? [items.slice(0, -1).join('; '), items.toReversed().join('; ')] : [];
  const numbers = /^-?\d+(\.\d+)?$/.test(text) ? otherNumbers(text) : lastNumber(text);
  const others = [...new Set(elsewhere)].filter((one) => one !== text && one !== '').slice(0, 3);
  return [...fewer, ...numbers, ...others, `${text}x`, ''];
}

function otherNumbers(text: string): readonly string[] {
  const number = Number(text);
  const padded = (one: number): string => String(one).padStart(text.length, '0');
  if (Number.isInteger(number)) return [padded(number + 1), ...(number > 0 ? [padded(number - 1)] : [])];
  return [number * 1.25, number * 0.75].map((one) => String(Number(one.toFixed(4))));
}

/** The last number within the text raised or lowered by one. */
function lastNumber(text: string): readonly string[] {
  const last = /\d+(?=\D*$)/.exec(text);
  if (last === null) return [];
  const [digits] = last;
  const number = Number(digits);
  return [number + 1, ...(number > 0 ? [number - 1] : [])].map(
    (one) =>
      text.slice(0, last.index) + String(one).padStart(digits.length, '0') + text.slice(last.index + digits.length),
  );
}
