/** One read-only statement on a built file, as a table or as one JSON object a row. */
import { queryFile } from '../../pipeline.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../outcome.ts';
import { formatJsonLine } from '../print/json.ts';
import { formatQuantity } from '../print/quantities.ts';
import { fits, formatRecords, formatTable, printable } from '../print/table.ts';
import type { TableColumn } from '../print/table.ts';
import { wrapLines } from '../print/wrap.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics } from '../tell.ts';

export interface QueryOptions {
  readonly json?: boolean;
}

export async function query(file: string, sql: string, session: Session): Promise<ExitCode> {
  const { result, diagnostics } = await queryFile(file, sql, session.signal);
  tellDiagnostics(diagnostics, undefined, session);
  if (result === undefined) return outcomeOf(diagnostics, exitCodes.problems);
  const { columns, rows } = result;
  present(
    session,
    rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
    () => formatRows(columns, rows, session.width),
  );
  if (!session.json) session.note(formatQuantity(rows.length, 'row'));
  return exitCodes.ok;
}

/** As a table; where it is wider than the terminal, a row below the other, each column a line. */
function formatRows(titles: readonly string[], rows: readonly (readonly unknown[])[], width: number): string {
  const columns: readonly TableColumn[] = titles.map((title, index) => ({
    title,
    align: rows.every((row) => isNumber(row[index])) ? 'right' : 'left',
  }));
  const cells = rows.map((row) => row.map(cellText));
  if (fits(columns, cells, width)) return formatTable(columns, cells);
  return rows.length === 0
    ? wrapLines(titles.map(printable).join('  '), width, 0)
    : formatRecords(titles, cells, width);
}

function isNumber(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'bigint';
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : formatJsonLine(value).replace(/^"(.*)"$/, '$1');
}
