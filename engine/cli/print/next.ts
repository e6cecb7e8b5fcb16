/** The command to try after a build, ready to be pasted into a shell. */
import type { BuildReport } from '../../pipeline.ts';

export function nextCommand(report: BuildReport): string | undefined {
  const table = report.tables.find(({ name }) => name.startsWith('patientsim.')) ?? report.tables[0];
  if (report.file === undefined || table === undefined) return undefined;
  return `npx healthsim query ${shellWord(report.file)} "select * from ${table.name} limit 5"`;
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
