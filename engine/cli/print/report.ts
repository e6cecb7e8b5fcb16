/** A fidelity report on a terminal: a table a section, a bar for each share with a mark where it was declared. */
import type { FidelityLine, Verdict } from '../../model/index.ts';
import type { BuildRecord } from '../../pipeline.ts';
import {
  actualText,
  aloneLabel,
  errorText,
  grouped,
  isLong,
  labelOf,
  nobodyText,
  ofSomebody,
  summarize,
  summarizeSections,
  targetText,
  toLookAt,
} from './fidelity.ts';
import { formatQuantity } from './quantities.ts';
import { formatLines, formatSectionLines } from './report-lines.ts';
import { fitColumn, formatTable } from './table.ts';
import { wrapLines } from './wrap.ts';
import type { TableColumn } from './table.ts';

type Paint = Readonly<Record<'strong' | 'faint' | 'success' | 'warning' | 'error', (text: string) => string>>;

interface Layout {
  readonly paint: Paint;
  readonly width: number;
  /** Every line, also of a long report. */
  readonly all?: boolean;
}

export function formatReport(record: BuildRecord, { paint, width, all = false }: Layout): string {
  const { cohort, seed, asOf, people, fidelity: declared } = record;
  const title = `${paint.strong(cohort)}  ${formatQuantity(people, 'person', 'people')}, seed ${seed}, as of ${asOf}`;
  const fidelity = ofSomebody(declared);
  const isShort = all || !isLong(fidelity);
  const titled = (name: string, lines: readonly FidelityLine[]): string =>
    `${paint.strong(name)}\n${formatSection(lines, paint, width)}`;
  const strange = toLookAt(fidelity);
  const sections = [
    ...(strange.length > 0 && isLong(fidelity) ? [titled('to look at', strange)] : []),
    ...(isShort
      ? grouped(fidelity, ({ section }) => section).map(({ name, lines }) => titled(name, lines))
      : [`${paint.strong('everything')}\n${formatSummary(fidelity, paint, width)}`]),
  ];
  const { verdict, text } = summarize(fidelity);
  const nobody = nobodyText(declared);
  const shown = isShort ? fidelity : strange;
  const farthest = isShort ? [] : summarizeSections(fidelity).flatMap((section) => section.farthest ?? []);
  const hasBars = width >= NARROW && shown.some((line) => barOf(line) !== '');
  const notes = [
    'se: difference in standard errors; up to 3 is chance.',
    ...([...shown, ...farthest].some(({ measure }) => measure === 'shape')
      ? ['A shape is told by its total variation.']
      : []),
    ...(hasBars ? ['A bar shows what came out, │ what was declared.'] : []),
    ...(isShort ? [] : ['Every line: --all, or a page with --html.']),
    ...(nobody === '' ? [] : [nobody]),
    ...(shown.some(({ part }) => part === 'on time')
      ? ['On time: in the window of the event, or moved from a day off.']
      : []),
    ...(shown.some(({ among }) => among.endsWith('by chance')) ? ['By chance: no quota holds there.'] : []),
    ...(shown.some(({ section, targetHigh }) => section !== 'effects' && targetHigh !== null)
      ? ['A range of spending is what was published.']
      : []),
  ];
  const prose = (words: string): string => wrapLines(words, width);
  return [prose(title), ...sections, paint.faint(prose(notes.join('\n'))), painterOf(verdict, paint)(prose(text))].join(
    '\n\n',
  );
}

const FARTHEST = 'farthest from it';

/** A row a section: how many of its lines are as declared, and which is farthest from it. */
function formatSummary(fidelity: readonly FidelityLine[], paint: Paint, width: number): string {
  const sections = summarizeSections(fidelity);
  if (width < TIGHT) {
    const told = formatSectionLines(fidelity, width);
    return told.map((text, at) => ofSection(text, sections[at]?.lines ?? [], paint)).join('\n');
  }
  const hasFew = sections.some(({ few }) => few > 0);
  const rows = sections.map(({ name, lines, asDeclared, few, farthest }) => [
    name,
    `${asDeclared} of ${lines.length}`,
    ...(hasFew ? [few === 0 ? '' : String(few)] : []),
    farthest === undefined ? '' : errorText(farthest),
    farthest === undefined ? '' : aloneLabel(farthest),
  ]);
  const columns: readonly TableColumn[] = [
    { title: 'section' },
    { title: 'as declared', align: 'right' },
    ...(hasFew ? [{ title: 'too few', align: 'right' as const }] : []),
    { title: 'se', align: 'right' },
    { title: FARTHEST },
  ];
  const fitted = fitColumn(columns, rows, { title: FARTHEST, width });
  const [head = '', rule = '', ...body] = formatTable(fitted, rows).split('\n');
  const painted = body.map((text, at) => ofSection(text, sections[at]?.lines ?? [], paint));
  return [paint.faint(head), paint.faint(rule), ...painted].join('\n');
}

