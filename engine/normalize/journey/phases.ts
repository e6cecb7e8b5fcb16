/** Phases with their windows. A window is measured from the journey's start; a length follows the phase before. */
import type { DataNode, Expression, Located, Offset, SourceRange } from '../../model/index.ts';
import { milestone } from '../event-types.ts';
import { certain } from '../probability.ts';
import { findCycle } from '../graph.ts';
import { readExpression } from '../expression/index.ts';
import { readerOf } from '../reader.ts';
import { readText } from '../scalars.ts';
import type { BranchPoint, Way } from '../../model/index.ts';
import { takePartings } from './branches.ts';
import { enteredBy, wayInto } from './parting.ts';
import { readChance } from './chance.ts';
import { cyclesIn, endOfCycles, readCycle } from './cycle.ts';
import type { Cycle } from './cycle.ts';
import { readDuration } from './duration.ts';
import type { Duration } from './duration.ts';
import { takeDosing } from './dosing.ts';
import { readDrafts } from './event-drafts.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import { NO_OFFSET, daysIn, fewestDaysIn, mostDaysIn, negated, sum } from './offset.ts';
import { readTransitions } from './transitions.ts';
import type { TransitionDraft } from './transitions.ts';

export interface PhaseDraft {
  readonly name: string;
  readonly from: Offset;
  readonly to: Offset;
  readonly drafts: readonly EventDraft[];
  readonly points: readonly BranchPoint[];
  readonly cycle: Cycle | undefined;
  /** Its cycle has an error: when things of it happen is not known. */
  readonly isUntimed?: true;
  /** It is over once this holds when something of it has happened. */
  readonly stop: Expression | undefined;
  readonly transitions: readonly TransitionDraft[];
  /** Only a share of people enter it: the way that leads to it. */
  readonly way?: Way;
  /** Others lead to it: its days count from when people come to it. */
  readonly isEntered: boolean;
  readonly at: SourceRange;
  /** Where it says how long it is. */
  readonly until?: SourceRange;
}

/** Behind it nothing of the phase is left: of one that people come to or leave, the end of the journey. */
export function endOfPhase({ to, transitions, isEntered }: PhaseDraft, ends: Offset): Offset {
  return isEntered || transitions.length > 0 ? ends : to;
}

/** How many cycles of the phase, or of the whole journey, begin before that. */
export function cyclesOf(phase: PhaseDraft, cycle: Cycle, ends: Offset): number {
  return cycle.isWhole ? cyclesIn(NO_OFFSET, ends, cycle) : cyclesIn(phase.from, endOfPhase(phase, ends), cycle);
}

/** `duration` is the journey's, or that of its cycle, where it has one: a last phase without a length lasts until then. */
export function readPhases(
  node: DataNode,
  duration: Offset | undefined,
  isCyclic: boolean,
  context: JourneyContext,
): readonly PhaseDraft[] {
  const items = node.kind === 'list' ? node.items : [];
  if (items.length === 0) {
    const found = node.kind === 'list' ? 'an empty one' : `a ${node.kind}`;
    context.problems.report('normalize-value-kind', { what: '`phases`', expected: 'a list', found }, node.at);
  }
  const phases: PhaseDraft[] = [];
  for (const [index, item] of items.entries()) {
    const isLast = index === items.length - 1;
    const phase = readPhase(
      item,
      { begins: phases.at(-1)?.to ?? NO_OFFSET, ends: isLast ? duration : undefined, whole: duration, isCyclic },
      context,
    );
    if (phase !== undefined) phases.push(phase);
  }
  checkReturns(phases, context);
  return phases.map((phase) => entered(phase, phases, context));
}

/** Nobody comes to a phase twice. */
function checkReturns(phases: readonly PhaseDraft[], { problems }: JourneyContext): void {
  const leadsTo = (name: string): readonly string[] =>
    phases.filter((one) => one.name === name).flatMap(({ transitions }) => transitions.map(({ to }) => to.value));
  const path = findCycle(
    phases.map(({ name }) => name),
    leadsTo,
  );
  const [last, first] = [path?.at(-2), path?.at(-1)];
  const way = phases.find(({ name }) => name === last)?.transitions.find(({ to }) => to.value === first);
  if (path !== undefined && way !== undefined) problems.report('normalize-phases-circle', { path }, way.to.at);
}

/** What ends a phase, leads to it or is told of it does so by its name. */
export function checkNames(phases: readonly PhaseDraft[], { problems }: JourneyContext): void {
  for (const [index, { name, at }] of phases.entries()) {
    const first = phases.slice(0, index).find((one) => one.name === name)?.at;
    if (first === undefined) continue;
    const place = `${first.file}:${first.start.line}`;
    problems.report('normalize-phase-repeated', { phase: name, place }, at);
  }
}

