/** One line for each diagnostic, for logs and for tools that look for `file:line:column`. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Selection } from './select.ts';
import { omittedText, oneLine, shownPlace } from './wording.ts';

export function formatLines({ kept, omitted }: Selection, root: string): string {
  const lines = kept.map((one) => formatLine(one, root));
  return [...lines, ...(omitted > 0 ? [omittedText(omitted)] : [])].join('\n');
}

function formatLine(one: Diagnostic, root: string): string {
  const place = shownPlace(one, root);
  const hint = one.hint === undefined ? '' : ` ${oneLine(one.hint)}`;
  return `${place === '' ? '' : `${place} `}${one.severity}[${one.code}] ${oneLine(one.message)}${hint}`;
}
