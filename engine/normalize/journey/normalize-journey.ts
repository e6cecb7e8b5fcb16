/** An authored journey in any accepted layout to phases of events with canonical timings. */
import type { BranchPoint, DataNode, Journey, MapNode, Offset, Phase } from '../../model/index.ts';
import { canonicalJourneyTree } from '../../trees/index.ts';
import { withoutErrors } from '../problems.ts';
import { readExpression } from '../expression/index.ts';
import { readProbability } from '../probability.ts';
import { createReader } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readInteger, readText } from '../scalars.ts';
import { takePartings } from './branches.ts';
import { joined } from './parting.ts';
import type { Parting } from './parting.ts';
import { calledPhases, calledPoints } from './calls.ts';
import { endOfCycles, readCycle } from './cycle.ts';
import type { Cycle } from './cycle.ts';
import { readEnd } from './duration.ts';
import { checkDoses } from './dosing.ts';
import { readDrafts } from './event-drafts.ts';
import type { JourneyContext } from './event-drafts.ts';
import { stoppedBy } from './leavings.ts';
import { NO_OFFSET, daysIn, fewestDaysIn, mostDaysIn } from './offset.ts';
import { aboutReferrals } from './on-referral.ts';
import { checkNames, readPhases } from './phases.ts';
import type { PhaseDraft } from './phases.ts';
import { checkPattern } from './pattern.ts';
import { placeEvents } from './place-events.ts';
import { readStudy } from './study.ts';
import { studyParts } from './study-events.ts';
import { isCalledByCycle, repeated } from './whole-cycle.ts';
import { defaultStart, readStart } from '../journey-start.ts';

export interface JourneySource {
  readonly data: MapNode;
  /** Names its streams. */
  readonly id: string;
  /** The profile that the front matter names. */
  readonly profile: string | undefined;
}

/** `undefined` where the journey has an error; every problem is reported. */
export function normalizeJourney(source: JourneySource, context: JourneyContext): Journey | undefined {
  const written = new Set(namesIn(source.data));
  return withoutErrors(context.problems, () => readJourney(source, { ...context, written }));
}

const NAMING: ReadonlySet<string> = new Set(['event', 'id', 'name']);

function namesIn(node: DataNode): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap((item) => [...textOf(item), ...namesIn(item)]);
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => [...(NAMING.has(key) ? textOf(value) : []), ...namesIn(value)]);
}

function textOf(node: DataNode): readonly string[] {
  return node.kind === 'scalar' && typeof node.value === 'string' ? [node.value] : [];
}

function readJourney({ data, id, profile }: JourneySource, context: JourneyContext): Journey | undefined {
  const tree = canonicalJourneyTree(data, context.problems);
  const reader = createReader(tree, 'a journey', context.problems);
  const title = readTitle(reader, context) ?? id;
  const ownProfile = reader.take('profile');
  const pattern = reader.take('pattern', 'type');
  if (pattern) checkPattern(pattern, tree, context);
  const written = readDurationOf(reader, context);
  const startNode = reader.take('start');
  const start = startNode ? readStart(startNode, context) : defaultStart(data.at, context);
  const shareNode = reader.take('probability');
  const share = shareNode && readProbability(shareNode, 'The probability of a journey', context);
  const countNode = reader.take('count');
  const limits = { what: '`count`', min: 1, max: Number.MAX_SAFE_INTEGER };
  const count = countNode && readInteger(countNode, limits, context.problems);
  const cycleNode = reader.take('cycle');
  const cycle = cycleNode && readCycle(cycleNode, context);
  const own = takePartings(reader, 'start', context);
  const drafts = readParts(reader, { title, cycle, own, ...written }, context);
  const studyNode = reader.take('study');
  const study = studyNode && readStudy({ node: studyNode, id, title }, context);
  if (studyNode === undefined || study !== undefined)
    checkDoses(
      study,
      drafts.flatMap((phase) => phase.drafts),
      context,
    );
  const stopNode = reader.take('stop');
  const stop = stopNode && readExpression(stopNode, 'The stop of a journey', context);
  reader.finish();
  const duration = written.duration ?? (cycle && endOfCycles(NO_OFFSET, cycle)) ?? endOf(drafts);
  const anew = cycle !== undefined && isCalledByCycle(drafts, own.points) ? cycle : undefined;
  const part = 'a study in a journey that is a cycle with ways into its phases or out of them';
  if (anew && studyNode) context.problems.report('normalize-not-supported', { part }, studyNode.at);
  if (written.isBroken || start === undefined || drafts.length === 0) return undefined;
  for (const { name, to, at, until = at, isEntered } of drafts) {
    const longest = anew?.length ?? duration;
    if (isEntered || fewestDaysIn(to) <= mostDaysIn(longest)) continue;
    const [ends = 0, lasts = 0] = [to, longest].map((length) => Math.round(daysIn(length)));
    context.problems.report('normalize-phase-beyond-duration', { phase: name, ends, lasts }, until);
  }
  const added = study && studyParts({ study, phases: drafts, lasts: daysIn(duration) }, context);
  const parting = added === undefined ? own : joined([own, added.parting]);
  const people = ownProfile ? readText(ownProfile, 'The profile of a journey', context.problems) : profile;
  const phases = withParting(added?.phases ?? drafts, parting);
  const branchPoints = phases.flatMap(({ points }) => points);
  checkPoints(branchPoints, context);
  const { phases: placed, calls } = placeEvents(phases, anew?.length ?? duration, context);
  const all = aboutReferrals([...placed, ...calls.flatMap(calledPhases)]);
  const known = branchPoints.map((point) => afterKnown(point, branchPoints, all));
  const parts = {
    phases: all,
    points: [...known, ...calls.flatMap(calledPoints)],
  };
  const { phases: whole, points: allPoints } = anew === undefined ? parts : repeated(parts, anew, duration);
  return {
    id,
    title,
    profile: people,
    duration,
    start,
    ...(share === undefined ? {} : { probability: share }),
    ...(countNode && count !== undefined ? { count: { value: count, at: countNode.at } } : {}),
    phases: stop === undefined ? whole : stoppedBy(stop, whole),
    ...(allPoints.length === 0 ? {} : { branchPoints: allPoints }),
    ...(study === undefined ? {} : { study }),
    at: data.at,
  };
}

