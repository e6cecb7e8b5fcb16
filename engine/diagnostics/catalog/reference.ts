/** What loading a public file into a reference skill has to say. */
import type { Catalog } from '../entry.ts';
import { escapeControls, excerpt } from '../wording.ts';

export interface ReferenceParams {
  'reference-columns-missing': { layout: string; missing: readonly string[] };
  'reference-record': { column: string; expected: string };
  'reference-empty': { layout: string };
  'reference-no-provider': Record<string, never>;
  'reference-too-large': { bytes: number; limit: number };
  'reference-file-failed': { path: string; doing: 'read' | 'written'; reason: string };
}

export const referenceCatalog: Catalog<ReferenceParams> = {
  'reference-columns-missing': {
    severity: 'error',
    message: ({ layout, missing }) =>
      `The file is not in the layout \`${layout}\`: it has no column ${missing.map((one) => `\`${one}\``).join(', ')}.`,
    hint: () => 'Load the table as it is published, out of its archive and with its first line of column names.',
  },
  'reference-record': {
    severity: 'error',
    message: ({ column, expected }) =>
      `The record is malformed: \`${excerpt(column)}\` needs ${escapeControls(expected)}.`,
    hint: () => 'Nothing was written. Download the file again, or correct the line.',
  },
  'reference-empty': {
    severity: 'error',
    message: ({ layout }) => `The file has no county in the layout \`${layout}\`, so nothing was written.`,
    hint: () => 'Load the file of counties, not that of states or tracts.',
  },
  'reference-no-provider': {
    severity: 'error',
    message: () => 'Nobody in the file practises in a place of the tree and is of a specialty or facility that it has.',
    hint: () =>
      'Nothing was written. Add the places (`places`) or the taxonomy codes (`specialties`, `facility_kinds`) of the file.',
  },
  'reference-too-large': {
    severity: 'error',
    message: ({ bytes, limit }) =>
      `What the file says of the tree comes to ${bytes} bytes; a skill file may have ${limit}.`,
    hint: () => 'Nothing was written. Load a part of the file, such as the lines of one state.',
  },
  'reference-file-failed': {
    severity: 'error',
    message: ({ path, doing, reason }) => `The file \`${excerpt(path)}\` cannot be ${doing}: ${reason}.`,
  },
};
