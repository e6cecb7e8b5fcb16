/** The reference tables of the tree: found under the headings that front matter names, checked column by column, cut into rows. */
import { nearest } from '../../diagnostics/index.ts';
import type { Located, MarkdownTable, Skill } from '../../model/index.ts';
import { entryOf } from '../../trees/index.ts';
import { withoutErrors } from '../problems.ts';
import type { Problems } from '../problems.ts';
import { readText, sameWord } from '../scalars.ts';
import { PROSE_COLUMN, isTableName, tableNames, tableShapes } from './table-names.ts';
import type { TableName, TableShape } from './table-names.ts';
import { createTableRow } from './table-row.ts';
import type { TableRow } from './table-row.ts';

export interface ReferenceTables {
  /** What `read` makes of each row of the tables of that name; rows with a mistake, and second rows of any of its names, are left out. */
  readonly concepts: <Concept>(
    table: TableName,
    read: (row: TableRow) => Concept,
    keysOf?: (concept: Concept) => string | readonly string[],
  ) => readonly Concept[];
}

export interface NamedTable {
  readonly name: TableName;
  readonly table: MarkdownTable;
}

export function findTables(skills: readonly Skill[], problems: Problems): readonly NamedTable[] {
  return skills.flatMap((skill) => tablesOf(skill, problems)).filter((one) => hasColumns(one, problems));
}

/** `touch` is told which tables are asked for. */
export function readTables(
  tables: readonly NamedTable[],
  problems: Problems,
  touch: (name: TableName) => void = () => undefined,
): ReferenceTables {
  return {
    concepts: (name, read, keysOf) => {
      touch(name);
      const rows = tables.filter((one) => one.name === name).flatMap((one) => rowsOf(one, problems));
      const concepts = rows.map((row) => ({ row, concept: withoutErrors(problems, () => read(row)) }));
      const seen = new Set<string>();
      return concepts.flatMap(({ row, concept }) => {
        if (concept === undefined) return [];
        const keys = keysOf === undefined ? [] : [keysOf(concept)].flat();
        const double = keys.find((key) => seen.has(key));
        if (double !== undefined) {
          problems.report('normalize-duplicate', { what: `row of \`${name}\``, name: double }, row.at);
          return [];
        }
        for (const key of keys) seen.add(key);
        return [concept];
      });
    },
  };
}

function tablesOf(skill: Skill, problems: Problems): readonly NamedTable[] {
  const named = entryOf(skill.frontMatter, 'tables')?.value;
  if (named?.kind !== 'map') return [];
  return named.entries.flatMap(({ key, keyAt, value }) => {
    if (!isTableName(key)) {
      problems.report('normalize-word-unknown', { what: 'reference table', word: key, known: tableNames }, keyAt);
      return [];
    }
    const heading = readText(value, `The heading of \`${key}\``, problems);
    if (heading === undefined) return [];
    const tables = skill.tables.filter((table) => table.heading !== undefined && sameWord(table.heading, heading));
    if (tables.length === 0) {
      const headings = skill.tables.flatMap((table) => table.heading ?? []);
      problems.report('normalize-table-missing', { table: key, heading, headings }, value.at);
    }
    return tables.map((table) => ({ name: key, table }));
  });
}

function hasColumns(named: NamedTable, problems: Problems): boolean {
  const { name, table } = named;
  const { required, figures = false }: TableShape = tableShapes[name];
  const columns = new Set(table.header.map(({ value }) => value));
  const missing = required.filter((column) => !columns.has(column));
  const misspelled = new Set(missing.map((column) => reportMissing(column, named, problems)));
  const known = knownColumns(name);
  for (const { value, at: place } of table.header) {
    if (!known.has(value) && !misspelled.has(value) && !(figures && /^[a-z]\w*$/.test(value)))
      problems.report('normalize-column-unknown', { column: value, table: name, known: [...known] }, place);
  }
  return missing.length === 0;
}

function knownColumns(name: TableName): ReadonlySet<string> {
  const { required, optional }: TableShape = tableShapes[name];
  return new Set([...required, ...optional, PROSE_COLUMN]);
}

/** At the column that is meant for it, which is returned, or else at the beginning of the table. */
function reportMissing(column: string, { name, table }: NamedTable, problems: Problems): string | undefined {
  const known = knownColumns(name);
  const unknown = table.header.map(({ value }) => value).filter((value) => !known.has(value));
  const [meant] = nearest(column, unknown);
  const cell = table.header.find(({ value }) => value === meant) ?? table.header[0];
  problems.report('normalize-column-missing', { column, table: name, unknown }, cell?.at ?? table.at);
  return meant;
}

function rowsOf(named: NamedTable, problems: Problems): readonly TableRow[] {
  const { header, rows, at } = named.table;
  const columns = new Set(header.map(({ value }) => value));
  const isAbsent = (column: string): boolean => {
    if (!columns.has(column)) reportMissing(column, named, problems);
    return !columns.has(column);
  };
  return rows.map((row) => {
    const cells = new Map<string, Located<string>>();
    for (const [index, { value }] of header.entries()) {
      const cell = row[index];
      if (cell !== undefined) cells.set(value, cell);
    }
    return createTableRow(cells, row[0]?.at ?? at, isAbsent, problems);
  });
}
