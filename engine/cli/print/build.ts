/** A finished build for people: its tables with their rows, its file and its time. Of several builds each has its products in their place. */
import type { BuildReport } from '../../pipeline.ts';
import { formatCount, formatDuration, formatQuantity } from './quantities.ts';
import { fitColumns, formatTable } from './table.ts';
import type { TableColumn } from './table.ts';

export interface Shown {
  readonly width: number;
  readonly wrap: (text: string) => string;
}

type Tables = BuildReport['tables'];

export function formatBuild(report: BuildReport, { width, wrap }: Shown): string {
  const rows = tablesOf(report).map(({ name, rows: count }) => [name, formatCount(count)]);
  const columns: readonly TableColumn[] = [{ title: 'table' }, { title: 'rows', align: 'right' }];
  return `${formatTable(fitColumns(columns, rows, width), rows)}\n\n${wrap(formatDone(report))}\n${report.file}`;
}

/** One of several, of which the tables of all would be pages. */
export function formatBuildAmongOthers(report: BuildReport, { wrap }: Pick<Shown, 'wrap'>): string {
  const tables = tablesOf(report);
  const productOf = ({ name }: Tables[number]): string => name.slice(0, name.indexOf('.'));
  const counts = [...new Set(tables.map(productOf))].map(
    (product) => `${product} ${formatCount(rowsOf(tables.filter((one) => productOf(one) === product)))}`,
  );
  return `${wrap(counts.join(' · '))}\n${wrap(formatDone(report))}\n${report.file}`;
}

function tablesOf({ tables }: BuildReport): Tables {
  return tables.filter(({ name }) => !name.startsWith('meta.'));
}

function rowsOf(tables: Tables): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

function formatDone(report: BuildReport): string {
  const total = formatQuantity(rowsOf(tablesOf(report)), 'row');
  if (report.unchanged) return `${total}, up to date: nothing changed`;
  const time = Object.values(report.milliseconds).reduce((sum, part) => sum + part, 0);
  return `${total} in ${formatDuration(time)} (${formatStages(report.milliseconds)})${formatFilled(report)}`;
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
