/** Comma-separated records of a public file, one at a time, with the line on which each begins. */

export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A record whose quotes never close ends with the file and is yielded as it is. */
export async function* readRecords(lines: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let number = 0;
  let open: { text: string; line: number } | undefined;
  for await (const line of lines) {
    number += 1;
    const text = open === undefined ? line : `${open.text}\n${line}`;
    const began = open?.line ?? number;
    open = quotes(text) % 2 === 1 ? { text, line: began } : undefined;
    if (open === undefined && text.trim() !== '') yield { line: began, cells: cellsOf(text) };
  }
  if (open !== undefined) yield { line: open.line, cells: cellsOf(open.text) };
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
