/** A fidelity report on a terminal: a table a section, a bar for each share with a mark where it was declared. */
import type { FidelityLine, Verdict } from '../../model/index.ts';
import type { BuildRecord } from '../../pipeline.ts';
import { actualText, errorText, grouped, labelOf, summarize, targetText } from './fidelity.ts';
import { formatQuantity } from './quantities.ts';
import { formatTable } from './table.ts';

type Paint = Readonly<Record<'strong' | 'faint' | 'success' | 'warning' | 'error', (text: string) => string>>;

export function formatReport(record: BuildRecord, { paint, width }: { paint: Paint; width: number }): string {
  const { cohort, seed, asOf, people, fidelity } = record;
  const title = `${paint.strong(cohort)}  ${formatQuantity(people, 'person', 'people')}, seed ${seed}, as of ${asOf}`;
  const sections = grouped(fidelity, ({ section }) => section).map(
    ({ name, lines }) => `${paint.strong(name)}\n${formatSection(lines, paint, width)}`,
  );
  const { verdict, text } = summarize(fidelity);
  const note =
    'se: difference in standard errors; up to 3 is chance. A bar shows what came out, │ what was declared. ' +
    'On time: within the window of the event, or moved from a day off. A range of spending is what was published.';
  return [title, ...sections, paint.faint(note), painterOf(verdict, paint)(text)].join('\n\n');
}

const NARROW = 90;
const BAR = 16;

function formatSection(lines: readonly FidelityLine[], paint: Paint, width: number): string {
  const isWide = width >= NARROW;
  const labelLimit = Math.max(16, Math.min(44, width - 40 - (isWide ? BAR + 2 : 0)));
  const columns = [
    { title: 'quantity', limit: 18 },
    { title: 'what', limit: labelLimit },
    ...(isWide ? [{ title: '', limit: BAR }] : []),
    { title: 'declared', align: 'right' as const },
    { title: 'came out', align: 'right' as const },
    { title: 'se', align: 'right' as const },
    { title: 'verdict' },
  ];
  const rows = lines.map((line, at) => [
    lines[at - 1]?.quantity === line.quantity ? '' : line.quantity,
    labelOf(line),
    ...(isWide ? [barOf(line)] : []),
    targetText(line),
    actualText(line),
    errorText(line),
    line.verdict,
  ]);
  const [head = '', rule = '', ...body] = formatTable(columns, rows).split('\n');
  const painted = body.map((text, at) => withColour(text, lines[at]?.verdict, paint));
  return [paint.faint(head), paint.faint(rule), ...painted].join('\n');
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
  const filled = Math.round(actual * (BAR - 1));
  const mark = Math.round(target * (BAR - 1));
  return Array.from({ length: BAR }, (_, at) => (at === mark ? '│' : at < filled ? '█' : '·')).join('');
}
