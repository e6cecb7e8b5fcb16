/**
 * Of the use of care that people make, the visits that overlap another: of two, that of a journey is kept, then an emergency, then
 * the one that began first; of one event's the lower number, so that more use of it takes none away. Of what is done once a day at
 * most, those of a day are told apart as if they overlapped.
 */
import type { PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { keepsWorkingDays } from '../event-definitions.ts';
import { leftJoin } from '../endings.ts';
import type { PlannedEvent } from '../events.ts';
import { scratchColumns } from '../scratch-columns.ts';
import { boolean, call, column, filter, isOneOf, keep, literal, named, project, table, when } from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { KEY, keyColumns, scratchByKey, timedColumns } from './care-rows.ts';
import type { Care } from './care-rows.ts';
import { timesOf } from './care-times.ts';

export const VISITS_AT_ONCE = 'visits_at_once';
/** Whether it only shares its day with another of its event. */
export const SHARES_DAY = 'shares_day';
const VISITS = table('scratch', 'visits');

/** `missed` are tables of visits that are not held for another reason. */
export function tablesOfVisits(
  { visits, usedVisits }: Care,
  missed: readonly string[],
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): readonly PlannedTable[] {
  const isDaily = onceADay(usedVisits, context).length > 0;
  const pairs = overlapping(visits, usedVisits, context);
  const others = missed.map((name) =>
    project(
      table('scratch', name),
      OTHER_KEY.map(([other, own]) => named(other, column(own))),
    ),
  );
  const told = [...KEY, 'other_key', 'other_occurrence', ...(isDaily ? [SHARES_DAY] : [])];
  const held = others.reduce((rows, other) => withoutRows(rows, other, told), pairs);
  return [
    scratchByKey('visits', 'Visits with their first and last moment.', {
      columns: timedColumns(),
      relation: timesOf(visits, context, timeline),
    }),
    scratchByKey(VISITS_AT_ONCE, 'Visits that overlap another, or share their day with one.', {
      columns: [...keyColumns(), ...(isDaily ? scratchColumns([{ name: SHARES_DAY, type: boolean }]) : [])],
      relation: {
        kind: 'aggregate',
        input: held,
        by: KEY,
        columns: isDaily ? [{ name: SHARES_DAY, how: 'min', of: SHARES_DAY }] : [],
      },
    }),
  ];
}

const OTHER_KEY = [
  ['person_id', 'person_id'],
  ['other_key', 'event_key'],
  ['other_occurrence', 'occurrence'],
] as const;

function withoutRows(rows: Relation, others: Relation, told: readonly string[]): Relation {
  const marked: Relation = { kind: 'extend', input: others, columns: [named('is_missed', literal(true))] };
  const kept = filter(leftJoin(rows, marked, ...OTHER_KEY.map(([name]) => name)), call('is_null', column('is_missed')));
  return project(kept, told.map(keep));
}

/** Keys of those of which people have one a day at most. */
export function onceADay(usedVisits: readonly PlannedEvent[], { knowledge }: PlanContext): readonly number[] {
  const classes = new Set(knowledge.encounterClasses.flatMap((one) => (one.onceADay === true ? [one.code] : [])));
  return usedVisits.filter(({ use }) => classes.has(use.definition.encounterClass ?? '')).map(({ key }) => key);
}

/** Each visit that gives way, beside the one that is kept. */
function overlapping(
  visits: readonly PlannedEvent[],
  usedVisits: readonly PlannedEvent[],
  context: PlanContext,
): Relation {
  const used = usedVisits.map(({ key }) => key);
  const isUsed = used.length === visits.length ? undefined : isOneOf('event_key', used);
  const byDay = onDays(ranked(usedVisits, context));
  const others = project(byDay, [
    ...['person_id', 'day'].map(keep),
    ...['key', 'occurrence', 'began', 'ended', 'rank'].map((name) =>
      named(`other_${name}`, column(name === 'key' ? 'event_key' : name)),
    ),
  ]);
  const together: Relation = {
    kind: 'join',
    how: 'inner',
    left: isUsed === undefined ? byDay : filter(byDay, isUsed),
    right: others,
    on: ['person_id', 'day'].map((name) => ({ left: name, right: name })),
  };
  const isAtOnce = call(
    'and',
    call('less', column('other_began'), column('ended')),
    call('less', column('began'), column('other_ended')),
  );
  const daily = onceADay(usedVisits, context);
  const columns = [...KEY, 'other_key', 'other_occurrence'].map(keep);
  if (daily.length === 0) return project(filter(together, call('and', isAtOnce, givesWay())), columns);
  const isSameDay = call(
    'and',
    isOneOf('event_key', daily),
    call('equal', column('other_key'), column('event_key')),
    call('equal', call('to_date', column('other_began')), call('to_date', column('began'))),
  );
  const found = filter(together, call('and', call('or', isAtOnce, isSameDay), givesWay()));
  return project(found, [...columns, named(SHARES_DAY, call('not', isAtOnce))]);
}

/** Visits with the day on which they begin, and again with that on which they end, if it is another. */
function onDays(rows: Relation): Relation {
  const began = call('to_date', column('began'));
  const ended = call('to_date', column('ended'));
  const over = filter(rows, call('not_equal', began, ended));
  return {
    kind: 'union',
    inputs: [
      { kind: 'extend', input: rows, columns: [named('day', began)] },
      { kind: 'extend', input: over, columns: [named('day', ended)] },
    ],
  };
}

/** The lower goes before the higher. */
function ranked(usedVisits: readonly PlannedEvent[], context: PlanContext): Relation {
  const keys = (isByAppointment: boolean): readonly number[] =>
    usedVisits.filter((event) => keepsWorkingDays(event, context) === isByAppointment).map(({ key }) => key);
  const rank = when(
    isOneOf('event_key', keys(true)),
    literal(2),
    when(isOneOf('event_key', keys(false)), literal(1), literal(0)),
  );
  return { kind: 'extend', input: VISITS, columns: [named('rank', rank)] };
}

function givesWay(): Term {
  const [began, others] = [column('began'), column('other_began')];
  const isLater = call(
    'or',
    call('less', others, began),
    call('and', call('equal', others, began), call('less', column('other_key'), column('event_key'))),
  );
  const isAsUrgent = call('equal', column('other_rank'), column('rank'));
  return {
    kind: 'case',
    branches: [
      {
        when: call('equal', column('other_key'), column('event_key')),
        then: call('less', column('other_occurrence'), column('occurrence')),
      },
      { when: isAsUrgent, then: isLater },
    ],
    otherwise: call('less', column('other_rank'), column('rank')),
  };
}
