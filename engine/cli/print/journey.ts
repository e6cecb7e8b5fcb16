/** A journey as a drawing: a bar a phase on one time line, and beneath it when its events happen. */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type { Anchor, Effect, EventUse, Journey, Offset, Phase, Recurrence, Timing } from '../../model/index.ts';
import { formatBranches, formatShare } from './branches.ts';
import { formatProbability } from './distribution.ts';
import { formatOffset } from '../../pipeline.ts';
import { formatQuantity } from './quantities.ts';
import { printable } from './table.ts';

const DAYS_A_MONTH = 365.25 / 12;
const BAR_WIDTH = 36;
const NAME_WIDTH = 24;

export function formatJourney(journey: Journey): string {
  const end = Math.max(daysOf(journey.duration), ...journey.phases.map(({ to }) => daysOf(to)), 1);
  const phases = journey.phases.map((phase) => {
    const entered = firstEntry(phase, journey);
    const begins = Math.max(0, entered ?? daysOf(phase.from));
    const from = Math.min(BAR_WIDTH - 1, Math.round((begins / end) * BAR_WIDTH));
    const ends = entered === undefined ? daysOf(phase.to) : begins + daysOf(phase.to);
    const to = Math.max(from + 1, Math.min(BAR_WIDTH, Math.round((ends / end) * BAR_WIDTH)));
    const full = entered === undefined ? '█' : '▒';
    const bar = `${'·'.repeat(from)}${full.repeat(to - from)}${'·'.repeat(Math.max(0, BAR_WIDTH - to))}`;
    const time = entered === undefined ? span(phase.from, phase.to) : onceEntered(phase, begins);
    const head = `${printable(phase.name).padEnd(NAME_WIDTH)}  ${bar}  ${time}`;
    const told = phase.events.filter(({ leaves }) => leaves === undefined);
    return [head, ...told.map((use) => formatEvent(use, stopOf(use, phase))), ...formatLeavings(phase)].join('\n');
  });
  const stop = journey.phases.flatMap(({ events }) => events).find(({ leaves }) => leaves?.kind === 'journey');
  const over = stop === undefined ? '' : `; over ${formatLeaving(stop)}`;
  const title = `${printable(journey.title)}: ${formatOffset(journey.duration)}${over}`;
  return [title, ...phases, ...formatBranches(journey)].join('\n\n');
}

/** The first day on which anybody can come into a phase that others lead to; `undefined` for one that begins by itself. */
function firstEntry(phase: Phase, journey: Journey, seen: readonly string[] = []): number | undefined {
  if (!phase.events.some(({ timing }) => timing.anchor.kind === 'entry')) return undefined;
  const days = journey.phases.flatMap((other) =>
    other.events.flatMap(({ leaves, timing }) => {
      if (leaves?.kind !== 'phase' || leaves.to !== phase.name || seen.includes(other.name)) return [];
      const begins = firstEntry(other, journey, [...seen, phase.name]);
      const isFromStart = timing.anchor.kind === 'journey';
      return [(isFromStart ? 0 : (begins ?? daysOf(other.from))) + Math.max(0, daysOf(timing.earliest))];
    }),
  );
  return days.length === 0 ? 0 : Math.min(...days);
}

function onceEntered({ to }: Phase, begins: number): string {
  return `up to ${formatOffset(to)} once entered, from day ${Math.round(begins)} on`;
}

/** When and how often, in a few words. */
export function formatWhen({ timing, recurrence }: EventUse): string {
  return [when(timing), ...(recurrence === undefined ? [] : [again(recurrence)])].join(', ');
}

/** What it does to numbers of the person: `a1c -1.1 over 90 days`. */
function formatEffect({ attribute, amount, unit, over, lasts }: Effect): string {
  const change = amount.kind === 'fixed' ? changeOf(Number(amount.value), unit) : 'by chance';
  const time = formatOffset(over) === '0 days' ? '' : ` over ${formatOffset(over)}`;
  return `${attribute.value} ${change}${time}${lasts === undefined ? '' : ` for ${formatOffset(lasts)}`}`;
}

function changeOf(amount: number, unit: Effect['unit']): string {
  if (unit === 'factor') return `× ${amount}`;
  if (unit === 'set') return `= ${amount}`;
  const sign = amount > 0 ? '+' : '';
  return unit === 'share' ? `${sign}${Math.round(amount * 1000) / 10} %` : `${sign}${amount}`;
}

/** Until when a series lasts. */
function stopOf({ id }: EventUse, { events }: Phase): readonly string[] {
  const stop = events.find(({ leaves, timing: { anchor } }) => {
    return leaves?.kind === 'series' && anchor.kind === 'event' && anchor.id === id;
  });
  return stop === undefined ? [] : [`until ${formatShare(stop.probability, false).replace(/^if /, '')}`];
}

