/** For what people of each age and sex are seen, list by list, as rows of data that a draw falls into. */
import type { Age, ColumnType, Relation, Scalar, Term, VisitReason } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Timeline } from '../../timeline.ts';
import { call, cast, double, integer, literal, when } from '../../terms.ts';
import { commonReasons, nearAges } from './drawn.ts';
import type { DrawnEvent } from './drawn.ts';

export interface Cells {
  /** Ages at which the reasons of some list change, ascending: a person's band is how many of them are reached. */
  readonly bounds: readonly Age[];
  /** Whether the first occurrence of an event can be for something that no later one is for. */
  readonly hasOnce: boolean;
  /** `spot` (of list, first or later occurrence, band and sex) to its `cells`, with the sum of their weights as `common_weight`. */
  readonly groups: Relation;
  /** By `cell`, a slot of those: from which weight, to which, for which code (`common_code`). */
  readonly reasons: Relation;
  /** By list the `cells` that its events can have. */
  readonly ofList: ReadonlyMap<string, ReadonlySet<number>>;
  /** By `cells` how the weights of their reasons compare. */
  readonly weights: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

const BANDS = 100;

/** Bands come in twos, for men and for women; before them stands the number of the list, twice: for the first occurrence and for later ones. */
export function spotOfList(list: number): number {
  return list * 2 * BANDS * 2;
}

/** How far behind the spots of a first occurrence those of later ones are. */
export const LATER: number = BANDS * 2;

/** Whom the occurrences of an event in a spot are of: people of one band and sex, the first of each or later ones. */
interface Spot {
  readonly number: number;
  readonly list: string;
  readonly span: Span;
  readonly sex: 'M' | 'F';
  readonly isLater: boolean;
}

interface Span {
  readonly from: Age | undefined;
  readonly before: Age | undefined;
}

/** What people of every spot are seen for; spots that are seen for the same share their cells. */
export function cellsOf(
  context: PlanContext,
  {
    timeline,
    drawn,
    codes,
  }: { readonly timeline: Timeline; readonly drawn: readonly DrawnEvent[]; readonly codes: ColumnType },
): Cells {
  const common = commonReasons(context, timeline, drawn);
  const isNear = nearAges(context, drawn);
  const bounds = boundsOf(common);
  const hasOnce = common.some(({ once }) => once);
  const groups = new Map<string, { readonly number: number; readonly cells: readonly Cell[] }>();
  const rows: Scalar[][] = [];
  const ofList = new Map<string, Set<number>>();
  const weights = new Map<number, ReadonlyMap<string, number>>();
  for (const spot of spotsOf(listsOf(drawn), bounds, hasOnce).filter(({ span }) => isNear(span))) {
    const fit = common.filter((reason) => fits(reason, spot));
    const cells = cellsFrom(fit);
    const key = JSON.stringify(cells);
    const group = groups.get(key) ?? { number: groups.size, cells };
    groups.set(key, group);
    ofList.set(spot.list, (ofList.get(spot.list) ?? new Set()).add(group.number));
    if (!weights.has(group.number)) weights.set(group.number, weightsOf(fit));
    rows.push([spot.number, group.number, weightOf(fit)]);
  }
  return {
    bounds,
    hasOnce,
    ofList,
    weights,
    groups: groupValues(rows),
    reasons: reasonValues([...groups.values()], codes),
  };
}

function spotsOf(lists: readonly string[], bounds: readonly Age[], hasOnce: boolean): readonly Spot[] {
  const spans = Array.from({ length: bounds.length + 1 }, (_, band): Span => ({
    from: bounds[band - 1],
    before: bounds[band],
  }));
  return lists.flatMap((list, at) =>
    spans.flatMap((span, band) =>
      (['M', 'F'] as const).flatMap((sex, female) =>
        (hasOnce ? [false, true] : [false]).map((isLater) => ({
          number: spotOfList(at) + (isLater ? LATER : 0) + band * 2 + female,
          list,
          span,
          sex,
          isLater,
        })),
      ),
    ),
  );
}

function fits(reason: VisitReason, { list, span, sex, isLater }: Spot): boolean {
  return reason.list === list && holds(reason, span) && (reason.sex ?? sex) === sex && !(isLater && reason.once);
}

function groupValues(rows: readonly (readonly Scalar[])[]): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'spot', type: integer },
      { name: 'cells', type: integer },
      { name: 'common_weight', type: double },
    ],
    rows,
  };
}