/** What others lead to begins when they do, and lasts as long as is written. */
function entered(phase: PhaseDraft, phases: readonly PhaseDraft[], { problems }: JourneyContext): PhaseDraft {
  const known = phases.map(({ name }) => name);
  for (const { to } of phase.transitions) {
    if (!known.includes(to.value))
      problems.report('normalize-reference-unknown', { kind: 'phase', name: to.value, known }, to.at);
  }
  const isEntered = phases.some(({ transitions }) => transitions.some(({ to }) => to.value === phase.name));
  return isEntered ? { ...phase, from: NO_OFFSET, to: sum(phase.to, negated(phase.from)), isEntered } : phase;
}

/** What each cycle begins with, where ways part then. */
function beginningOf(begins: Located<string> | undefined): readonly EventDraft[] {
  if (begins === undefined) return [];
  const { value: name, at } = begins;
  const span = { earliest: NO_OFFSET, latest: NO_OFFSET };
  return [
    {
      ownId: name,
      definition: milestone(name, 'A cycle begins', at),
      timing: { anchor: undefined, span, minuteOfDay: 0, at },
      usualTiming: undefined,
      rhythm: undefined,
      probability: certain(at),
      window: undefined,
      at,
    },
  ];
}

interface Place {
  /** Where the phase before ends. */
  readonly begins: Offset;
  /** Where it ends, if it does not say so itself. */
  readonly ends: Offset | undefined;
  /** The journey's length. */
  readonly whole: Offset | undefined;
  /** The journey repeats its phases. */
  readonly isCyclic: boolean;
}

/** One that runs backwards is none. */
function readPhaseLength(node: DataNode, context: JourneyContext): Duration | undefined {
  const duration = readDuration(node, context);
  if (duration?.kind !== 'length' || daysIn(duration.length) >= 0) return duration;
  const found = { what: 'The duration of a phase', value: daysIn(duration.length), expected: '0 days or more' };
  return context.problems.report('normalize-value-range', found, node.at);
}

function readPhase(
  item: DataNode,
  { begins, ends, whole, isCyclic }: Place,
  context: JourneyContext,
): PhaseDraft | undefined {
  const { problems } = context;
  const reader = readerOf(item, 'a phase', problems);
  if (reader === undefined) return undefined;
  const nameNode = reader.need('name', 'phase', 'id');
  const name = nameNode && readText(nameNode, 'The name of a phase', problems);
  reader.take('description');
  const lengthNode = reader.take('duration');
  const length = lengthNode && readPhaseLength(lengthNode, context);
  const cycleNode = reader.take('cycle');
  const cycle = cycleNode && readCycle(cycleNode, context);
  const transitionsNode = reader.take('transitions');
  const transitions = transitionsNode === undefined ? [] : readTransitions(transitionsNode, context);
  const ended = (cycle && endOfCycles(begins, cycle)) ?? ends ?? (transitions.length > 0 ? whole : undefined);
  const events = reader.take('events');
  const drafts = events === undefined ? [] : readDrafts(events, context);
  const dosing = takeDosing(
    reader,
    { name: name ?? 'phase', drafts, hasCycles: isCyclic || cycleNode !== undefined },
    context,
  );
  const eachCycle = cycle && { value: `begin ${name ?? 'phase'}`, at: cycle.at };
  const parting = takePartings(reader, name ?? 'phase', context, eachCycle);
  const opening = parting.points.some(({ after }) => after === eachCycle?.value) ? beginningOf(eachCycle) : [];
  const share = readChance(reader, undefined, context);
  const stopNode = reader.take('stop');
  const stop = stopNode && readExpression(stopNode, 'The stop of a phase', context);
  reader.finish();
  if (!lengthNode && ended === undefined)
    problems.report('normalize-key-missing', { key: 'duration', within: 'a phase' }, item.at);
  if (name === undefined || (lengthNode && length === undefined) || (!length && ended === undefined)) return undefined;
  const window =
    length?.kind === 'window'
      ? { from: length.from, to: length.to }
      : { from: begins, to: length === undefined ? (ended ?? begins) : sum(begins, length.length) };
  if (cycle?.count !== undefined && length !== undefined) {
    const fitting = Math.ceil((mostDaysIn(window.to) - fewestDaysIn(window.from)) / fewestDaysIn(cycle.length));
    if (cycle.count > fitting)
      problems.report('normalize-cycles-long', { phase: name, count: cycle.count, fitting }, cycle.at);
  }
  const inner = { points: parting.points, drafts: [...opening, ...drafts, ...dosing, ...parting.drafts] };
  const held = share === undefined ? inner : enteredBy(share, name, inner);
  const way = share === undefined ? {} : { way: wayInto(name) };
  return {
    name,
    ...window,
    ...held,
    ...way,
    cycle,
    ...(cycleNode && cycle === undefined ? { isUntimed: true } : {}),
    stop,
    transitions,
    isEntered: false,
    at: item.at,
    until: lengthNode?.at ?? item.at,
  };
}