/** The ways out of a phase: `→ Advanced  every 3 months, if a1c > 10`. */
function formatLeavings({ events }: Phase): readonly string[] {
  const ways = events.filter(({ leaves }) => leaves?.kind === 'phase');
  const [stop, ...others] = ways.filter(isStop);
  return ways
    .filter((use) => use === stop || !others.includes(use))
    .map((use) => `  ${`→ ${printable(use.leaves?.to ?? 'over')}`.padEnd(NAME_WIDTH - 2)}  ${formatLeaving(use)}`);
}

/** What is asked at every event of a phase alike, and so is said once. */
function isStop({ leaves, timing }: EventUse): boolean {
  return leaves?.kind !== 'series' && leaves?.to === undefined && timing.eachTime === true;
}

/** When people leave a phase, and who. */
export function formatLeaving(use: EventUse): string {
  const { timing, recurrence, probability } = use;
  if (isStop(use)) return printable(`at each event, ${formatShare(probability, false)}`);
  const asked = recurrence === undefined ? when(timing) : `every ${formatOffset(recurrence.every)}`;
  const share = probability.kind === 'constant' && probability.value === 1 ? [] : [formatShare(probability, false)];
  return printable([asked, ...share].join(', '));
}

function formatEvent(
  { id, definition, timing, recurrence, probability, opens }: EventUse,
  stop: readonly string[],
): string {
  const effects = (definition.effects ?? []).map(formatEffect);
  const sometimes = probability.kind === 'constant' && probability.value === 1 ? [] : [formatProbability(probability)];
  const parts = [
    when(timing),
    ...(recurrence === undefined ? [] : [again(recurrence)]),
    ...stop,
    ...sometimes,
    ...effects,
  ];
  const type = opens === true ? 'journey' : definition.type;
  return `  ${printable(id).padEnd(NAME_WIDTH - 2)}  ${type.padEnd(14)} ${printable(parts.join(', '))}`;
}

function when({ anchor, countedFrom, ...rest }: Timing): string {
  const { earliest, latest } = rest;
  if (anchor.kind === 'journey') return span(earliest, latest);
  if (typeof countedFrom === 'object' && anchor.kind === 'all') {
    const others = anchor.ids.filter((id) => !countedFrom.ids.includes(id));
    return `${when({ ...rest, anchor: eventsNamed(countedFrom.ids) })}, not before ${others.join(', ')}`;
  }
  const name = anchorName(anchor);
  if (typeof countedFrom === 'string') return `${span(earliest, latest)}, not before ${name}`;
  if (isDays(earliest) && isDays(latest) && latest.days < 0) {
    const [least, most] = [-latest.days, -earliest.days];
    return `${least === most ? formatQuantity(least, 'day') : `${least}-${most} days`} before ${name}`;
  }
  const [first, last] = [formatOffset(earliest), formatOffset(latest)];
  if (first === last) return first === '0 days' ? `with ${name}` : `${first} after ${name}`;
  return `${isDays(earliest) && isDays(latest) ? `${earliest.days}-${latest.days} days` : `${first} to ${last}`} after ${name}`;
}

function eventsNamed(ids: readonly string[]): Anchor {
  const [id] = ids;
  return id !== undefined && ids.length === 1 ? { kind: 'event', id } : { kind: 'all', ids };
}

/** What it is measured from. */
function anchorName(anchor: Exclude<Anchor, { kind: 'journey' }>): string {
  switch (anchor.kind) {
    case 'event':
      return anchor.id;
    case 'discharge':
      return `${anchor.id} with discharge to ${anchor.disposition}`;
    case 'stays':
      return `any stay with discharge to ${anchor.disposition}`;
    case 'readmission':
      return `the readmission after ${anchor.id}`;
    case 'all':
      return `all of ${anchor.ids.join(', ')}`;
    case 'entry':
      return `a transition to ${anchor.phase}`;
    case 'elsewhere':
      return `${anchor.id} of ${anchor.journey}`;
  }
}

function again({ every, count, within }: Recurrence): string {
  const often = `every ${formatOffset(every)}, at most ${formatQuantity(count, 'time')}`;
  if (within === undefined) return often;
  return `${formatQuantity(within.count, 'time')} every ${formatOffset(within.every)}, again ${often}`;
}

/** `day 34-42`, or `3 months to 6 months` from the start of the journey. */
function span(from: Offset, to: Offset): string {
  if (isDays(from) && isDays(to)) return `day ${from.days === to.days ? from.days : `${from.days}-${to.days}`}`;
  const [first, last] = [formatOffset(from), formatOffset(to)];
  return first === last ? first : `${first} to ${last}`;
}

function isDays({ months, minutes }: Offset): boolean {
  return months === 0 && minutes === 0;
}

function daysOf({ months, days, minutes }: Offset): number {
  return months * DAYS_A_MONTH + days + minutes / MINUTES_A_DAY;
}
