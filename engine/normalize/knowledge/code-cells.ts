/** Cells that list codes of conditions, or their beginnings. */
import { codePrefixOf } from '../concepts/index.ts';
import type { Problems } from '../problems.ts';
import type { TableRow } from './table-row.ts';

export function codesOf(row: TableRow, column: string, problems: Problems): readonly string[] {
  return row.list(column).map((written) => {
    const code = codePrefixOf(written);
    if (code === undefined) problems.report('normalize-code-impossible', { code: written }, row.cell(column).at);
    return code ?? written;
  });
}

/** A code or its beginning in the column `code`; nothing for whatever no other row names (`*`). */
export function beginningOf(row: TableRow, problems: Problems): string {
  const written = row.text('code');
  if (written === '*') return '';
  const code = codePrefixOf(written);
  if (code === undefined) problems.report('normalize-code-impossible', { code: written }, row.cell('code').at);
  return code ?? written;
}

/** What a row is called that is about something for these reasons: no two rows may be about the same for one of them. */
export function forReasons(of: string, reasons: readonly string[]): readonly string[] {
  return reasons.length === 0 ? [of] : reasons.map((reason) => `${of} for ${reason}`);
}
