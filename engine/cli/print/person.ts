/** A person's timeline: a line an event, with its age, phase and branch, and beneath it what it made; events that did not happen are faint. */
import type { PersonEvent, PersonRecord, PersonRow } from '../../pipeline.ts';
import { formatQuantity } from './quantities.ts';
import { fitColumn, formatTable, printable } from './table.ts';
import { wrapLines } from './wrap.ts';

type Paint = Readonly<Record<'strong' | 'faint', (text: string) => string>>;

interface Line {
  readonly cells: readonly string[];
  readonly isFaint: boolean;
}

export function formatPerson({ person, events, rows }: PersonRecord, paint: Paint, width: number): string {
  const { id, name, sex, birthDate, deathDate, place } = person;
  const life = `born ${birthDate}${deathDate === null ? '' : `, died ${deathDate}`}`;
  const title = `${paint.strong(`Person ${id}: ${printable(name)}`)}, ${sex}, ${life}, ${printable(place)}`;
  const [happened, skipped, planned] = ['happened', 'skipped', 'planned'].map(
    (status) => events.filter((event) => event.status === status).length,
  );
  const toCome = planned === 0 ? '' : `, ${planned} planned behind the day of the file`;
  const counts = `${formatQuantity(happened ?? 0, 'event')} happened, ${skipped} skipped${toCome}`;
  const lines = linesOf(events, rows);
  if (lines.length === 0) return `${title}\n\nNothing happened.`;
  if (width < NARROW) return [wrapLines(title, width), '', ...stacked(lines, paint, width), '', counts].join('\n');
  const columns = ['date', 'age', 'phase', 'event', 'what'].map((text) => ({
    title: text,
    ...(text === 'age' ? { align: 'right' as const } : {}),
    limit: text === 'what' ? 90 : 32,
  }));
  const cells = lines.map((one) => one.cells);
  const fitted = fitColumn(columns, cells, { title: 'what', width });
  const [head = '', rule = '', ...body] = formatTable(fitted, cells).split('\n');
  const painted = body.map((text, index) => (lines[index]?.isFaint === true ? paint.faint(text) : text));
  return [title, '', paint.faint(head), paint.faint(rule), ...painted, '', counts].join('\n');
}

/** Below, what an event made stands beneath it, for beside it there is no room. */
const NARROW = 80;

function stacked(lines: readonly Line[], paint: Paint, width: number): readonly string[] {
  return lines.flatMap(({ cells: [at = '', age = '', , event = '', what = ''], isFaint }) => {
    const head = at === '' ? [] : [`${at}  ${age}${event === '' ? '' : `  ${event}`}`];
    const text = [...head, ...(what === '' ? [] : [`  ${what}`])].map((line) => wrapLines(printable(line), width));
    return isFaint ? text.map(paint.faint) : text;
  });
}

/** What has the moment of an event, or its day where it has no time, stands beneath it; all else in its own place. */
function linesOf(events: readonly PersonEvent[], rows: readonly PersonRow[]): readonly Line[] {
  const severalJourneys = new Set(events.map(({ journey }) => journey)).size > 1;
  const left = new Set(rows);
  const made = new Map<PersonEvent, PersonRow[]>();
  for (const event of events) {
    const own = [...left].filter((row) => isMadeBy(row, event));
    for (const row of own) left.delete(row);
    made.set(event, own);
  }
  const entries = [
    ...events.map((event) => ({ at: event.moment, lines: eventLines(event, made.get(event) ?? [], severalJourneys) })),
    ...[...left].map((row) => ({ at: `${row.at}${AFTER_ALL}`, lines: [rowLine(row)] })),
  ];
  return entries
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    .flatMap((one) => one.lines);
}

/** What has a day and no time comes behind the events of its day. */
const AFTER_ALL = ' z';

/** Rows that know the minute; those of a day are of the event of that day that can have made them. */
function isMadeBy({ at, table }: PersonRow, { moment, skippedBecause }: PersonEvent): boolean {
  if (skippedBecause !== null) return false;
  if (at.length > 'YYYY-MM-DD'.length) return at === moment;
  return DATED.has(table) && moment.startsWith(at);
}

/** Tables with a day but no time, whose rows are made by an event of that day. */
const DATED: ReadonlySet<string> = new Set([
  'patientsim.conditions',
  'patientsim.medication_requests',
  'membersim.claims',
]);

function eventLines(event: PersonEvent, made: readonly PersonRow[], severalJourneys: boolean): readonly Line[] {
  const { moment, ageYears, journey, phase, event: name, occurrence, branch, status, skippedBecause } = event;
  const where = severalJourneys ? `${journey}: ${phase}` : phase;
  const what = `${name}${occurrence === 0 ? '' : ` #${occurrence}`}${branch === null ? '' : ` (${branch})`}`;
  const [first, ...others] = made.map(({ text }) => text);
  const told = skippedBecause === null ? (first ?? '') : `${status}: ${skippedBecause}`;
  return [
    { cells: [moment.slice(0, 16), String(ageYears), where, what, told], isFaint: skippedBecause !== null },
    ...others.map((text) => ({ cells: ['', '', '', '', text], isFaint: false })),
  ];
}

function rowLine({ at, ageYears, text }: PersonRow): Line {
  return { cells: [at.slice(0, 16), String(ageYears), '', '', text], isFaint: false };
}
