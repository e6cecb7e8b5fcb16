/** Diagnostics as workflow commands of GitHub Actions, escaped so that no text of a skill can add a command. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Severity } from '../entry.ts';
import type { Selection } from './select.ts';
import { omittedText, oneLine, shownPath, shownPlace } from './wording.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

export function formatGithub({ kept, omitted }: Selection, root: string): string {
  const commands = kept.map((one) => formatCommand(one, root));
  return [...commands, ...(omitted > 0 ? [`::notice::${omittedText(omitted)}`] : [])].join('\n');
}

function formatCommand(one: Diagnostic, root: string): string {
  const isInFile = one.at !== undefined && !one.at.file.startsWith('<');
  const place = isInFile || one.at === undefined ? '' : `${shownPlace(one, root)} `;
  const properties = [...(isInFile ? placeProperties(one, root) : []), `title=${escapeProperty(one.code)}`];
  const text = [`${place}${oneLine(one.message)}`, ...(one.hint === undefined ? [] : [oneLine(one.hint)])].join('\n');
  return `::${COMMANDS[one.severity]} ${properties.join(',')}::${escapeData(text)}`;
}

/** GitHub takes columns only within one line, and counts the last one in. */
function placeProperties({ at }: Diagnostic, root: string): readonly string[] {
  if (at === undefined) return [];
  const { file, start, end } = at;
  const columns =
    start.line === end.line ? [`col=${start.column}`, `endColumn=${Math.max(start.column, end.column - 1)}`] : [];
  return [
    `file=${escapeProperty(oneLine(shownPath(file, root)))}`,
    `line=${start.line}`,
    `endLine=${end.line}`,
    ...columns,
  ];
}

export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
