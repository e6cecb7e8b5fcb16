/**
 * Where ways part, in every accepted layout, as branch points with the share of each branch, and the events that lie on the
 * branches. A way within a way is a branch point of its own.
 */
import type { BranchDefinition, BranchPoint, DataNode, Expression, Located, Probability } from '../../model/index.ts';
import { createReader, readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readExpression } from '../expression/index.ts';
import { certain } from '../probability.ts';
import { itemsOf, plainWord, readPositive, readText } from '../scalars.ts';
import { endDraft } from './branch-ends.ts';
import { branchRates, readShare } from './branch-share.ts';
import { callDraft, readDrafts } from './event-drafts.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import type { WrittenTiming } from './timing.ts';
import { readTiming } from './timing.ts';

export interface Parting {
  readonly points: readonly BranchPoint[];
  readonly drafts: readonly EventDraft[];
}

/** Where a branch point stands: what it follows, unless it says so, and the way that leads to it. */
interface Standing {
  readonly after: Located<string> | undefined;
  readonly within: BranchPoint['within'];
  /** A name for it where it has none. */
  readonly name: string;
}

interface Way {
  readonly branch: BranchDefinition;
  readonly drafts: readonly EventDraft[];
  readonly points: readonly BranchPoint[];
}

/** All branch points of a journey or a phase, `name`; one that follows no event is called after it. */
export function takePartings(reader: Reader, name: string, context: JourneyContext): Parting {
  const standing: Standing = { after: undefined, within: undefined, name };
  const [list, one, rules, bare] = ['branching', 'branch_point', 'branching_rules', 'branches'].map((key) =>
    reader.take(key),
  );
  return joined([
    ...(list === undefined ? [] : itemsOf(list).map((item) => readPoint(item, standing, context))),
    ...(one === undefined ? [] : itemsOf(one).map((item) => readPoint(item, standing, context))),
    ...(rules === undefined ? [] : readRules(rules, standing, context)),
    ...(bare === undefined ? [] : [readWays({ node: bare, standing, decides: undefined }, context)]),
  ]);
}

/** A phase that only a share of people enter: a branch point with one branch, called after it. */
export function enteredBy(share: Probability, name: string, { points, drafts }: Parting): Parting {
  const way = wayInto(name);
  const point = { id: way.point, within: undefined, branches: [{ name, share, at: share.at }], at: share.at };
  return {
    points: [point, ...points.map((one) => (one.within === undefined ? { ...one, within: way } : one))],
    drafts: drafts.map((one) => (one.way === undefined ? { ...one, way } : one)),
  };
}

/** The way into a phase that only a share of people enter. */
export function wayInto(phase: string): { readonly point: string; readonly branch: string } {
  return { point: `enter ${phase}`, branch: phase };
}

export function joined(partings: readonly Parting[]): Parting {
  return {
    points: partings.flatMap(({ points }) => points),
    drafts: partings.flatMap(({ drafts }) => drafts),
  };
}

/** Rules after the same event are the branches of one point. */
function readRules(node: DataNode, whole: Standing, context: JourneyContext): readonly Parting[] {
  const groups = new Map<string, { after: Located<string> | undefined; items: DataNode[] }>();
  for (const item of itemsOf(node)) {
    const entry = item.kind === 'map' ? item.entries.find(({ key }) => key === 'after') : undefined;
    const name = entry && readText(entry.value, 'An event', context.problems);
    const after = entry && name !== undefined ? { value: name, at: entry.value.at } : undefined;
    const group = groups.get(name ?? '') ?? { after, items: [] };
    group.items.push(item);
    groups.set(name ?? '', group);
  }
  return [...groups.values()].map(({ after, items }) => {
    const list: DataNode = { kind: 'list', items, at: node.at };
    const standing = { ...whole, after, name: after?.value ?? whole.name };
    return readWays({ node: list, standing, decides: undefined }, context);
  });
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
  return readWays({ node: branches, standing: { ...standing, after, name: ownName ?? inner }, decides }, context);
}

interface WrittenWays {
  readonly node: DataNode;
  readonly standing: Standing;
  readonly decides: { readonly kind: 'value' | 'truth'; readonly expression: Expression } | undefined;
}

function readWays({ node, standing, decides }: WrittenWays, context: JourneyContext): Parting {
  const written =
    node.kind === 'map'
      ? node.entries.map(({ key, keyAt, value }) => ({ key, at: keyAt, value }))
      : itemsOf(node).map((value) => ({ key: undefined, at: value.at, value }));
  const ways = written.flatMap(({ key, at, value }) => {
    const only = key === undefined ? undefined : onlyWhere(key, decides, at);
    return readWay({ node: value, key, only, standing }, context) ?? [];
  });
  checkWays(ways, standing, context);
  const point: BranchPoint = {
    id: standing.name,
    within: standing.within,
    branches: (node.kind === 'map' ? inOrderOfName(ways) : ways).map(({ branch }) => branch),
    ...(standing.after === undefined ? {} : { after: standing.after.value }),
    at: node.at,
  };
  return {
    points: [point, ...ways.flatMap(({ points }) => points)],
    drafts: ways.flatMap(({ drafts }) => drafts),
  };
}

