/**
 * For what care is whose reason is drawn: how much of it is for what people have, and for what the rest is, list by list. Counted
 * beside the events, as long as it is known what each could be for.
 */
import type { Declaration, EventTally, Relation, ReasonList, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { OCCURRENCE_KEYS } from '../keys.ts';
import { fromMillionths, toMillionths } from '../millionths.ts';
import { drawnEvents } from '../tables/reasons/drawn.ts';
import { reasonCells } from '../tables/reasons/table.ts';
import { conditionCodes } from '../tables/condition-codes.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
  text,
  when,
} from '../terms.ts';

export interface ReasonTally {
  readonly tally: EventTally;
  readonly declarations: readonly Declaration[];
}

interface Beside {
  readonly context: PlanContext;
  readonly timeline: Timeline;
  /** How many sums stand before those of events. */
  readonly behind: number;
}

/** Below those of events, networks, densities, chances of one's own and branches. */
const OWN_KEYS = -62_000_000;
const COUNT_KEYS = -63_000_000;

/** What is counted of the reasons of a list: so many kinds of rows, and then so many reasons. */
interface Listed {
  readonly list: ReasonList;
  /** Where its counts begin among all. */
  readonly first: number;
  readonly cells: readonly number[];
  readonly codes: readonly string[];
}

export function withVisitReasons(before: EventTally, { context, timeline, behind }: Beside): ReasonTally {
  const drawn = drawnEvents(context, timeline.events);
  if (drawn.length === 0) return { tally: before, declarations: [] };
  const { ofList, weights } = reasonCells(context, timeline);
  const lists = [...new Map(drawn.map(({ list }) => [list.name, list])).values()];
  let first = 0;
  const listed = lists.map((list): Listed => {
    const cells = [...(ofList.get(list.name) ?? [])];
    const codes = [...new Set(cells.flatMap((one) => [...(weights.get(one)?.keys() ?? [])]))].toSorted();
    const one = { list, first, cells, codes };
    first += cells.length + codes.length;
    return one;
  });
  const wide = before.columns.length;
  const ownKeys = listed.map((_, at) => OWN_KEYS - at);
  const countKeys = Array.from({ length: Math.ceil(first / wide) }, (_, at) => COUNT_KEYS - at);
  const names = ['event_key', ...before.columns];
  const rows = rowsOf(listed, { context, timeline, behind });
  const inputs = [
    before.relation,
    ofOwn(rows, before.columns),
    ofCounts(rows, listed, { context, timeline }, before.columns),
  ];
  const start = behind + before.keys.length * wide;
  const counts = start + ownKeys.length * wide;
  return {
    tally: {
      ...before,
      relation: { kind: 'union', inputs: inputs.map((one) => project(one, names.map(keep))) },
      keys: [...before.keys, ...ownKeys, ...countKeys],
    },
    declarations: listed.flatMap((one, at) => [
      {
        ...headOf(one.list),
        part: 'for what they have',
        people: start + at * wide,
        measure: 'share' as const,
        holding: start + at * wide + 1,
        target: { expected: start + at * wide + 2, variance: start + at * wide + 3 },
        quota: false,
      },
      {
        ...headOf(one.list),
        part: '',
        among: 'for anything else',
        people: start + at * wide + 4,
        measure: 'mixed_shape' as const,
        groups: counts + one.first,
        parts: counts + one.first + one.cells.length,
        shares: one.cells.map((cell) => sharesOf(weights.get(cell) ?? new Map<string, number>(), one.codes)),
      },
    ]),
  };
}

function headOf({ name, at }: ReasonList): Pick<Declaration, 'section' | 'quantity' | 'among' | 'at'> {
  return { section: 'visit reasons', quantity: name.replaceAll('_', ' '), among: '', at };
}

function sharesOf(
  weights: ReadonlyMap<string, number>,
  codes: readonly string[],
): readonly (readonly [part: number, share: number])[] {
  const total = [...weights.values()].reduce((sum, one) => sum + one, 0);
  return [...weights].map(([code, weight]) => [codes.indexOf(code), weight / total] as const);
}

