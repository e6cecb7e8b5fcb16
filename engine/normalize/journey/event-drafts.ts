/** The events of a phase as written, each with what it is and when it happens, before the anchors of all are known. */
import type {
  DataNode,
  EventDefinition,
  Hazard,
  Journey,
  Located,
  Window,
  ParameterSetting,
  Probability,
  SourceRange,
  Way,
} from '../../model/index.ts';
import type { Context } from '../context.ts';
import { certain } from '../probability.ts';
import { readGiven } from '../parameters.ts';
import type { Problems } from '../problems.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { distinct, itemsOf, readText } from '../scalars.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { readChance } from './chance.ts';
import { readDelay } from './delay.ts';
import { readDefinition } from './event-definition.ts';
import { readWindow } from './window.ts';
import { NO_OFFSET } from './offset.ts';
import { milestone } from '../event-types.ts';
import { takeRhythm } from './rhythm.ts';
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
  readonly window: Window | undefined;
  readonly hazard?: Hazard;
  /** The event that it waits for, where its own timing names none. */
  readonly follows?: Located<string>;
  /** When its branch begins. */
  readonly begins?: WrittenTiming;
  /** The branch on which it lies. */
  readonly way?: Way;
  /** All of these must have happened, and it is measured from the last. */
  readonly needs?: readonly Located<string>[];
  /** A journey that begins with it. */
  readonly calls?: Journey;
  readonly at: SourceRange;
}

export interface JourneyContext extends Context {
  readonly catalogue: Catalogue;
  /** What the journey calls its events, whether these can be read or not. */
  readonly written?: ReadonlySet<string>;
  /** The journey of that name, for one that calls it; reports where there is none. */
  readonly call: (name: Located<string>, given: readonly ParameterSetting[], problems: Problems) => Journey | undefined;
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

function readUse(reader: Reader, previous: EventDraft | undefined, context: JourneyContext): readonly EventDraft[] {
  const { problems } = context;
  const journeyNode = reader.take('journey');
  if (journeyNode !== undefined) return readCall(journeyNode, reader, previous, context);
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
  const { timing, needs } = readWritten(reader, previous, context);
  const rhythm = takeRhythm(reader, entry?.rhythm, context);
  const probability = readChance(reader, entry?.probability, context) ?? certain(reader.at);
  const windowNode = reader.take('window');
  const window = windowNode ? readWindow(windowNode, context) : entry?.window;
  const followersNode = reader.take('events');
  const followers = followersNode === undefined ? [] : readDrafts(followersNode, context);
  if (isUnknown) return [];
  reader.finish();
  if (definition === undefined || name === undefined) return [];
  const titled =
    label !== undefined && (ownId ?? eventName) !== undefined ? { ...definition, title: label } : definition;
  const id = ownId ?? (eventName === undefined ? label : undefined);
  const follows = { value: id ?? definition.name, at: reader.at };
  return [
    {
      ownId: id,
      definition: titled,
      timing,
      usualTiming: entry?.timing,
      rhythm,
      probability,
      window,
      ...(needs.length > 1 ? { needs } : {}),
      at: reader.at,
    },
    ...followers.map((one) => (one.follows === undefined ? following(one, follows) : one)),
  ];
}

/** What it says as a length is then a wait. */
export function following(draft: EventDraft, follows: Located<string>): EventDraft {
  const { timing } = draft;
  const isWait = timing?.isLength === true && timing.anchor === undefined;
  return { ...draft, follows, ...(isWait ? { timing: { ...timing, waits: true } } : {}) };
}

/** An event with which another journey begins. */
function readCall(
  journeyNode: DataNode,
  reader: Reader,
  previous: EventDraft | undefined,
  context: JourneyContext,
): readonly EventDraft[] {
  const idNode = reader.take('id', 'name');
  const id = idNode && readText(idNode, 'The id of a journey within another', context.problems);
  const { timing, needs } = readWritten(reader, previous, context);
  const rhythm = takeRhythm(reader, undefined, context);
  const given = reader.take('parameters');
  const call = callDraft(journeyNode, context, given && readGiven(given, context.problems));
  const probability = readChance(reader, call?.probability, context) ?? certain(reader.at);
  reader.finish();
  if (call === undefined) return [];
  const { title } = call.definition;
  const definition = id === undefined ? call.definition : milestone(id, title, reader.at);
  const waits = needs.length > 1 ? { needs } : {};
  return [{ ...call, ownId: id ?? call.ownId, definition, timing, rhythm, probability, ...waits, at: reader.at }];
}

/** The journey of that name, called at once. */
export function callDraft(
  node: DataNode,
  context: JourneyContext,
  given: readonly ParameterSetting[] = [],
): EventDraft | undefined {
  const name = readText(node, 'A journey', context.problems);
  const calls = name === undefined ? undefined : context.call({ value: name, at: node.at }, given, context.problems);
  if (name === undefined || calls === undefined) return undefined;
  if (calls.study !== undefined) return context.problems.report('normalize-study-called', { journey: name }, node.at);
  return {
    ownId: undefined,
    definition: milestone(name, calls.title, node.at),
    timing: undefined,
    usualTiming: undefined,
    rhythm: undefined,
    probability: calls.probability ?? certain(node.at),
    window: undefined,
    calls,
    at: node.at,
  };
}

interface Written {
  readonly timing: WrittenTiming | undefined;
  /** The events of `depends_on`. */
  readonly needs: readonly Located<string>[];
}

/** `timing`, or `delay` after the events of `depends_on`, which default to the event before. */
function readWritten(reader: Reader, previous: EventDraft | undefined, context: JourneyContext): Written {
  const { problems } = context;
  const [timingNode, delayEntry, dependsNode] = [
    reader.take('timing'),
    reader.takeEntry('delay'),
    reader.take('depends_on'),
  ];
  const needs = dependsNode === undefined ? [] : readDepends(dependsNode, context);
  const [depends] = needs;
  const timing = timingNode && readTiming(timingNode, context);
  if (delayEntry === undefined) {
    if (timing !== undefined) {
      const isElsewhere = timing.anchor !== undefined && needs.length > 1;
      if (isElsewhere) {
        const reason = 'the timing names an event itself';
        problems.report('normalize-without-effect', { part: 'depends_on', reason }, dependsNode?.at ?? reader.at);
      }
      return { timing: { ...timing, anchor: timing.anchor ?? depends }, needs: isElsewhere ? [] : needs };
    }
    const span = { earliest: NO_OFFSET, latest: NO_OFFSET };
    return { timing: depends && { anchor: depends, span, minuteOfDay: undefined, at: depends.at }, needs };
  }
  if (timingNode)
    problems.report('normalize-key-twice', { key: 'delay', first: 'timing', within: 'an event' }, delayEntry.keyAt);
  const delay = readDelay(delayEntry.value, context);
  const before = previous && { value: previous.ownId ?? previous.definition.name, at: delayEntry.keyAt };
  const at = delayEntry.value.at;
  const spread = delay?.spread === undefined ? {} : { spread: delay.spread };
  return {
    timing: delay && { anchor: depends ?? before, span: delay, ...spread, minuteOfDay: undefined, waits: true, at },
    needs,
  };
}

function readDepends(node: DataNode, { problems }: JourneyContext): readonly Located<string>[] {
  const read = itemsOf(node).flatMap((item) => {
    const name = readText(item, '`depends_on`', problems);
    return name === undefined ? [] : [{ value: name, at: item.at }];
  });
  return distinct(read, 'depends_on', problems);
}
