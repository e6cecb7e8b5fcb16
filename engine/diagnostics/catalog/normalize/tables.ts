/** What the stage `normalize` has to say of reference tables. */
import type { Catalog } from '../../entry.ts';
import { didYouMean, excerpt } from '../../wording.ts';

export interface TablesParams {
  'normalize-table-missing': { table: string; heading: string };
  'normalize-column-missing': { column: string; table: string };
  'normalize-column-unknown': { column: string; table: string; known: readonly string[] };
  'normalize-cell': { column: string; expected: string; found: string };
}

export const tablesCatalog: Catalog<TablesParams> = {
  'normalize-table-missing': {
    severity: 'error',
    message: ({ table, heading }) =>
      `The table \`${excerpt(table)}\` should stand under the heading \`${excerpt(heading)}\`, but none does.`,
  },
  'normalize-column-missing': {
    severity: 'error',
    message: ({ column, table }) => `The table \`${table}\` has no column \`${column}\`.`,
  },
  'normalize-column-unknown': {
    severity: 'warning',
    message: ({ column, table }) => `\`${excerpt(column)}\` is no column of the table \`${table}\`, so it is not read.`,
    hint: ({ column, known }) => didYouMean(column, known) ?? 'Prose about a row belongs in the column `source`.',
  },
  'normalize-cell': {
    severity: 'error',
    message: ({ column, expected, found }) =>
      `The column \`${column}\` must hold ${expected}; \`${excerpt(found)}\` was found.`,
  },
};