function reasonValues(
  groups: readonly { readonly number: number; readonly cells: readonly Cell[] }[],
  codes: ColumnType,
): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'cell', type: integer },
      { name: 'from_weight', type: double },
      { name: 'to_weight', type: double },
      { name: 'common_code', type: codes },
    ],
    rows: [
      [OWN, -ANY, ANY, null],
      ...groups.flatMap(({ number, cells }) =>
        cells.map(([slot, ...cell]): Scalar[] => [number * SLOTS + slot, ...cell]),
      ),
    ],
  };
}

/** Names of the lists that events draw from, each once. */
export function listsOf(drawn: readonly DrawnEvent[]): readonly string[] {
  return [...new Set(drawn.map(({ list }) => list.name))].toSorted();
}

function boundsOf(reasons: readonly VisitReason[]): readonly Age[] {
  const ages = reasons.flatMap(({ ages: { from, before } }) => [from, before]).filter((one) => one !== undefined);
  const distinct = new Map(ages.filter(({ about }) => about > 0).map((one) => [one.about, one]));
  return [...distinct.values()].toSorted((one, other) => one.about - other.about);
}

function holds({ ages }: VisitReason, { from, before }: Span): boolean {
  const starts = (ages.from?.about ?? 0) <= (from?.about ?? 0);
  return starts && (ages.before?.about ?? Infinity) >= (before?.about ?? Infinity);
}

type Cell = readonly [slot: number, from: number, to: number, code: string | null];

/**
 * By slot, of which each is an equal part of all their weights: a draw looks through the few reasons of its slot alone. The first
 * reaches down to any weight and the last up to any, so that each draw falls into one.
 */
function cellsFrom(reasons: readonly VisitReason[]): readonly Cell[] {
  const sorted = reasons.toSorted((one, other) => (one.code < other.code ? -1 : 1));
  const whole = weightOf(sorted);
  if (whole === 0) return [[0, -ANY, ANY, null]];
  const slotAt = (weight: number): number => Math.floor((weight / whole) * SLOTS);
  let reached = 0;
  return sorted.flatMap(({ code, weight }, at): Cell[] => {
    const before = reached;
    reached += weight;
    const [from, to] = [at === 0 ? -ANY : before, at === sorted.length - 1 ? ANY : reached];
    const first = Math.max(0, slotAt(before - whole * NEAR));
    const last = Math.min(SLOTS - 1, slotAt(reached + whole * NEAR));
    return Array.from({ length: last - first + 1 }, (_, more): Cell => [first + more, from, to, code]);
  });
}

function weightsOf(reasons: readonly VisitReason[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { code, weight } of reasons) weights.set(code, (weights.get(code) ?? 0) + weight);
  return weights;
}

function weightOf(reasons: readonly VisitReason[]): number {
  return reasons.reduce((sum, { weight }) => sum + weight, 0);
}

/** Slots overlap by so much that no rounding lets a draw fall between them. */
const NEAR = 1e-9;
const SLOTS = 16;
const ANY = 1e12;

/** The slot of a group of cells into which a draw falls, as a `cell`; that of nothing where the reason is the person's own. */
export function cellOf(group: Term, draw: Term, isOwn: Term): Term {
  const slot = cast(call('floor', call('multiply', draw, SLOTS)), integer);
  return when(isOwn, literal(OWN), call('add', call('multiply', group, SLOTS), slot));
}

const OWN = -1;
