/** The event catalogue: skills of kind `event`, each entry with what a journey that names it barely gets besides. */
import type { DataNode, EventDefinition, MapNode, Window, Probability, Skill } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { entryOf } from '../../trees/index.ts';
import { withoutErrors } from '../problems.ts';
import { daysIn } from '../offset.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { itemsOf, readText } from '../scalars.ts';
import { readDefinition } from './event-definition.ts';
import { readChance } from './chance.ts';
import { readLength } from './duration.ts';
import { readWindow } from './window.ts';
import { takeRhythm } from './rhythm.ts';
import type { Rhythm } from './rhythm.ts';
import { readTiming } from './timing.ts';
import type { WrittenTiming } from './timing.ts';

export interface CatalogueEntry {
  readonly definition: EventDefinition;
  readonly timing: WrittenTiming | undefined;
  readonly rhythm: Rhythm | undefined;
  readonly probability: Probability | undefined;
  /** How much earlier or later than its time it may be. */
  readonly window: Window | undefined;
}

export interface Catalogue {
  readonly entries: ReadonlyMap<string, CatalogueEntry>;
  /** Entries that have an error, which was reported. */
  readonly broken: ReadonlySet<string>;
}

export function readCatalogue(skills: readonly Skill[], context: Context): Catalogue {
  const entries = new Map<string, CatalogueEntry>();
  const broken = new Set<string>();
  for (const { key, keyAt, value } of skills.flatMap(authoredEvents)) {
    if (entries.has(key) || broken.has(key)) {
      context.problems.report('normalize-duplicate', { what: 'event', name: key }, keyAt);
      continue;
    }
    const entry = withoutErrors(context.problems, () => readEntry(key, value, context));
    if (entry === undefined) broken.add(key);
    else entries.set(key, entry);
  }
  return { entries, broken };
}

function authoredEvents(skill: Skill): MapNode['entries'] {
  return skill.specifications
    .filter(({ kind, runnable }) => kind === 'events' && runnable)
    .flatMap(({ data }) => {
      const events = entryOf(data, 'events')?.value;
      return events?.kind === 'map' ? events.entries : [];
    });
}

function readEntry(name: string, node: DataNode, context: Context): CatalogueEntry | undefined {
  const reader = readerOf(node, `the event \`${name}\``, context.problems);
  if (reader === undefined) return undefined;
  const definition = readDefinition({ reader, name, base: undefined }, context);
  const timing = reader.take('timing');
  const rhythm = takeRhythm(reader, undefined, context);
  const windowNode = reader.take('window');
  const window = windowNode && readWindow(windowNode, context);
  const probability = readChance(reader, undefined, context);
  const words = readWords(reader, context);
  const season = readSeason(reader, context);
  const apart = readApart(reader, context);
  const entry = {
    timing: timing && readTiming(timing, context),
    rhythm,
    probability,
    window,
  };
  reader.finish();
  return definition && { definition: { ...definition, ...words, ...season, ...apart, at: node.at }, ...entry };
}

/** What else a profile's `utilization` calls the event. */
function readWords(reader: Reader, { problems }: Context): Pick<EventDefinition, 'utilization'> {
  const node = reader.take('utilization');
  const words = node === undefined ? [] : itemsOf(node).map((item) => readText(item, '`utilization`', problems));
  return node === undefined ? {} : { utilization: words.filter((word) => word !== undefined) };
}

function readApart(reader: Reader, context: Context): Pick<EventDefinition, 'apart'> {
  const node = reader.take('apart');
  const length = node && readLength(node, context);
  if (node === undefined || length === undefined) return {};
  const days = daysIn(length);
  if (days >= 1) return { apart: days };
  const what = 'What `apart` says';
  context.problems.report(
    'normalize-value-range',
    { what, value: Number(days.toFixed(2)), expected: 'one day or more' },
    node.at,
  );
  return {};
}

function readSeason(reader: Reader, { problems }: Context): Pick<EventDefinition, 'season'> {
  const node = reader.take('season');
  const within = node && readerOf(node, 'a season', problems);
  if (within === undefined) return {};
  const [from, to] = (['from', 'to'] as const).map((key) => {
    const day = within.take(key);
    return day && readText(day, `\`${key}\``, problems);
  });
  within.finish();
  return from === undefined || to === undefined ? {} : { season: { from, to } };
}
