/** Comma-separated records of a public file, one at a time, with the line on which each begins. */

export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** Why there may be other cells than these, as what follows their number. */
  readonly flaw?: string;
}

/** Characters of a record, however many lines it has; what is longer is no record of a public file. */
export const LONGEST_RECORD = 1_000_000;

interface Unread {
  readonly line: number;
  readonly texts: string[];
  readonly length: number;
}

/** A record whose quotes do not close in time is yielded as it is, and the next line begins another. */
export async function* readRecords(lines: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let number = 0;
  let open: Unread | undefined;
  for await (const line of lines) {
    number += 1;
    if (open === undefined && line.trim() === '') continue;
    const { line: began, texts, length }: Unread = open ?? { line: number, texts: [], length: 0 };
    texts.push(line);
    const record = { line: began, texts, length: length + line.length + 1 };
    const isOpen = (open !== undefined) !== (quotes(line) % 2 === 1);
    open = isOpen && record.length <= LONGEST_RECORD ? record : undefined;
    if (open === undefined) yield recordOf(record, isOpen);
  }
  if (open !== undefined) yield recordOf(open, true);
}

function recordOf({ line, texts, length }: Unread, isOpen: boolean): CsvRecord {
  const cells = cellsOf(texts.join('\n').slice(0, LONGEST_RECORD));
  if (isOpen) return { line, cells, flaw: ' before quotes that never close' };
  return length > LONGEST_RECORD ? { line, cells, flaw: ' in a record without end' } : { line, cells };
}

/** What a record of so many columns lacks, or has too many. */
export function countMistake({ cells, flaw }: CsvRecord, columns: number): string | undefined {
  if (flaw === undefined && cells.length === columns) return undefined;
  return `${columns} values, found ${cells.length}${flaw ?? ''}`;
}

function quotes(text: string): number {
  return text.split('"').length - 1;
}

function cellsOf(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"' && isQuoted && text.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === ',' && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
