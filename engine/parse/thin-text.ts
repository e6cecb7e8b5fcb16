/**
 * A file without the lines in which Markdown has nothing to find: the insides of front matter and fenced blocks, plain
 * rows of tables, prose without links. The Markdown parser is by far the slowest part of reading a tree, and these lines
 * are most of a skill file. What was taken out, but for prose, is put back into the tree by `restore-tree.ts`, which also
 * finds out where a guess was wrong.
 */
export interface ThinText {
  readonly text: string;
  /** For each line that is left, its index in the file. */
  readonly lineIndexes: readonly number[];
  readonly fences: readonly LineRange[];
  readonly tables: readonly ThinTable[];
  /** First lines of the paragraphs that are left as one line without meaning. */
  readonly prose: readonly number[];
}

/** Indexes of lines; `to` is the closing fence. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface ThinTable {
  readonly header: number;
  /** Rows that were taken out. */
  readonly rows: readonly number[];
}

const OPENING = /^(`{3,}(?=[^`]*$)|~{3,})/;
const DELIMITER_ROW = /^\|(?=.*-)(?:[ \t]*:?-+:?[ \t]*\|)*(?:[ \t]*:?-+:?)?[ \t]*$/;
/** Whatever may begin markup or a link in a line of text, but for brackets and stars. */
const MARKUP = /[\\`\t@]|~~|:\/\/|www\.|<[a-z/!?]|&#?[a-z0-9]+;|\]\(|(?<![a-z0-9])_|_(?![a-z0-9])/i;

/** A line of a paragraph and of nothing else, in which no link, reference or piece of HTML can begin or end. */
const PROSE = /^(?!.*(?:[[\]<>@]|:\/\/|www\.))(?:[a-z(]|\*\*[a-z]|`[^`])/i;

/** Stands for a paragraph, so that what is above it stays apart from what is below. */
const PARAGRAPH = 'x';

export function thinText(lines: readonly string[], frontMatterEnd: number): ThinText {
  const fences: LineRange[] = [];
  const tables: ThinTable[] = [];
  const lineIndexes: number[] = [];
  const prose = new Set<number>();
  const brackets = !lines.some((line) => line.includes(']:'));
  let index = 0;
  const keep = (count: number): void => {
    for (const end = index + count; index < end; index += 1) lineIndexes.push(index);
  };
  if (frontMatterEnd > 0) {
    keep(1);
    index = frontMatterEnd;
  }
  while (index < lines.length) {
    const closing = findClosingFence(lines, index);
    if (closing === -1) {
      keep(lines.length - index);
    } else if (closing !== undefined) {
      fences.push({ from: index, to: closing });
      keep(1);
      index = closing;
      keep(1);
    } else if (beginsTable(lines, index)) {
      const table = { header: index, rows: findPlainRows(lines, index + 2, brackets) };
      tables.push(table);
      keep(2);
      const taken = new Set(table.rows);
      while (lines[index]?.startsWith('|') === true) {
        if (!taken.has(index)) lineIndexes.push(index);
        index += 1;
      }
    } else if (beginsPlainProse(lines, index)) {
      prose.add(index);
      keep(1);
      while (!isBlank(lines[index])) index += 1;
    } else keep(1);
  }
  const text = lineIndexes.map((line) => (prose.has(line) ? PARAGRAPH : lines[line])).join('\n');
  return { text, lineIndexes, fences, tables, prose: [...prose] };
}

/** -1 for a fence that is never closed. Only fences without indentation: those stand in no list and no quote. */
function findClosingFence(lines: readonly string[], index: number): number | undefined {
  const fence = OPENING.exec(lines[index] ?? '')?.[1];
  if (fence === undefined) return undefined;
  const closes = new RegExp(`^ {0,3}${fence.charAt(0)}{${fence.length},}[ \\t]*$`);
  for (let at = index + 1; at < lines.length; at += 1) {
    if (closes.test(lines[at] ?? '')) return at;
  }
  return -1;
}

/** A paragraph by itself, between blank lines. */
function beginsPlainProse(lines: readonly string[], index: number): boolean {
  if (!isBlank(lines[index - 1])) return false;
  let end = index;
  while (PROSE.test(lines[end] ?? '')) end += 1;
  return end > index && isBlank(lines[end]);
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

/** A header row that cannot be part of a paragraph above it, and the row of dashes below. */
function beginsTable(lines: readonly string[], index: number): boolean {
  return (
    lines[index]?.startsWith('|') === true &&
    DELIMITER_ROW.test(lines[index + 1] ?? '') &&
    (isBlank(lines[index - 1]) || /^#{1,6} /.test(lines[index - 1] ?? ''))
  );
}

function findPlainRows(lines: readonly string[], first: number, brackets: boolean): readonly number[] {
  const rows: number[] = [];
  for (let index = first; lines[index]?.startsWith('|') === true; index += 1) {
    if (isPlainRow(lines[index] ?? '', brackets)) rows.push(index);
  }
  return rows;
}

/** One star is a star; two may be emphasis. Brackets are brackets where no reference is defined. */
function isPlainRow(line: string, brackets: boolean): boolean {
  return (
    /^\|.*\|$/.test(line) &&
    !MARKUP.test(line) &&
    line.indexOf('*') === line.lastIndexOf('*') &&
    (brackets || !line.includes('['))
  );
}
