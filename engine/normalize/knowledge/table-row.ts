/** One row of a reference table, read cell by cell: what is no number, list or time of day is reported at its cell. */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type { Located, SourceRange } from '../../model/index.ts';
import type { Problems } from '../problems.ts';

export interface TableRow {
  readonly at: SourceRange;
  readonly columns: readonly string[];
  /** The cell's text; empty where the table lacks the column or the cell is empty. */
  readonly cell: (column: string) => Located<string>;
  readonly text: (column: string) => string;
  readonly number: (column: string) => number;
  readonly optionalNumber: (column: string) => number | undefined;
  /** Separated by semicolons. */
  readonly list: (column: string) => readonly string[];
  /** `yes` or `no`. */
  readonly flag: (column: string) => boolean;
  /** `HH:MM` as minutes after midnight. */
  readonly minute: (column: string) => number;
  /** A value that only the concept itself can judge. */
  readonly refuse: (column: string, expected: string) => void;
  /** What stands in some of these columns, though nothing reads it: the row counts all the same. */
  readonly idle: (columns: readonly string[], reason: string) => void;
}

/** `isAbsent` reports a column that the whole table lacks, and says whether it does. */
export function createTableRow(
  cells: ReadonlyMap<string, Located<string>>,
  at: SourceRange,
  isAbsent: (column: string) => boolean,
  problems: Problems,
): TableRow {
  const cell = (column: string): Located<string> => cells.get(column) ?? { value: '', at };
  const refused = new Set<string>();
  const refuse = (column: string, expected: string): void => {
    if (refused.has(column)) return;
    refused.add(column);
    if (isAbsent(column)) return;
    const { value, at: place } = cell(column);
    problems.report('normalize-cell', { column, expected, found: value }, place);
  };
  const optionalNumber = (column: string): number | undefined => {
    const { value } = cell(column);
    if (value === '') return undefined;
    const number = numberOf(value);
    if (number === undefined) refuse(column, 'a number');
    return number;
  };
  return {
    at,
    columns: [...cells.keys()],
    cell,
    refuse,
    optionalNumber,
    idle: (columns, reason) => {
      const written = columns.filter((column) => cell(column).value !== '');
      const [first] = written;
      if (first === undefined) return;
      problems.report('normalize-without-effect', { part: written.join(', '), reason, isOfRows: true }, cell(first).at);
    },
    text: (column) => {
      const { value } = cell(column);
      if (value === '') refuse(column, 'a text');
      return value;
    },
    number: (column) => {
      if (cell(column).value === '') refuse(column, 'a number');
      return optionalNumber(column) ?? 0;
    },
    list: (column) => itemsOf(cell(column).value),
    flag: (column) => {
      const value = cell(column).value.toLowerCase();
      if (value !== 'yes' && value !== 'no') refuse(column, '`yes` or `no`');
      return value === 'yes';
    },
    minute: (column) => {
      const minute = minuteOfDay(cell(column).value);
      if (minute === undefined) refuse(column, 'a time of day as `08:30`');
      return minute ?? 0;
    },
  };
}

function itemsOf(text: string): readonly string[] {
  return text
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function numberOf(text: string): number | undefined {
  const plain = text.replace(/^(-?)\$/, '$1').replaceAll(',', '');
  const grouped = text.includes(',') && !/^-?\$?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text);
  return grouped || !/^-?\d+(\.\d+)?$/.test(plain) ? undefined : Number(plain);
}

/** Up to `24:00`, which is the end of the day. */
export function minuteOfDay(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (match === null) return undefined;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  return minutes < 60 && hours * 60 + minutes <= MINUTES_A_DAY ? hours * 60 + minutes : undefined;
}
