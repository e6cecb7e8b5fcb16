/** One read-only statement on a built file, as a table or as one JSON object a row. */
import { queryFile } from '../../pipeline.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../outcome.ts';
import { formatJsonLine } from '../print/json.ts';
import { formatQuantity } from '../print/quantities.ts';
import { formatTable } from '../print/table.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics } from '../tell.ts';

export interface QueryOptions {
  readonly skills: string;
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
    () => formatRows(columns, rows),
  );
  if (!session.json) session.note(formatQuantity(rows.length, 'row'));
  return exitCodes.ok;
}

function formatRows(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return formatTable(
    columns.map((title, index) => ({ title, align: rows.every((row) => isNumber(row[index])) ? 'right' : 'left' })),
    rows.map((row) => row.map(cellText)),
  );
}

function isNumber(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'bigint';
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : formatJsonLine(value).replace(/^"(.*)"$/, '$1');
}
