/**
 * The events of watch mode as what is printed: a batch of many files in few lines, and what the last edit changed, table by
 * table, kept for whoever asks for it.
 */
import type { RowCount, WatchEvent } from '../watch/index.ts';
import { formatCount } from './print/quantities.ts';
import { formatTable } from './print/table.ts';

const CHANGES_SHOWN = 10;

export interface Journal {
  /** The events to be printed now. */
  readonly take: (event: WatchEvent) => readonly WatchEvent[];
  /** What the last edit changed, for people. */
  readonly lastEdit: () => string;
}

interface Rebuilt {
  readonly cohort: string;
  readonly tables: readonly RowCount[];
}

export function createJournal(): Journal {
  let changes = 0;
  let rebuilt: readonly Rebuilt[] | undefined;

  const countChange = (event: WatchEvent): readonly WatchEvent[] => {
    if (changes === 0) rebuilt = [];
    changes += 1;
    return changes > CHANGES_SHOWN ? [] : [event];
  };
  const closeChanges = (): readonly WatchEvent[] => {
    const more = changes - CHANGES_SHOWN;
    changes = 0;
    return more > 0 ? [{ event: 'notice', code: 'watch-more', message: `${formatCount(more)} more files` }] : [];
  };
  return {
    take: (event) => {
      if (event.event === 'change') return countChange(event);
      if (event.event === 'built') rebuilt = rebuilt && [...rebuilt, event];
      return [...closeChanges(), event];
    },
    lastEdit: () => describe(rebuilt),
  };
}

function describe(rebuilt: readonly Rebuilt[] | undefined): string {
  if (rebuilt === undefined) return 'No skill has been edited yet.';
  if (rebuilt.length === 0) return 'The last edit rebuilt nothing.';
  const rows = rebuilt.flatMap(({ cohort, tables }) =>
    tables
      .filter(({ name, rows: now, before }) => !name.startsWith('meta.') && now !== before)
      .map((table) => [cohort, table.name, ...rowCells(table)]),
  );
  if (rows.length === 0) {
    return `The last edit rebuilt ${rebuilt.map(({ cohort }) => cohort).join(', ')}; every table has as many rows as before.`;
  }
  const numbers = ['before', 'after', 'difference'].map((title) => ({ title, align: 'right' }) as const);
  return formatTable([{ title: 'cohort' }, { title: 'table' }, ...numbers], rows);
}

function rowCells({ rows, before = 0 }: RowCount): readonly string[] {
  const difference = `${rows < before ? '-' : '+'}${formatCount(Math.abs(rows - before))}`;
  return [formatCount(before), formatCount(rows), difference];
}
