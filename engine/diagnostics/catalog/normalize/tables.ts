/** What the stage `normalize` has to say of reference tables. */
import type { Catalog } from '../../entry.ts';
import { didYouMean, excerpt } from '../../wording.ts';

export interface TablesParams {
  'normalize-table-missing': { table: string; heading: string; headings: readonly string[] };
  'normalize-column-missing': { column: string; table: string; unknown: readonly string[] };
  'normalize-column-unknown': { column: string; table: string; known: readonly string[] };
  'normalize-cell': { column: string; expected: string; found: string };
}

export const tablesCatalog: Catalog<TablesParams> = {
  'normalize-table-missing': {
    severity: 'error',
    message: ({ table, heading }) =>
      `The table \`${excerpt(table)}\` should stand under the heading \`${excerpt(heading)}\`, but none does.`,
    hint: ({ heading, headings }) =>
      didYouMean(heading, headings) ?? 'The table stands in the same file, below a heading of that name.',
  },
  'normalize-column-missing': {
    severity: 'error',
    message: ({ column, table }) => `The table \`${table}\` has no column \`${column}\`.`,
    hint: ({ column, unknown }) => didYouMean(column, unknown) ?? 'Columns may stand in any order.',
  },
  'normalize-column-unknown': {
    severity: 'warning',
    message: ({ column, table }) => `\`${excerpt(column)}\` is no column of the table \`${table}\`, so it is not read.`,
    hint: ({ column, known }) => didYouMean(column, known) ?? 'Prose about a row belongs in the column `source`.',
  },
  'normalize-cell': {
    severity: 'error',
    message: ({ column, expected, found }) =>
      `The column \`${column}\` must hold ${expected}; ${found === '' ? 'the cell is empty' : `\`${excerpt(found)}\` was found`}.`,
    hint: ({ column, found }) =>
      numberMeant(found) ??
      `The prose above the table says what \`${column}\` holds; until then its row counts for nothing.`,
  },
};

/** A share in hundredths, or a comma where the point belongs. */
function numberMeant(found: string): string | undefined {
  const [, hundredths] = /^(\d+(?:\.\d+)?) ?%$/.exec(found) ?? [];
  if (hundredths !== undefined)
    return `Shares are parts of 1: \`${Number((Number(hundredths) / 100).toPrecision(12))}\`.`;
  const [, whole, decimals] = /^(-?\d+),(\d{1,2})$/.exec(found) ?? [];
  return decimals === undefined ? undefined : `Decimals stand behind a point: \`${whole}.${decimals}\`.`;
}