const REST = new Set(['else', 'default', 'otherwise', 'other']);
const TRUTHS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

/** Under a name of a map of values or of truths: for whom it holds. `undefined` where the name is only a name. */
function onlyWhere(key: string, decides: WrittenWays['decides'], at: DataNode['at']): Expression | undefined {
  const word = plainWord(key);
  if (decides === undefined || REST.has(word)) return undefined;
  const { kind, expression } = decides;
  if (kind === 'truth') {
    const truth = TRUTHS[word];
    if (truth === undefined) return undefined;
    return truth ? expression : { kind: 'not', operand: expression, at };
  }
  const number = Number(key);
  const right: Expression =
    key.trim() !== '' && Number.isFinite(number)
      ? { kind: 'number', value: number, at }
      : word in TRUTHS
        ? { kind: 'boolean', value: word === 'true' || word === 'yes', at }
        : { kind: 'text', value: key, at };
  return { kind: 'binary', operator: '=', left: expression, right, at };
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
  if (key !== undefined || standing.after !== undefined) reader.take('after');
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

function given(share: Probability, only: Expression): Probability {
  return {
    kind: 'given',
    given: only,
    holds: share,
    fails: { kind: 'constant', value: 0, at: only.at },
    at: share.at,
  };
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
  return {
    branch: { name, share, at },
    points: nested.points,
    drafts: [
      ...own.map((draft) => placed(draft, standing.after, begins, way)),
      ...(parts.journey === undefined ? [] : [placed(parts.journey, standing.after, begins, way)]),
      ...(parts.end === undefined ? [] : [endAfter(parts.end, own.at(-1), { standing, begins, way })]),
      ...nested.drafts.map((draft) => (draft.begins === undefined && begins ? { ...draft, begins } : draft)),
    ],
  };
}

/** An end comes behind the last event of its branch. */
function endAfter(
  end: EventDraft,
  last: EventDraft | undefined,
  { standing, begins, way }: { standing: Standing; begins: WrittenTiming | undefined; way: EventDraft['way'] },
): EventDraft {
  if (last === undefined) return placed(end, standing.after, begins, way);
  const follows = { value: last.ownId ?? last.definition.name, at: end.at };
  return placed({ ...end, follows }, undefined, undefined, way);
}

function placed(
  draft: EventDraft,
  after: Located<string> | undefined,
  begins: WrittenTiming | undefined,
  way: EventDraft['way'],
): EventDraft {
  const follows = draft.follows ?? begins?.anchor ?? after;
  return {
    ...draft,
    ...(follows === undefined ? {} : { follows }),
    ...(begins === undefined ? {} : { begins }),
    ...(way === undefined ? {} : { way }),
  };
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

/** Where each way has its share of all people, and no condition, moving a line moves nobody; what takes the rest stays last. */
function inOrderOfName(ways: readonly Way[]): readonly Way[] {
  if (ways.some(({ branch }) => branch.share.kind !== 'constant')) return ways;
  const isRest = ({ branch }: Way): boolean => branch.share.kind === 'constant' && branch.share.value === 1;
  const named = ways.filter((way) => !isRest(way));
  const sorted = named.toSorted((one, other) => (one.branch.name < other.branch.name ? -1 : 1));
  return [...sorted, ...ways.filter(isRest)];
}

/** Names are unique, shares of everybody are not above one, and nothing stands behind what takes all that are left. */
function checkWays(ways: readonly Way[], { name }: Standing, { problems }: JourneyContext): void {
  const seen = new Set<string>();
  let taken = 0;
  for (const [index, { branch }] of ways.entries()) {
    if (seen.has(branch.name)) problems.report('normalize-duplicate', { what: 'branch', name: branch.name }, branch.at);
    seen.add(branch.name);
    if (branch.share.kind !== 'constant') continue;
    const isRest = branch.share.value === 1;
    if (isRest && index < ways.length - 1) {
      problems.report(
        'normalize-branch-unreachable',
        { branch: ways[index + 1]?.branch.name ?? '', point: name },
        branch.at,
      );
      return;
    }
    taken += isRest ? 0 : branch.share.value;
  }
  const [first] = ways;
  if (first && taken > 1 + 1e-9) problems.report('normalize-weights', { sum: taken, normalized: [] }, first.branch.at);
}
