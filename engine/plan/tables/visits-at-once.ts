/**
 * Of the use of care that people make, the visits that overlap another: of two, that of a journey is kept, then an emergency, then the
 * lower number, so that more use takes none away. What overlaps only such as give way themselves is kept. Of what is done once a day
 * at most, those of a day are told apart as if they overlapped: whoever comes for a journey has everything else done then.
 */
import type { PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { keepsWorkingDays } from '../opening-hours.ts';
import type { PlannedEvent, SkipReason } from '../events.ts';
import { scratchColumns } from '../scratch-columns.ts';
import {
  boolean,
  call,
  column,
  filter,
  integer,
  isOneOf,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  when,
} from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { KEY, keyColumns, scratchByKey, timedColumns } from './care-rows.ts';
import type { Care } from './care-rows.ts';
import { timesOf } from './care-times.ts';

const VISITS_AT_ONCE = 'visits_at_once';
/** Whether it only shares its day with another of its event. */
const SHARES_DAY = 'shares_day';
const VISITS = table('scratch', 'visits');

/** Each visit that gives way to another if that one is held; `missed` are tables of visits that are not held for another reason. */
export function tablesOfVisits(
  { visits, usedVisits }: Care,
  missed: readonly string[],
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): readonly PlannedTable[] {
  const isDaily = onceADay(usedVisits, context).length > 0;
  const pairs = overlapping(visits, usedVisits, context);
  const held = missed.reduce((rows, name) => withoutRows(rows, table('scratch', name), OTHER, isDaily), pairs);
  return [
    scratchByKey('visits', 'Visits with their first and last moment.', {
      columns: timedColumns(),
      relation: timesOf(visits, context, timeline),
    }),
    {
      schema: 'scratch',
      name: VISITS_AT_ONCE,
      fill: 'scratch',
      comment: 'Visits that overlap another which goes before them, or share their day with one.',
      columns: [...keyColumns(), ...otherColumns(isDaily)],
      primaryKey: PAIR,
      origins: [],
      relation: {
        kind: 'aggregate',
        input: held,
        by: PAIR,
        columns: isDaily ? [{ name: SHARES_DAY, how: 'min', of: SHARES_DAY }] : [],
      },
    },
  ];
}

/**
 * Those that are not held, by key, and why. What overlaps a visit that gives way to none is out, and no more stands against others; of
 * what is left in a row of more than four, each gives way.
 */
export function visitsMissed(usedVisits: readonly PlannedEvent[], context: PlanContext): readonly VisitsMissed[] {
  const isDaily = onceADay(usedVisits, context).length > 0;
  const pairs = table('scratch', VISITS_AT_ONCE);
  const behindHeld = withoutRows(pairs, pairs, OTHER, isDaily);
  const left = withoutRows(withoutRows(pairs, behindHeld, OWN, isDaily), behindHeld, OTHER, isDaily);
  const rows: Relation = { kind: 'union', inputs: [behindHeld, left] };
  if (!isDaily) return [{ rows, reason: 'during another visit' }];
  return [
    { rows: filter(rows, call('not', column(SHARES_DAY))), reason: 'during another visit' },
    { rows: filter(rows, column(SHARES_DAY)), reason: 'another was due on its day' },
  ];
}

interface VisitsMissed {
  readonly rows: Relation;
  readonly reason: SkipReason;
}

type Match = readonly (readonly [own: string, other: string])[];

/** The visit of a pair that gives way, or the one that it overlaps, as the key of rows. */
const OWN: Match = KEY.map((name) => [name, name]);
const OTHER: Match = [
  ['person_id', 'person_id'],
  ['other_key', 'event_key'],
  ['other_occurrence', 'occurrence'],
];
const PAIR = [...KEY, 'other_key', 'other_occurrence'];

function otherColumns(isDaily: boolean): PlannedTable['columns'] {
  return scratchColumns([
    { name: 'other_key', type: integer },
    { name: 'other_occurrence', type: smallint },
    ...(isDaily ? [{ name: SHARES_DAY, type: boolean }] : []),
  ]);
}

/** Pairs without those of which one visit is among the rows. */
function withoutRows(pairs: Relation, rows: Relation, match: Match, isDaily: boolean): Relation {
  const told = [...PAIR, ...(isDaily ? [SHARES_DAY] : [])];
  const found = project(rows, [
    ...match.map(([, name]) => named(`found_${name}`, column(name))),
    named('is_found', literal(true)),
  ]);
  const on = match.map(([own, name]) => ({ left: own, right: `found_${name}` }));
  const joined: Relation = { kind: 'join', how: 'left', left: pairs, right: found, on };
  return project(filter(joined, call('is_null', column('is_found'))), told.map(keep));
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
  const daily = onceADay(usedVisits, context).map((own) => ({ own, all: ofClassOf(own, visits) }));
  const columns = PAIR.map(keep);
  if (daily.length === 0) return project(filter(together, call('and', isAtOnce, givesWay())), columns);
  const isSameDay = call(
    'and',
    call(
      'or',
      literal(false),
      ...daily.map(({ own, all }) => call('and', isOneOf('event_key', own), isOneOf('other_key', all))),
    ),
    call('equal', call('to_date', column('other_began')), call('to_date', column('began'))),
  );
  const found = filter(together, call('and', call('or', isAtOnce, isSameDay), givesWay()));
  return project(found, [...columns, named(SHARES_DAY, call('not', isAtOnce))]);
}

/** By class the keys of those of which people have one a day at most. */
function onceADay(usedVisits: readonly PlannedEvent[], { knowledge }: PlanContext): readonly (readonly number[])[] {
  return knowledge.encounterClasses.flatMap(({ code, onceADay: isAlone }) => {
    const own = usedVisits.filter(({ use }) => isAlone === true && use.definition.encounterClass === code);
    return own.length === 0 ? [] : [own.map(({ key }) => key)];
  });
}

/** All visits of the class of these, those of journeys with them. */
function ofClassOf(keys: readonly number[], visits: readonly PlannedEvent[]): readonly number[] {
  const found = visits.find(({ key }) => keys.includes(key))?.use.definition.encounterClass;
  return visits.filter(({ use }) => use.definition.encounterClass === found).map(({ key }) => key);
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

/** By these in turn, the lower first; the same for all pairs of visits, so that no three give way in a circle. */
const ORDER = ['rank', 'occurrence', 'began', 'event_key'];

function givesWay(): Term {
  return ORDER.reduceRight<Term>((isBehind, name) => {
    const [own, other] = [column(name), column(name === 'event_key' ? 'other_key' : `other_${name}`)];
    const isAlike = call('equal', other, own);
    return call('or', call('less', other, own), call('and', isAlike, isBehind));
  }, literal(false));
}
