/** What is read from some of the tables, kept while these and what else decides are the very ones of the last time. */
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { MarkdownTable } from '../../model/index.ts';
import { createProblems } from '../problems.ts';
import type { Problems } from '../problems.ts';
import { readTables } from './read-tables.ts';
import type { NamedTable, ReferenceTables } from './read-tables.ts';
import type { TableName } from './table-names.ts';

/** `known` is what it reads besides: objects that are others as soon as they say something else. */
export type KeptReading<Known extends readonly unknown[], Made> = (
  tables: readonly NamedTable[],
  problems: Problems,
  ...known: Known
) => Made;

interface Reading<Known, Made> {
  readonly known: Known;
  /** Those that were asked for, by name. */
  readonly touched: ReadonlyMap<TableName, readonly MarkdownTable[]>;
  readonly made: Made;
  readonly found: readonly Diagnostic[];
}

export function keptReading<Known extends readonly unknown[], Made>(
  read: (tables: ReferenceTables, problems: Problems, ...known: Known) => Made,
): KeptReading<Known, Made> {
  let last: Reading<Known, Made> | undefined;
  return (tables, problems, ...known) => {
    const named = (name: TableName): readonly MarkdownTable[] =>
      tables.filter((one) => one.name === name).map(({ table }) => table);
    const isLast = ({ known: before, touched }: Reading<Known, Made>): boolean =>
      areSame(before, known) && [...touched].every(([name, found]) => areSame(found, named(name)));
    if (last === undefined || !isLast(last)) {
      const own = createProblems();
      const touched = new Map<TableName, readonly MarkdownTable[]>();
      const made = read(
        readTables(tables, own, (name) => touched.set(name, named(name))),
        own,
        ...known,
      );
      last = { known, touched, made, found: own.found };
    }
    problems.adopt(last.found);
    return last.made;
  };
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}
