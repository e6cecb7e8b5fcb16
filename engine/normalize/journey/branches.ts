/**
 * Where ways part, in every accepted layout, as branch points with the share of each branch, and the events that lie on the
 * branches. A way within a way is a branch point of its own.
 */
import type { BranchPoint, DataNode, Expression, Located, Probability } from '../../model/index.ts';
import { createReader, readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readExpression } from '../expression/index.ts';
import { certain } from '../probability.ts';
import { itemsOf, readPositive, readText } from '../scalars.ts';
import { endDraft } from './branch-ends.ts';
import { branchRates, readShare } from './branch-share.ts';
import { callDraft, readDrafts } from './event-drafts.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import { readTiming } from './timing.ts';
import { joined } from './parting.ts';
import type { Parting, Standing, Way } from './parting.ts';
import { onlyWhere, given } from './branch-cases.ts';
import type { NamedNode, WrittenWays } from './branch-cases.ts';
import { endAfter, placed } from './branch-drafts.ts';
import { inOrderOfName, checkWays } from './branch-order.ts';

/** All branch points of a journey or a phase, `name`; one that follows no event is called after it, and follows `begins`, where there is such. */
export function takePartings(reader: Reader, name: string, context: JourneyContext, begins?: Located<string>): Parting {
  const standing: Standing = { after: begins, within: undefined, name };
  const [list, one, rules, bare] = ['branching', 'branch_point', 'branching_rules', 'branches'].map((key) =>
    reader.take(key),
  );
  return joined([
    ...(list === undefined ? [] : itemsOf(list).map((item) => readPoint(item, standing, context))),
    ...(one === undefined ? [] : itemsOf(one).map((item) => readPoint(item, standing, context))),
    ...(rules === undefined ? [] : readRules(rules, standing, context)),
    ...(bare === undefined ? [] : readRules(bare, standing, context)),
  ]);
}

/** Branches after the same event are those of one point. */
function readRules(node: DataNode, whole: Standing, context: JourneyContext): readonly Parting[] {
  const groups = new Map<string, { after: Located<string> | undefined; ways: NamedNode[] }>();
  for (const way of waysIn(node)) {
    const after = afterOf(way.value, context);
    const group = groups.get(after?.value ?? '') ?? { after, ways: [] };
    group.ways.push(way);
    groups.set(after?.value ?? '', group);
  }
  const isMap = node.kind === 'map';
  return [...groups.values()].map(({ after, ways }) => {
    const standing = { ...whole, after: after ?? whole.after, name: after?.value ?? whole.name };
    return readWays({ ways, isMap, at: node.at, standing, decides: undefined }, context);
  });
}

function afterOf(node: DataNode, { problems }: JourneyContext): Located<string> | undefined {
  const entry = node.kind === 'map' ? node.entries.find(({ key }) => key === 'after') : undefined;
  const value = entry && readText(entry.value, 'An event', problems);
  return entry && value !== undefined ? { value, at: entry.value.at } : undefined;
}

/** What a list or a map of branches holds. */
function waysIn(node: DataNode): readonly NamedNode[] {
  return node.kind === 'map'
    ? node.entries.map(({ key, keyAt, value }) => ({ key, at: keyAt, value }))
    : itemsOf(node).map((value) => ({ key: undefined, at: value.at, value }));
}

function readPoint(node: DataNode, standing: Standing, context: JourneyContext): Parting {
  const reader = readerOf(node, 'a branch point', context.problems);
  if (reader === undefined) return joined([]);
  const [nameNode, afterNode] = [reader.take('name'), reader.take('after')];
  const [valueEntry, conditionEntry] = [reader.takeEntry('value'), reader.takeEntry('condition')];
  const branches = reader.need('branches');
  reader.finish();
  const ownName = nameNode && readText(nameNode, 'The name of a branch point', context.problems);
  const afterName = afterNode && readText(afterNode, 'An event', context.problems);
  const after = afterNode && afterName !== undefined ? { value: afterName, at: afterNode.at } : standing.after;
  const suffix = afterName ?? standing.name;
  const inner = standing.within === undefined ? suffix : standing.name;
  const deciding = valueEntry ?? conditionEntry;
  const expression = deciding && readExpression(deciding.value, 'What decides at a branch point', context);
  if (branches === undefined || (deciding && expression === undefined)) return joined([]);
  const decides = expression && { kind: valueEntry ? ('value' as const) : ('truth' as const), expression };
  const written = {
    ways: waysIn(branches),
    isMap: branches.kind === 'map',
    at: branches.at,
    standing: { ...standing, after, name: ownName ?? inner },
    decides,
  };
  for (const { value } of written.ways) {
    const own = afterOf(value, context);
    if (own === undefined || own.value === after?.value) continue;
    context.problems.report('normalize-branch-elsewhere', { event: own.value, point: after?.value }, own.at);
  }
  return readWays(written, context);
}

function readWays(
  { ways: written, isMap, at: whole, standing, decides }: WrittenWays,
  context: JourneyContext,
): Parting {
  const ways = written.flatMap(({ key, at, value }) => {
    const only = key === undefined ? undefined : onlyWhere(key, decides, at);
    return readWay({ node: value, key, only, standing }, context) ?? [];
  });
  checkWays(ways, standing, context);
  const point: BranchPoint = {
    id: standing.name,
    within: standing.within,
    branches: (isMap ? inOrderOfName(ways) : ways).map(({ branch }) => branch),
    ...(standing.after === undefined ? {} : { after: standing.after.value }),
    at: whole,
  };
  return {
    points: [point, ...ways.flatMap(({ points }) => points)],
    drafts: ways.flatMap(({ drafts }) => drafts),
  };
}

