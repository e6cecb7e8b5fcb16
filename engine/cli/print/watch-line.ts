/** One event of watch mode as one line. The words that lines begin with are stable: people search for them. */
import type { Diagnostic, Paint } from '../../diagnostics/index.ts';
import { printable } from './table.ts';
import { formatCount, formatDuration, formatQuantity } from './quantities.ts';
import { formatStages } from './build.ts';
import type { RowCount, WatchEvent } from '../../watch/index.ts';

const WORD_WIDTH = 8;

export interface WatchWords {
  /** A path of the tree as one from where the command runs. */
  readonly pathOf: (file: string) => string;
  readonly paint: Paint;
  /** `HH:MM:SS` of a moment in milliseconds since 1970. */
  readonly timeOf: (moment: number) => string;
  /** How the watch can be steered or ended. */
  readonly steering: string;
}

export function formatWatchEvent(event: WatchEvent, now: number, words: WatchWords): string {
  const [word, text] = wordAndText(event, words);
  const painted = painterOf(event, words.paint)(word.padEnd(WORD_WIDTH));
  return `${words.paint.faint(words.timeOf(now))} ${painted}${text}`;
}

function painterOf(event: WatchEvent, paint: Paint): (text: string) => string {
  if (event.event === 'diagnostic') return paint[event.diagnostic.severity];
  if (event.event === 'built' || event.event === 'fixed') return paint.success;
  return event.event === 'kept' || event.event === 'cancelled' ? paint.warning : paint.strong;
}

function wordAndText(event: WatchEvent, { pathOf, timeOf, steering }: WatchWords): readonly [string, string] {
  switch (event.event) {
    case 'change':
      return [changeWords[event.how], changedFile(event, pathOf)];
    case 'diagnostic':
      return [
        event.diagnostic.severity === 'warning' ? 'warn' : event.diagnostic.severity,
        diagnosedLine(event.diagnostic, pathOf),
      ];
    case 'kept':
      return [
        'kept',
        event.builtAt === undefined
          ? `nothing: there is no ${event.file}`
          : `${event.file} from ${timeOf(event.builtAt)}`,
      ];
    case 'built':
      return ['built', `${event.cohort}  ${formatTables(event.tables)}  ${formatDone(event)}`];
    case 'cancelled':
      return ['cancel', `${event.cohort}; ${event.file} stays as it was`];
    case 'removed':
      return ['gone', `${event.cohort} is no longer in the tree; ${event.file} stays`];
    case 'fixed':
      return ['fixed', 'no errors'];
    case 'notice':
      return ['note', printable(event.message)];
    case 'watching':
      return ['watching', ` ${formatSummary(event)} — ${steering}`];
  }
}

function diagnosedLine({ code, message, hint, at }: Diagnostic, pathOf: WatchWords['pathOf']): string {
  const place = at === undefined ? [] : [`${pathOf(at.file)}:${at.start.line}:${at.start.column}`];
  return printable([...place, message, `[${code}]`, ...(hint === undefined ? [] : ['', hint])].join(' '));
}

const changeWords = { added: 'add', changed: 'change', removed: 'remove', renamed: 'rename' } as const;

function changedFile({ file, before }: Extract<WatchEvent, { event: 'change' }>, pathOf: WatchWords['pathOf']): string {
  return printable(before === undefined ? pathOf(file) : `${pathOf(before)} → ${pathOf(file)}`);
}

/** Every table at a first build; afterwards the people and those whose number of rows changed. */
function formatTables(tables: readonly RowCount[]): string {
  const data = tables.filter(({ name, rows, before }) => !name.startsWith('meta.') && (rows > 0 || before !== rows));
  const shown = data.filter(({ rows, before }, index) => index === 0 || before === undefined || before !== rows);
  const others = data.length - shown.length;
  return [
    ...shown.map(
      ({ name, rows, before }) =>
        `${name.slice(name.indexOf('.') + 1)} ${formatCount(rows)}${formatDifference(rows, before)}`,
    ),
    ...(others === 0 ? [] : [`${formatQuantity(others, 'other table')} (=)`]),
  ].join(' · ');
}

function formatDifference(rows: number, before: number | undefined): string {
  if (before === undefined) return '';
  if (rows === before) return ' (=)';
  return rows > before ? ` (+${formatCount(rows - before)})` : ` (-${formatCount(before - rows)})`;
}

/** Whoever asks for a rebuild may find that there is nothing to do. */
function formatDone({ filled, milliseconds, tables }: Extract<WatchEvent, { event: 'built' }>): string {
  const total = Object.values(milliseconds).reduce((sum, part) => sum + part, 0);
  if (filled === 0 && total === 0) return 'up to date: nothing changed';
  const share = filled === tables.length ? '' : `${filled} of ${formatQuantity(tables.length, 'table')} filled  `;
  return `${share}${formatDuration(total)} (${formatStages(milliseconds)})`;
}

function formatSummary(event: Extract<WatchEvent, { event: 'watching' }>): string {
  const { skills, errors, built, kept, missing, unchanged } = event;
  const cohorts = [
    ...(built + kept > 0 ? [`${built} built`] : missing === 0 ? ['nothing to rebuild'] : []),
    ...(kept > 0 ? [`${kept} kept`] : []),
    ...(missing > 0 ? [`${missing} not built`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
  ];
  const problems = errors > 0 ? [formatQuantity(errors, 'error')] : [];
  return `${formatQuantity(skills, 'skill')} — ${[...problems, ...cohorts].join(', ')}`;
}
