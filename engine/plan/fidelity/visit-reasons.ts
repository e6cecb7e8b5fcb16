/**
 * For what care is whose reason is drawn: how much of it is for what people have, and for what the rest is, list by list. Counted
 * beside the events, as long as it is known what each could be for.
 */
import type { Declaration, Relation, ReasonList, Term } from '../../model/index.ts';
import { OCCURRENCE_KEYS } from '../keys.ts';
import { fromMillionths, toMillionths } from '../millionths.ts';
import { drawnEvents } from '../tables/reasons/drawn.ts';
import { reasonCells } from '../tables/reasons/table.ts';
import { occurrencesATurn } from '../tables/reasons/turns.ts';
import { conditionCodes } from '../tables/condition-codes.ts';
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
import { SUMS } from './beside-events.ts';
import type { Counted, Counting, PlaceOf } from './beside-events.ts';

/** Below those of events, networks, densities, chances of one's own and branches. */
const OWN_KEYS = -62_000_000;
const COUNT_KEYS = -63_000_000;

/** What is counted of the reasons of a list: so many kinds of rows, and then so many reasons. */
interface Listed {
  readonly list: ReasonList;
  readonly key: number;
  /** Where its counts begin among all. */
  readonly first: number;
  readonly cells: readonly number[];
  readonly codes: readonly string[];
  /** The reasons of each kind of rows, by their place, with their shares. */
  readonly shares: readonly (readonly (readonly [part: number, share: number])[])[];
}

export function countVisitReasons(counting: Counting): Counted | undefined {
  const listed = listsOf(counting);
  if (listed.length === 0) return undefined;
  const rows = rowsOf(listed, counting);
  const counts = listed.reduce((sum, { cells, codes }) => sum + cells.length + codes.length, 0);
  const countKeys = Array.from({ length: Math.ceil(counts / SUMS.length) }, (_, at) => COUNT_KEYS - at);
  return {
    rows: [
      { relation: ofOwn(rows), keys: listed.map(({ key }) => key), width: OWN_SUMS },
      { relation: ofCounts(rows, listed, counting), keys: countKeys, width: SUMS.length },
    ],
    declare: (placeOf) => listed.flatMap((one) => declaredOf(one, placeOf)),
  };
}

function listsOf({ context, timeline }: Counting): readonly Listed[] {
  const drawn = drawnEvents(context, timeline.events);
  if (drawn.length === 0) return [];
  const { ofList, weights } = reasonCells(context, timeline);
  const lists = [...new Map(drawn.map(({ list }) => [list.name, list])).values()];
  let first = 0;
  return lists.map((list, at): Listed => {
    const cells = [...(ofList.get(list.name) ?? [])];
    const own = cells.map((cell) => weights.get(cell) ?? new Map<string, number>());
    const codes = [...new Set(own.flatMap((one) => [...one.keys()]))].toSorted();
    const one = { list, key: OWN_KEYS - at, first, cells, codes, shares: own.map((each) => sharesOf(each, codes)) };
    first += cells.length + codes.length;
    return one;
  });
}

/** All counts stand one behind the other, as many to a key as there are sums. */
function declaredOf({ list, key, first, cells, shares }: Listed, placeOf: PlaceOf): readonly Declaration[] {
  const counts = placeOf(COUNT_KEYS, first);
  return [
    {
      ...headOf(list),
      part: 'for what they have',
      people: placeOf(key, 0),
      measure: 'share',
      holding: placeOf(key, 1),
      target: { expected: placeOf(key, 2), variance: placeOf(key, 3) },
      quota: false,
    },
    {
      ...headOf(list),
      part: '',
      among: 'for anything else',
      people: placeOf(key, 4),
      measure: 'mixed_shape',
      groups: counts,
      parts: counts + cells.length,
      shares,
    },
  ];
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

/** What was drawn, once for each course of visits that are for one reason, with the number of the list. */
function rowsOf(listed: readonly Listed[], { context, timeline }: Counting): Relation {
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'list', type: integer },
      { name: 'a_turn', type: integer },
    ],
    rows: drawnEvents(context, timeline.events).map((one) => [
      one.event.key,
      listed.findIndex(({ list }) => list.name === one.list.name),
      occurrencesATurn(one),
    ]),
  };
  const occurrence = call('modulo', column('timeline_id'), literal(OCCURRENCE_KEYS, bigint));
  const isFirst = call('equal', call('modulo', occurrence, column('a_turn')), 0);
  return filter(
    joinOn(table('scratch', 'reasons'), values, 'event_key'),
    call('and', call('not', call('is_null', column('drawn_reason'))), isFirst),
  );
}

/** By list: all, those that are for what the person has, what these are to be, and all others. */
function ofOwn(rows: Relation): Relation {
  const columns = SUMS.slice(0, OWN_SUMS);
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

const OWN_SUMS = 5;
const FRACTIONS: ReadonlySet<number> = new Set([2, 3]);

/** How many there are of each kind of rows, and of each reason: as many counts a row as there are sums. */
function ofCounts(rows: Relation, listed: readonly Listed[], { context, timeline }: Counting): Relation {
  const kinds: Relation = {
    kind: 'values',
    columns: ['list', 'cells', 'kind_place'].map((name) => ({ name, type: integer })),
    rows: listed.flatMap(({ first, cells }, list) => cells.map((cell, at) => [list, cell, first + at])),
  };
  const reasons: Relation = {
    kind: 'values',
    columns: [
      { name: 'list', type: integer },
      { name: 'drawn_reason', type: conditionCodes(context, timeline) ?? text },
      { name: 'reason_place', type: integer },
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
  const known = joinOn(joinOn(grouped, kinds, 'list', 'cells'), reasons, 'list', 'drawn_reason');
  return spread({ kind: 'join', how: 'cross', left: known, right: BOTH, on: [] });
}

/** What is counted for the kind of the rows, and then for the reason. */
const BOTH: Relation = {
  kind: 'values',
  columns: [{ name: 'for_reason', type: boolean }],
  rows: [[false], [true]],
};

function spread(counted: Relation): Relation {
  const wide = SUMS.length;
  const place = when(column('for_reason'), column('reason_place'), column('kind_place'));
  const each = project(counted, [named('place', place), keep('rows')]);
  return {
    kind: 'aggregate',
    input: project(each, [
      named('event_key', call('subtract', COUNT_KEYS, call('integer_divide', column('place'), wide))),
      ...SUMS.map((name, at) =>
        named(name, when(call('equal', call('modulo', column('place'), wide), at), column('rows'), literal(0))),
      ),
    ]),
    by: ['event_key'],
    columns: SUMS.map((name) => ({ name, how: 'sum', of: name })),
  };
}