interface WrittenWay {
  readonly node: DataNode;
  readonly key: string | undefined;
  readonly only: Expression | undefined;
  readonly standing: Standing;
}

function readWay({ node, key, only, standing }: WrittenWay, context: JourneyContext): Way | undefined {
  if (node.kind !== 'map') {
    const share = only === undefined ? certain(node.at) : given(certain(node.at), only);
    return wayOf({ name: key ?? 'way', share, standing, at: node.at }, { events: node }, context);
  }
  const reader = createReader(node, 'a branch', context.problems);
  const nameNode = reader.take('name', 'id');
  reader.take('description');
  reader.take('after');
  const share = readShare(reader, context);
  const parts: WayParts = {
    events: reader.take('events'),
    choose: reader.take('choose'),
    branching: reader.take('branching'),
    timing: reader.take('timing'),
    journey: takeCall(reader, context),
    end: endDraft(reader, context),
  };
  reader.finish(branchRates(reader));
  const ownName = nameNode && readText(nameNode, 'The name of a branch', context.problems);
  if (share === undefined) return undefined;
  const whole = only === undefined ? share : given(share, only);
  const name =
    ownName ?? key ?? (parts.end?.definition.name || firstEvent(parts) || parts.journey?.definition.name || 'else');
  return wayOf({ name, share: whole, standing, at: node.at }, parts, context);
}

interface WayParts {
  readonly events: DataNode | undefined;
  readonly choose?: DataNode | undefined;
  readonly branching?: DataNode | undefined;
  readonly timing?: DataNode | undefined;
  /** A journey that begins on it. */
  readonly journey?: EventDraft | undefined;
  readonly end?: EventDraft | undefined;
}

function takeCall(reader: Reader, context: JourneyContext): EventDraft | undefined {
  const node = reader.take('journey');
  return node && callDraft(node, context);
}

/** What a branch without a name is called. */
function firstEvent({ events, choose }: WayParts): string | undefined {
  const [first] = [...(events === undefined ? [] : itemsOf(events)), ...(choose === undefined ? [] : itemsOf(choose))];
  if (first?.kind === 'scalar' && typeof first.value === 'string') return first.value;
  const named =
    first?.kind === 'map' ? first.entries.find(({ key }) => ['id', 'event', 'name'].includes(key)) : undefined;
  return named?.value.kind === 'scalar' && typeof named.value.value === 'string' ? named.value.value : undefined;
}

interface NamedWay {
  readonly name: string;
  readonly share: Probability;
  readonly standing: Standing;
  readonly at: DataNode['at'];
}

function wayOf({ name, share, standing, at }: NamedWay, parts: WayParts, context: JourneyContext): Way {
  const way = { point: standing.name, branch: name };
  const begins = parts.timing && readTiming(parts.timing, context);
  const own = parts.events === undefined ? [] : readDrafts(parts.events, context);
  const inner: Standing = { after: standing.after, within: way, name: `${standing.name}/${name}` };
  const nested = joined([
    ...(parts.choose === undefined ? [] : [readChoices(parts.choose, inner, context)]),
    ...(parts.branching === undefined ? [] : itemsOf(parts.branching).map((item) => readPoint(item, inner, context))),
  ]);
  const drafts = [
    ...own.map((draft) => placed(draft, standing.after, begins, way)),
    ...(parts.journey === undefined ? [] : [placed(parts.journey, standing.after, begins, way)]),
    ...(parts.end === undefined ? [] : [endAfter(parts.end, own.at(-1), { standing, begins, way })]),
    ...nested.drafts.map((draft) => (draft.begins === undefined && begins ? { ...draft, begins } : draft)),
  ];
  if (parts.timing && !drafts.some(({ begins: taken, timing }) => taken && timing?.span === undefined)) {
    const reason = `everything on the branch ${name} says itself when it happens`;
    context.problems.report('normalize-without-effect', { part: 'timing', reason }, parts.timing.at);
  }
  return { branch: { name, share, at }, points: nested.points, drafts };
}

/** `choose`: a branch point whose shares are the weights. */
function readChoices(node: DataNode, standing: Standing, context: JourneyContext): Parting {
  const { problems } = context;
  const choices = itemsOf(node).flatMap((item) => {
    const reader = readerOf(item, 'a choice', problems);
    if (reader === undefined) return [];
    const weightNode = reader.need('weight');
    const weight = weightNode && readPositive(weightNode, 'A weight', problems);
    const event = reader.take('event');
    const events = reader.take('events');
    const journey = takeCall(reader, context);
    const end = endDraft(reader, context);
    reader.finish();
    const named = { events: events ?? event, journey, end };
    const name = firstEvent(named) ?? journey?.definition.name ?? end?.definition.name ?? 'choice';
    return weight === undefined ? [] : [{ name, weight, parts: named, at: item.at }];
  });
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  if (choices.length > 0 && Math.abs(total - 1) > 1e-6) {
    const normalized = choices.map(({ name, weight }) => `${name}: ${Number((weight / total).toFixed(4))}`);
    problems.report('normalize-weights', { sum: total, normalized }, node.at);
  }
  const ways = choices.map(({ name, weight, parts, at }) =>
    wayOf({ name, share: { kind: 'constant', value: weight / total, at }, standing, at }, parts, context),
  );
  checkWays(ways, standing, context);
  const branches = inOrderOfName(ways).map(({ branch }) => branch);
  const point = { id: standing.name, within: standing.within, branches, at: node.at };
  return joined([{ points: [point], drafts: [] }, ...ways]);
}
