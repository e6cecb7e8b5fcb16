/** Places and messages as every format shows them: on one line, with nothing in them that a terminal would act on. */
import type { Diagnostic } from '../diagnostic.ts';
import { digits, escapeControls } from '../wording.ts';

const TEXT_LIMIT = 1000;

/** A path of the tree below the tree's root; a marker (`<phrase>`) is no path. */
export function shownPath(file: string, root: string): string {
  if (file.startsWith('<')) return file;
  const folder = root.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  return folder === '' || folder === '.' ? file : `${folder}/${file}`;
}

/** `skills/x.md:12:5`, or nothing where there is no place. */
export function shownPlace({ at }: Diagnostic, root: string): string {
  return at === undefined ? '' : `${oneLine(shownPath(at.file, root))}:${at.start.line}:${at.start.column}`;
}

export function oneLine(text: string): string {
  const cut = text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text;
  return escapeControls(cut.replaceAll(/\s*[\r\n]\s*/g, ' ').replaceAll('\t', ' '));
}

export function omittedText(count: number): string {
  return `${digits(count)} more ${count === 1 ? 'problem' : 'problems'} not shown`;
}
