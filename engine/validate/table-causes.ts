/**
 * Errors that only follow from others of the same table: a row with an error, or a table whose columns have one, says nothing, so
 * its names are unknown and shares that it was to say are missed by what they sum to.
 */
import { ownerOf } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Located, SkillDocument } from '../model/index.ts';

export interface TableCauses {
  /** Whether the name is that of a row of the same file which has an error itself, another than that it is so called. */
  readonly isOfDropped: (name: string, error: Diagnostic) => boolean;
  /** Whether it is about what rows sum to, of which others have errors. */
  readonly isAmongDropped: (error: Diagnostic) => boolean;
}

interface Rows {
  readonly header: number;
  readonly rows: readonly (readonly Located<string>[])[];
}

export function createTableCauses(
  documents: readonly SkillDocument[],
  errors: readonly Diagnostic[],
  namesIn: (error: Diagnostic) => readonly string[],
): TableCauses {
  const byLine = new Map<string, Diagnostic[]>();
  for (const error of errors) {
    const line = error.at === undefined ? '' : `${ownerOf(error.at)}:${error.at.start.line}`;
    byLine.set(line, [...(byLine.get(line) ?? []), error]);
  }
  const tables = new Map(
    documents.map(({ path, tables: all }) => [
      path,
      all.map(({ header, rows }): Rows => ({ header: lineOf(header), rows })),
    ]),
  );
  const tablesOf = ({ at }: Diagnostic): readonly Rows[] => (at ? tables.get(ownerOf(at)) : undefined) ?? [];
  const errorsOn = (line: number, { at }: Diagnostic): readonly Diagnostic[] =>
    (at ? byLine.get(`${ownerOf(at)}:${line}`) : undefined) ?? [];
  const isOfDropped = (name: string, error: Diagnostic): boolean =>
    tablesOf(error).some(({ header, rows }) =>
      rows.some((row) => {
        if (row[0]?.value !== name) return false;
        const others = [...errorsOn(header, error), ...errorsOn(lineOf(row), error)];
        return others.some((other) => !namesIn(other).includes(name));
      }),
    );
  const dropsRow = (error: Diagnostic): boolean =>
    error.code !== SUMS && !namesIn(error).some((name) => isOfDropped(name, error));
  const isAmongDropped = (error: Diagnostic): boolean =>
    error.code === SUMS &&
    tablesOf(error).some(({ rows }) => {
      const lines = rows.map(lineOf);
      return lines.includes(error.at?.start.line ?? 0) && lines.some((line) => errorsOn(line, error).some(dropsRow));
    });
  return { isOfDropped, isAmongDropped };
}

const SUMS: Diagnostic['code'] = 'normalize-weights';

function lineOf([first]: readonly Located<string>[]): number {
  return first?.at.start.line ?? 0;
}
