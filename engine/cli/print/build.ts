/** A finished build for people: its tables with their rows, its file and its time. */
import type { BuildReport } from '../../pipeline.ts';
import { formatCount, formatDuration, formatQuantity } from './quantities.ts';
import { fitColumns, formatTable } from './table.ts';
import type { TableColumn } from './table.ts';

export interface Shown {
  readonly width: number;
  readonly wrap: (text: string) => string;
}

export function formatBuild(report: BuildReport, { width, wrap }: Shown): string {
  const tables = report.tables.filter(({ name }) => !name.startsWith('meta.'));
  const rows = tables.map(({ name, rows: count }) => [name, formatCount(count)]);
  const total = tables.reduce((sum, { rows: count }) => sum + count, 0);
  const time = Object.values(report.milliseconds).reduce((sum, part) => sum + part, 0);
  const columns: readonly TableColumn[] = [{ title: 'table' }, { title: 'rows', align: 'right' }];
  const table = formatTable(fitColumns(columns, rows, width), rows);
  const done = report.unchanged
    ? `${formatQuantity(total, 'row')}, up to date: nothing changed`
    : `${formatQuantity(total, 'row')} in ${formatDuration(time)} (${formatStages(report.milliseconds)})${formatFilled(report)}`;
  return `${table}\n\n${wrap(done)}\n${report.file}`;
}

/** Of a file that was changed where it had to be. */
function formatFilled({ verdicts }: BuildReport): string {
  const filled = verdicts.filter(({ outcome }) => outcome === 'miss').length;
  return filled === verdicts.length ? '' : `, ${filled} of ${formatQuantity(verdicts.length, 'table')} filled`;
}

/** `generate 310 ms, verify 20 ms`: the stages that took time worth a word. */
export function formatStages(milliseconds: Readonly<Record<string, number>>): string {
  return Object.entries(milliseconds)
    .filter(([, time]) => time >= 0.5)
    .map(([stage, time]) => `${stage} ${formatDuration(time)}`)
    .join(', ');
}
