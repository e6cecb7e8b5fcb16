/** Diagnostics for people: the place, the message, the line with the range marked, and what to do. */
import type { Diagnostic } from '../diagnostic.ts';
import type { FormatOptions } from './format-options.ts';
import { createPaint } from './paint.ts';
import type { Paint } from './paint.ts';
import type { Selection } from './select.ts';
import { excerptSource } from './source-excerpt.ts';
import { oneLine, omittedText, shownPlace } from './wording.ts';

type PrettyOptions = Pick<FormatOptions, 'sources' | 'root' | 'colour' | 'width'>;

/** What stands beside the number of a line, and the marks where it is cut. */
const GUTTER = 7;

export function formatPretty({ kept, omitted }: Selection, options: PrettyOptions): string {
  const paint = createPaint(options.colour);
  const blocks = kept.map((one) => formatOne(one, options, paint));
  return [...blocks, ...(omitted > 0 ? [paint.faint(omittedText(omitted))] : [])].join('\n\n');
}

function formatOne(one: Diagnostic, options: PrettyOptions, paint: Paint): string {
  const place = shownPlace(one, options.root);
  const head = `${paint[one.severity](one.severity)}${paint.faint(`[${one.code}]`)} ${oneLine(one.message)}`;
  const hint = one.hint === undefined ? [] : [`  ${paint.accent('hint:')} ${oneLine(one.hint)}`];
  return [place === '' ? head : `${paint.strong(place)} ${head}`, ...formatSource(one, options, paint), ...hint].join(
    '\n',
  );
}

function formatSource(
  { at, severity }: Diagnostic,
  { sources, width }: PrettyOptions,
  paint: Paint,
): readonly string[] {
  const text = at === undefined ? undefined : sources.get(at.file);
  if (at === undefined || text === undefined) return [];
  const number = String(at.start.line);
  const excerpt = excerptSource(text, at, width === undefined ? undefined : width - number.length - GUTTER);
  if (excerpt === undefined) return [];
  const gutter = (label: string): string => paint.faint(`  ${label.padStart(number.length)} │`);
  const indent = /^ */.exec(excerpt.carets)?.[0] ?? '';
  return [
    `${gutter(number)} ${excerpt.line}`.trimEnd(),
    `${gutter('')} ${indent}${paint[severity](excerpt.carets.trimStart())}`,
  ];
}