/** With the id of the event that it follows, or that the point before it does; unknown names were reported with what follows them. */
function afterKnown(
  { after, ...point }: BranchPoint,
  points: readonly BranchPoint[],
  phases: readonly Phase[],
): BranchPoint {
  const before = points.find(({ id }) => id === point.within?.point);
  if (after === undefined)
    return before === undefined ? point : { ...point, ...afterOf(afterKnown(before, points, phases)) };
  const events = phases.flatMap((phase) => phase.events);
  const found = events.find(({ id }) => id === after) ?? events.find(({ definition }) => definition.name === after);
  return found === undefined ? point : { ...point, after: found.id };
}

function afterOf({ after }: BranchPoint): Pick<BranchPoint, 'after'> {
  return after === undefined ? {} : { after };
}

/** What lies on a branch belongs to the phase of the event that it follows; to the first phase where it follows none. */
function withParting(phases: readonly PhaseDraft[], { points, drafts }: Parting): readonly PhaseDraft[] {
  const homes = drafts.map(({ follows }) => {
    const name = follows?.value;
    const home = phases.findIndex((phase) =>
      phase.drafts.some(({ ownId, definition, calls }) => {
        const isCalled = calls !== undefined && name?.startsWith(`${ownId ?? definition.name}/`) === true;
        return ownId === name || definition.name === name || isCalled;
      }),
    );
    return Math.max(0, home);
  });
  return phases.map((phase, index) => ({
    ...phase,
    drafts: [...phase.drafts, ...drafts.filter((_, at) => homes[at] === index)],
    points: index === 0 ? [...phase.points, ...points] : phase.points,
  }));
}

function checkPoints(points: readonly BranchPoint[], { problems }: JourneyContext): void {
  const seen = new Set<string>();
  for (const { id, at } of points) {
    if (seen.has(id)) problems.report('normalize-duplicate', { what: 'branch point', name: id }, at);
    seen.add(id);
  }
}

function readTitle(reader: Reader, { problems }: JourneyContext): string | undefined {
  reader.take('description');
  const name = reader.take('journey_name', 'name');
  const identifier = reader.take('journey_id', 'id');
  const node = name ?? identifier;
  return node && readText(node, 'The name of a journey', problems);
}

interface WrittenDuration {
  readonly duration: Offset | undefined;
  readonly isBroken: boolean;
}

function readDurationOf(reader: Reader, context: JourneyContext): WrittenDuration {
  const node = reader.take('duration', 'duration_days');
  const duration = node && readEnd(node, context);
  if (node === undefined || duration === undefined) return { duration: undefined, isBroken: node !== undefined };
  if (daysIn(duration) > 0) return { duration, isBroken: false };
  const found = { what: 'The duration', value: daysIn(duration), expected: 'above 0' };
  context.problems.report('normalize-value-range', found, node.at);
  return { duration: undefined, isBroken: true };
}

interface Whole extends WrittenDuration {
  readonly title: string;
  /** What repeats all of it. */
  readonly cycle: Cycle | undefined;
  /** Its own ways, which belong to no phase. */
  readonly own: Parting;
}

function readParts(reader: Reader, whole: Whole, context: JourneyContext): readonly PhaseDraft[] {
  const [phases, events] = [reader.take('phases'), reader.take('events')];
  if (phases === undefined && events === undefined) {
    context.problems.report('normalize-key-missing', { key: 'phases', within: 'a journey' }, reader.at);
  }
  const { cycle, own } = whole;
  const parts = [
    ...(phases === undefined ? [] : readPhases(phases, cycle?.length ?? whole.duration, cycle !== undefined, context)),
    ...(events === undefined ? [] : readFlatEvents(events, whole, context)),
  ];
  checkNames(parts, context);
  return cycle === undefined || isCalledByCycle(parts, own.points)
    ? parts
    : parts.map((phase) => inWhole(phase, cycle));
}

/** A part of the cycle of its journey, in which days count from the start of the cycle. */
function inWhole(phase: PhaseDraft, cycle: Cycle): PhaseDraft {
  return { ...phase, cycle: { ...cycle, isWhole: true } };
}

const ALONE = { points: [], cycle: undefined, stop: undefined, transitions: [], isEntered: false };

/** A flat list of events is one phase over the whole journey. */
function readFlatEvents(
  events: DataNode,
  { title, cycle, isBroken, ...written }: Whole,
  context: JourneyContext,
): readonly PhaseDraft[] {
  const drafts = readDrafts(events, context);
  const duration = cycle?.length ?? written.duration;
  if (duration !== undefined) return [{ name: title, from: NO_OFFSET, to: duration, drafts, ...ALONE, at: events.at }];
  const within = 'a journey of events without phases';
  if (!isBroken) context.problems.report('normalize-key-missing', { key: 'duration', within }, events.at);
  return [];
}

function endOf(phases: readonly PhaseDraft[]): Offset {
  return phases.map(({ to }) => to).reduce((last, to) => (daysIn(to) > daysIn(last) ? to : last), NO_OFFSET);
}