/** In colour where something of the section is to be looked at. */
function ofSection(text: string, lines: readonly FidelityLine[], paint: Paint): string {
  return toLookAt(lines).length === 0 ? text : painterOf(summarize(lines).verdict, paint)(text);
}

/** Below, no table fits, and lines are told in words. */
const TIGHT = 64;

/** Below, a quantity stands above its lines instead of beside them, and there are no bars. */
const NARROW = 110;
const BAR = 16;
const QUANTITY = 18;

function formatSection(lines: readonly FidelityLine[], paint: Paint, width: number): string {
  if (width < TIGHT) {
    const told = formatLines(lines, width);
    return told.map((text, at) => withColour(text, lines[at]?.verdict, paint)).join('\n');
  }
  const isNarrow = width < NARROW;
  const rows = isNarrow ? stacked(lines) : beside(lines);
  const columns: readonly TableColumn[] = [
    ...(isNarrow ? [] : [{ title: 'quantity', limit: QUANTITY }]),
    { title: 'what' },
    ...(isNarrow ? [] : [{ title: '' }]),
    ...['declared', 'came out', 'se'].map((title) => ({ title, align: 'right' as const })),
    { title: 'verdict' },
  ];
  const cells = rows.map(({ heads, line }) => [
    ...heads,
    ...(isNarrow || line === undefined ? [] : [barOf(line)]),
    ...(line === undefined ? [] : figuresOf(line)),
  ]);
  const [head = '', rule = '', ...body] = formatTable(fitColumn(columns, cells, { title: 'what', width }), cells).split(
    '\n',
  );
  const painted = body.map((text, at) => withColour(text, rows[at]?.line?.verdict, paint));
  return [paint.faint(head), paint.faint(rule), ...painted].join('\n');
}

interface Row {
  readonly heads: readonly string[];
  /** Absent where a quantity stands above its lines. */
  readonly line?: FidelityLine;
}

function beside(lines: readonly FidelityLine[]): readonly Row[] {
  return lines.map((line, at) => ({
    heads: [lines[at - 1]?.quantity === line.quantity ? '' : line.quantity, labelOf(line)],
    line,
  }));
}

function stacked(lines: readonly FidelityLine[]): readonly Row[] {
  return grouped(lines, ({ quantity }) => quantity).flatMap(({ name, lines: own }): readonly Row[] =>
    own.length === 1
      ? own.map((line) => ({ heads: [aloneLabel(line)], line }))
      : [{ heads: [name] }, ...own.map((line) => ({ heads: [`  ${labelOf(line)}`], line }))],
  );
}

function figuresOf(line: FidelityLine): readonly string[] {
  return [line.measure === 'shape' ? '' : targetText(line), actualText(line), errorText(line), line.verdict];
}

function withColour(text: string, verdict: Verdict | undefined, paint: Paint): string {
  if (verdict === undefined || !text.endsWith(verdict)) return text;
  return text.slice(0, -verdict.length) + painterOf(verdict, paint)(verdict);
}

function painterOf(verdict: Verdict, paint: Paint): (text: string) => string {
  if (verdict === 'off') return paint.error;
  if (verdict === 'doubtful') return paint.warning;
  return verdict === 'too few to tell' ? paint.faint : paint.success;
}

function barOf({ measure, target, actual }: FidelityLine): string {
  if (measure !== 'share' || actual === null) return '';
  const mark = Math.round(target * (BAR - 1));
  const isThere = Math.abs(actual - target) * (BAR - 1) < 0.5;
  const filled = isThere ? mark : Math.round(actual * (BAR - 1));
  return Array.from({ length: BAR }, (_, at) => (at === mark ? '│' : at < filled ? '█' : '·')).join('');
}