/** What was drawn, once for each person where that holds for all visits of a person, with the number of the list. */
function rowsOf(listed: readonly Listed[], { context, timeline }: Beside): Relation {
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'list', type: integer },
      { name: 'same', type: boolean },
    ],
    rows: drawnEvents(context, timeline.events).map(({ event, list }) => [
      event.key,
      listed.findIndex((one) => one.list.name === list.name),
      list.samePerPerson,
    ]),
  };
  const isFirst = call('equal', call('modulo', column('timeline_id'), literal(OCCURRENCE_KEYS, bigint)), 0);
  return filter(
    joinOn(table('scratch', 'reasons'), values, 'event_key'),
    call('and', call('not', call('is_null', column('drawn_reason'))), call('or', call('not', column('same')), isFirst)),
  );
}

/** By list: all, those that are for what the person has, what these are to be, and all others. */
function ofOwn(rows: Relation, columns: readonly string[]): Relation {
  const share = column('own_share');
  const one = (truth: Term): Term => cast(truth, integer);
  const terms = [
    literal(1, integer),
    one(column('is_own')),
    toMillionths(share),
    toMillionths(call('multiply', share, call('subtract', literal(1, double), share))),
    one(call('not', column('is_own'))),
  ];
  const summed: Relation = {
    kind: 'aggregate',
    input: project(rows, [
      named('event_key', call('subtract', OWN_KEYS, column('list'))),
      ...columns.map((name, at) => named(name, terms[at] ?? literal(0, integer))),
    ]),
    by: ['event_key'],
    columns: columns.map((name) => ({ name, how: 'sum', of: name })),
  };
  return project(summed, [
    keep('event_key'),
    ...columns.map((name, at) => (FRACTIONS.has(at) ? named(name, fromMillionths(column(name))) : keep(name))),
  ]);
}

const FRACTIONS: ReadonlySet<number> = new Set([2, 3]);

/** How many there are of each kind of rows, and of each reason: as many counts a row as there are columns. */
function ofCounts(
  rows: Relation,
  listed: readonly Listed[],
  { context, timeline }: Omit<Beside, 'behind'>,
  columns: readonly string[],
): Relation {
  const kinds: Relation = {
    kind: 'values',
    columns: ['list', 'cells', 'count'].map((name) => ({ name, type: integer })),
    rows: listed.flatMap(({ first, cells }, list) => cells.map((cell, at) => [list, cell, first + at])),
  };
  const reasons: Relation = {
    kind: 'values',
    columns: [
      { name: 'list', type: integer },
      { name: 'drawn_reason', type: conditionCodes(context, timeline) ?? text },
      { name: 'count', type: integer },
    ],
    rows: listed.flatMap(({ first, cells, codes }, list) =>
      codes.map((code, at) => [list, code, first + cells.length + at]),
    ),
  };
  const grouped: Relation = {
    kind: 'aggregate',
    input: project(filter(rows, call('not', column('is_own'))), [
      ...['list', 'cells', 'drawn_reason'].map(keep),
      named('rows', column('timeline_id')),
    ]),
    by: ['list', 'cells', 'drawn_reason'],
    columns: [{ name: 'rows', how: 'count', of: 'rows' }],
  };
  const counted = [joinOn(grouped, kinds, 'list', 'cells'), joinOn(grouped, reasons, 'list', 'drawn_reason')].map(
    (one) => project(one, ['count', 'rows'].map(keep)),
  );
  const wide = columns.length;
  return {
    kind: 'aggregate',
    input: project({ kind: 'union', inputs: counted }, [
      named('event_key', call('subtract', COUNT_KEYS, call('integer_divide', column('count'), wide))),
      ...columns.map((name, at) =>
        named(name, when(call('equal', call('modulo', column('count'), wide), at), column('rows'), literal(0))),
      ),
    ]),
    by: ['event_key'],
    columns: columns.map((name) => ({ name, how: 'sum', of: name })),
  };
}
