/**
 * `scratch.reasons`: for what each event is whose reason is drawn. What the person has and what anybody of that age and sex is seen
 * for lie side by side as rates of visits: one draw says whether it is for one of the first, another for which of the second.
 */
import type { PlannedTable, Relation, Scalar, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { madeOnceOfBoth } from '../../made-once.ts';
import { BORN_AND_SEX } from '../../population/born-and-sex.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  boolean,
  call,
  column,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  table,
  text,
  when,
} from '../../terms.ts';
import { conditionCodes } from '../condition-codes.ts';
import { happenedWith, originsOf } from '../happened.ts';
import { cellOf, cellsOf, LATER, listsOf, spotOfList } from './cells.ts';
import type { Cells } from './cells.ts';
import { drawnEvents } from './drawn.ts';
import type { DrawnEvent } from './drawn.ts';
import { havesOf, OWN_WHOLE, ownCode, ownReasons, ownWeights } from './own.ts';
import type { OwnReason } from './own.ts';
import { occurrencesATurn, turnOf } from './turns.ts';

export function reasonTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const drawn = drawnEvents(context, timeline.events);
  if (drawn.length === 0) return [];
  const codes = conditionCodes(context, timeline) ?? text;
  const own = ownReasons(context, timeline, drawn);
  const cells = reasonCells(context, timeline);
  const haves = havesOf(own, context, timeline);
  const seen = happenedWith(timeline, eventValues(drawn, own), peopleOf(cells, haves));
  const mine = haves === undefined ? [] : own;
  const isOwn = call('greater_or_equal', column('own_weight'), literal(0, double));
  const fallen = project(weighed(seen, cells, { own: mine, drawn, context }), [
    ...['timeline_id', 'event_key', 'drawn_weight', 'cells', 'own_share'].map(keep),
    named('own_code', when(isOwn, ownCode(mine, codes, context), literal(null, codes))),
    named('cell', cellOf(column('cells'), column('common_draw'), isOwn)),
  ]);
  const weight = column('drawn_weight');
  const found = filter(
    joinOn(fallen, cells.reasons, 'cell'),
    call('and', call('greater_or_equal', weight, column('from_weight')), call('less', weight, column('to_weight'))),
  );
  return [
    {
      schema: 'scratch',
      name: 'reasons',
      fill: 'scratch',
      comment: 'What care is for whose reason is drawn.',
      columns: scratchColumns([
        { name: 'timeline_id', type: bigint },
        { name: 'event_key', type: integer },
        { name: 'drawn_reason', type: codes },
        { name: 'is_own', type: boolean },
        { name: 'own_share', type: double },
        { name: 'cells', type: integer },
      ]),
      primaryKey: ['timeline_id'],
      relation: project(found, [
        keep('timeline_id'),
        keep('event_key'),
        named('drawn_reason', call('coalesce', column('own_code'), column('common_code'))),
        named('is_own', call('not', call('is_null', column('own_code')))),
        keep('own_share'),
        keep('cells'),
      ]),
      origins: [...originsOf(drawn.map(({ event }) => event)), ...drawn.map(({ list }) => list.at)],
    },
  ];
}

/** The same for every part of a plan. */
export const reasonCells: (context: PlanContext, timeline: Timeline) => Cells = madeOnceOfBoth((context, timeline) =>
  cellsOf(context, {
    timeline,
    drawn: drawnEvents(context, timeline.events),
    codes: conditionCodes(context, timeline) ?? text,
  }),
);

function eventValues(drawn: readonly DrawnEvent[], own: readonly OwnReason[]): Extract<Relation, { kind: 'values' }> {
  const lists = listsOf(drawn);
  return {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'reason', type: { kind: 'stream' } },
      { name: 'own', type: { kind: 'stream' } },
      { name: 'a_turn', type: integer },
      { name: 'list_spot', type: integer },
      ...own.map(({ code }) => ({ name: `weight:${code}`, type: double })),
    ],
    rows: drawn.map((one) => [
      one.event.key,
      `${one.event.path}/reason`,
      `${one.event.path}/reason/own`,
      occurrencesATurn(one),
      spotOfList(lists.indexOf(one.list.name)),
      ...own.map(({ weights }): Scalar => weights.get(one.list.name) ?? 0),
    ]),
  };
}

/** By person: the days on which they reach an age at which reasons change, and since when they have what they have. */
function peopleOf({ bounds }: Cells, haves: Relation | undefined): Relation {
  const people = project(table('scratch', 'population'), [
    keep('person_id'),
    ...BORN_AND_SEX,
    ...bounds.map(({ months, days }, at) => {
      const monthsOld = months === 0 ? column('birth_date') : call('add_months', column('birth_date'), months);
      return named(`reached_${at}`, days === 0 ? monthsOld : call('add_days', monthsOld, days));
    }),
  ]);
  return haves === undefined ? people : leftJoin(people, haves, 'person_id');
}

/**
 * With `cells`, and where the draws fall: `own_weight` among what the person has, negative where it is none of it, and
 * `drawn_weight` among what anybody is seen for. Two draws, so that another problem of a person moves no common reason.
 */
function weighed(
  seen: Relation,
  { bounds, hasOnce, groups }: Cells,
  {
    own,
    drawn,
    context,
  }: {
    readonly own: readonly OwnReason[];
    readonly drawn: readonly DrawnEvent[];
    readonly context: PlanContext;
  },
): Relation {
  const dated: Relation = {
    kind: 'extend',
    input: seen,
    columns: [named('day', call('to_date', column('moment'))), named('turn', turnOf(drawn, context))],
  };
  const band = bounds.map((_, at) =>
    when(call('less_or_equal', column(`reached_${at}`), column('day')), literal(2), literal(0)),
  );
  const sex = when(column('is_female'), literal(1), literal(0));
  const later = hasOnce
    ? [when(call('greater', column('turn'), literal(0, smallint)), literal(LATER), literal(0))]
    : [];
  const spot = [...band, sex, ...later].reduce((sum, one) => call('add', sum, one), column('list_spot'));
  const placed: Relation = {
    kind: 'extend',
    input: dated,
    columns: [named('spot', spot), ...ownWeights(own, context)],
  };
  const whole = column('common_weight');
  const all = own.length === 0 ? literal(0, double) : column(OWN_WHOLE);
  const both = own.length === 0 ? whole : call('add', all, whole);
  return {
    kind: 'extend',
    input: joinOn(placed, groups, 'spot'),
    columns: [
      named(
        'own_weight',
        own.length === 0
          ? NOT_OWN
          : when(
              call('greater', all, literal(0, double)),
              call('subtract', call('multiply', drawFrom('own'), both), whole),
              NOT_OWN,
            ),
      ),
      named('own_share', call('coalesce', call('divide', all, both), literal(0, double))),
      named('common_draw', drawFrom('reason')),
      named('drawn_weight', call('multiply', output('common_draw'), whole)),
    ],
  };
}

const NOT_OWN = literal(-1, double);

function drawFrom(stream: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'column', name: stream },
    person: column('person_id'),
    occurrence: column('turn'),
  };
}
