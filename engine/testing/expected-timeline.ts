/**
 * Timelines as a reader writes them, held against rows. A line says who (`all`, `some`, `F`, `M`), the event, the number of
 * the occurrence where it is not the first, when, and why it was skipped where it was:
 *
 *     all   visit #1   day 10..12   09:30   skipped: chance
 *     all   review     visit+3
 *     each  stay | home
 *     each  stay #0 | home #0
 *
 * `each` says that exactly one of these happened to everybody once; with numbers, of these occurrences. `journey x` before some lines says of which journey they are.
 */

export interface TimelineRow {
  readonly person_id: number;
  readonly sex: string;
  readonly journey: string;
  readonly event: string;
  readonly occurrence: number;
  readonly status: string;
  readonly skipped_because: string | null;
  /** From the first start of a journey. */
  readonly day: number;
  readonly clock: string;
  readonly birth_date: string;
  readonly onset: number | null;
}

interface Line {
  readonly text: string;
  readonly journey: string;
  readonly who: string;
  /** One event, or those of which one happens. */
  readonly events: readonly string[];
  readonly occurrence: number;
  readonly when: string;
  readonly clock: string | undefined;
  readonly reason: string | null;
}

const LINE =
  /^(?<who>\w+) +(?<event>\S+(?: [A-Z]\w*)?)(?: #(?<occurrence>\d+))? +(?<when>day -?\d+(?:\.\.-?\d+)?|\S+\+\d+(?:\.\.\d+)?|birthday \d+(?: \+\d+)?|onset)(?: +(?<clock>\d\d:\d\d(?:-\d\d:\d\d)?))?(?: +skipped: (?<reason>.+))?$/;

export function parseExpected(text: string, name: string): readonly Line[] {
  let journey = name;
  return text.split('\n').flatMap((written) => {
    const line = written.replace(/(^|\s{2,})#\s.*$/, '').trim();
    if (line === '') return [];
    if (line.startsWith('journey ')) {
      journey = line.slice('journey '.length);
      return [];
    }
    if (line.startsWith('each ')) {
      const events = line.slice('each '.length).split('|');
      const blank = { occurrence: 0, when: '', clock: undefined, reason: null };
      return [{ text: line, journey, who: 'each', events: events.map((one) => one.trim()), ...blank }];
    }
    const groups = LINE.exec(line)?.groups;
    if (groups === undefined) throw new Error(`${name}: not understood: ${line}`);
    const { who = '', event = '', occurrence = '0', when = '', clock, reason = null } = groups;
    return [{ text: line, journey, who, events: [event], occurrence: Number(occurrence), when, clock, reason }];
  });
}

/** What the lines say and the rows do not, and what the rows say besides. */
export function unexpected(rows: readonly TimelineRow[], lines: readonly Line[]): readonly string[] {
  const journeys = new Set(lines.map(({ journey }) => journey));
  const own = rows.filter(({ journey }) => journeys.has(journey));
  const people = [...new Map(rows.map(({ person_id: person, sex }) => [person, sex]))];
  const broken = lines.filter((line) => !holds(line, rows, people)).map(({ text }) => `not so: ${text}`);
  const told = lines.filter(({ who }) => who !== 'each');
  const untold = own
    .filter((row) => !told.some((line) => concerns(line, row) && agrees(line, row, rows)))
    .map((row) => `not told: ${shown(row)}`);
  return [...broken, ...new Set(untold)];
}

function shown({
  person_id: person,
  journey,
  event,
  occurrence,
  day,
  clock,
  skipped_because: reason,
}: TimelineRow): string {
  return `${person} ${journey} ${event} #${occurrence} day ${day} ${clock} ${reason ?? ''}`;
}

function concerns({ journey, events, occurrence, who }: Line, row: TimelineRow): boolean {
  const isOne = ['all', 'some'].includes(who) || who === row.sex;
  return isOne && row.journey === journey && row.event === events[0] && row.occurrence === occurrence;
}

function holds(line: Line, rows: readonly TimelineRow[], people: readonly (readonly [number, string])[]): boolean {
  const { who, events, journey } = line;
  if (who === 'each') {
    const numbered = ({ event, occurrence }: TimelineRow): readonly string[] => [event, `${event} #${occurrence}`];
    const isOne = (row: TimelineRow): boolean => numbered(row).some((one) => events.includes(one));
    const happened = rows.filter((row) => row.journey === journey && isOne(row) && row.status === 'happened');
    return people.every(([person]) => happened.filter((row) => row.person_id === person).length === 1);
  }
  const meant = rows.filter((row) => concerns(line, row) && agrees(line, row, rows));
  if (who === 'some') return meant.length > 0;
  const own = people.filter(([, sex]) => who === 'all' || who === sex);
  return own.length > 0 && own.every(([person]) => meant.some((row) => row.person_id === person));
}

function agrees({ when, clock, reason }: Line, row: TimelineRow, rows: readonly TimelineRow[]): boolean {
  if (row.skipped_because !== reason || (row.status === 'happened') !== (reason === null)) return false;
  if (clock !== undefined) {
    const [first = '', last = first] = clock.split('-');
    if (row.clock < first || row.clock > last) return false;
  }
  const [low, high] = daysMeant(when, row, rows);
  return row.day >= low && row.day <= high;
}

const NEVER = [Infinity, -Infinity] as const;

function daysMeant(when: string, row: TimelineRow, rows: readonly TimelineRow[]): readonly [number, number] {
  if (when === 'onset') return row.onset === null ? NEVER : [row.onset, row.onset];
  const [, years, later = '0'] = /^birthday (\d+)(?: \+(\d+))?$/.exec(when) ?? [];
  if (years !== undefined) {
    const day = birthday(row.birth_date, Number(years)) + Number(later);
    return [day, day];
  }
  const [, base, low = '', high = low] = /^(day |\S+\+)(-?\d+)(?:\.\.(-?\d+))?$/.exec(when) ?? [];
  if (base === undefined) return NEVER;
  const from = base === 'day ' ? 0 : dayOf(base.slice(0, -1), row, rows);
  return [from + Number(low), from + Number(high)];
}

function dayOf(event: string, row: TimelineRow, rows: readonly TimelineRow[]): number {
  const found = rows.find(
    (one) =>
      one.person_id === row.person_id && one.journey === row.journey && one.event === event && one.occurrence === 0,
  );
  return found?.day ?? Number.NaN;
}

/** On the last day of February where the year has no 29th. */
function birthday(born: string, years: number): number {
  const [year = 0, month = 1, day = 1] = born.split('-').map(Number);
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return (Date.UTC(year + years, month - 1, Math.min(day, last)) - Date.UTC(2024, 0, 8)) / 86_400_000;
}
