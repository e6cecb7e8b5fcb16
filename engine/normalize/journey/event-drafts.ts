/** The events of a phase as written, each with what it is and when it happens, before the anchors of all are known. */
import type { DataNode, EventDefinition, Located, Offset, Probability, SourceRange, Way } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { certain } from '../probability.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { itemsOf, readText } from '../scalars.ts';
import { NOT_RUN_IN_EVENTS } from './catalogue.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { readChance } from './chance.ts';
import { readDelay } from './delay.ts';
import { readDefinition } from './event-definition.ts';
import { readLength } from './duration.ts';
import { NO_OFFSET } from './offset.ts';
import { readRhythm } from './rhythm.ts';
import type { Rhythm } from './rhythm.ts';
import { readTiming } from './timing.ts';
import type { WrittenTiming } from './timing.ts';

export interface EventDraft {
  /** As the author chose it. */
  readonly ownId: string | undefined;
  readonly definition: EventDefinition;
  /** As the journey says it; the catalogue's counts only without it. */
  readonly timing: WrittenTiming | undefined;
  readonly usualTiming: WrittenTiming | undefined;
  readonly rhythm: Rhythm | undefined;
  readonly probability: Probability;
  readonly window: Offset | undefined;
  /** The event that it waits for, where its own timing names none. */
  readonly follows?: Located<string>;
  /** When its branch begins. */
  readonly begins?: WrittenTiming;
  /** The branch on which it lies. */
  readonly way?: Way;
  readonly at: SourceRange;
}

export interface JourneyContext extends Context {
  readonly catalogue: Catalogue;
}

export function readDrafts(node: DataNode, context: JourneyContext): readonly EventDraft[] {
  const drafts: EventDraft[] = [];
  let previous: EventDraft | undefined;
  for (const item of itemsOf(node)) {
    const [draft, ...followers] = readDraft(item, previous, context);
    if (draft !== undefined) drafts.push(draft, ...followers);
    previous = draft ?? previous;
  }
  return drafts;
}

/** The event, and the events that it says follow it. */
function readDraft(item: DataNode, previous: EventDraft | undefined, context: JourneyContext): readonly EventDraft[] {
  if (item.kind === 'map') return readUse(createReader(item, 'an event', context.problems), previous, context);
  const name = readText(item, 'An event', context.problems);
  const entry = name === undefined ? undefined : findEntry({ value: name, at: item.at }, context);
  if (entry === undefined) return [];
  const { definition, timing, rhythm, window, probability = certain(item.at) } = entry;
  return [
    { ownId: undefined, definition, timing: undefined, usualTiming: timing, rhythm, probability, window, at: item.at },
  ];
}

function findEntry(
  { value: name, at }: Located<string>,
  { catalogue, problems }: JourneyContext,
): CatalogueEntry | undefined {
  const entry = catalogue.entries.get(name);
  if (entry !== undefined) return entry;
  if (catalogue.broken.has(name)) return problems.report('normalize-event-broken', { event: name }, at);
  const known = [...catalogue.entries.keys()];
  return problems.report('normalize-reference-unknown', { kind: 'event', name, known }, at);
}

const NOT_RUN_IN_USES = [...NOT_RUN_IN_EVENTS, 'journey', 'branching', 'branches', 'branch_point'];

function readUse(reader: Reader, previous: EventDraft | undefined, context: JourneyContext): readonly EventDraft[] {
  const { problems } = context;
  const [eventNode, idNode, nameNode] = [reader.take('event'), reader.take('id'), reader.take('name')];
  const ownId = idNode && readText(idNode, 'The id of an event', problems);
  const label = nameNode && readText(nameNode, 'The name of an event', problems);
  const eventName = eventNode && readText(eventNode, 'An event', problems);
  const entry =
    eventNode && eventName !== undefined ? findEntry({ value: eventName, at: eventNode.at }, context) : undefined;
  const name = eventName ?? ownId ?? label;
  if (name === undefined) problems.report('normalize-key-missing', { key: 'event', within: 'an event' }, reader.at);
  const isUnknown = eventNode !== undefined && entry === undefined;
  const definition = isUnknown
    ? undefined
    : readDefinition({ reader, name: name ?? '', base: entry?.definition }, context);
  const timing = readWritten(reader, previous, context);
  const rhythmNode = reader.take('recurrence');
  const rhythm = rhythmNode ? readRhythm(rhythmNode, context) : entry?.rhythm;
  const probability = readChance(reader, entry?.probability, context) ?? certain(reader.at);
  const windowNode = reader.take('window');
  const window = windowNode ? readLength(windowNode, context) : entry?.window;
  const followersNode = reader.take('events');
  const followers = followersNode === undefined ? [] : readDrafts(followersNode, context);
  if (isUnknown) return [];
  reader.finish(NOT_RUN_IN_USES);
  if (definition === undefined || name === undefined) return [];
  const titled =
    label !== undefined && (ownId ?? eventName) !== undefined ? { ...definition, title: label } : definition;
  const id = ownId ?? (eventName === undefined ? label : undefined);
  const follows = { value: id ?? definition.name, at: reader.at };
  return [
    { ownId: id, definition: titled, timing, usualTiming: entry?.timing, rhythm, probability, window, at: reader.at },
    ...followers.map((one) => (one.follows === undefined ? { ...one, follows } : one)),
  ];
}

/** `timing`, or `delay` after the events of `depends_on`, which default to the event before. */
function readWritten(
  reader: Reader,
  previous: EventDraft | undefined,
  context: JourneyContext,
): WrittenTiming | undefined {
  const { problems } = context;
  const [timingNode, delayEntry, dependsNode] = [
    reader.take('timing'),
    reader.takeEntry('delay'),
    reader.take('depends_on'),
  ];
  const depends = dependsNode && readDepends(dependsNode, context);
  const timing = timingNode && readTiming(timingNode, context);
  if (delayEntry === undefined) {
    if (timing !== undefined) return { ...timing, anchor: timing.anchor ?? depends };
    return (
      depends && {
        anchor: depends,
        span: { earliest: NO_OFFSET, latest: NO_OFFSET },
        minuteOfDay: undefined,
        at: depends.at,
      }
    );
  }
  if (timingNode)
    problems.report('normalize-key-twice', { key: 'delay', first: 'timing', within: 'an event' }, delayEntry.keyAt);
  const span = readDelay(delayEntry.value, context);
  const before = previous && { value: previous.ownId ?? previous.definition.name, at: delayEntry.keyAt };
  return span && { anchor: depends ?? before, span, minuteOfDay: undefined, at: delayEntry.value.at };
}

function readDepends(node: DataNode, { problems }: JourneyContext): Located<string> | undefined {
  const [first, second] = itemsOf(node);
  if (second !== undefined)
    problems.report('normalize-not-supported', { part: 'several events in depends_on' }, second.at);
  const name = first && readText(first, '`depends_on`', problems);
  return first && name !== undefined ? { value: name, at: first.at } : undefined;
}
