/**
 * The timeline without what cannot happen during a stay: of the use of care that people make, nothing begins within a stay that
 * began before it. Events of journeys keep their place, since others count from them.
 */
import type { PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin } from '../endings.ts';
import { SKIP_REASONS, timelineTypes } from '../events.ts';
import type { PlannedEvent } from '../events.ts';
import {
  call,
  column,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  timestamp,
  when,
} from '../terms.ts';
import { scratchColumns } from '../scratch-columns.ts';
import type { Timeline } from '../timeline.ts';
import { careEvents } from './care-events.ts';
import { timesOf } from './care-times.ts';

const KEY = ['person_id', 'event_key', 'occurrence'];
const KEY_COLUMNS = [
  { name: 'person_id', type: integer },
  { name: 'event_key', type: integer },
  { name: 'occurrence', type: smallint },
];

/** Encounters that are stays, and those of the use of care. */
function staysOf(
  context: PlanContext,
  timeline: Timeline,
): { readonly stays: readonly PlannedEvent[]; readonly used: readonly PlannedEvent[] } {
  const classes = new Set(context.knowledge.encounterClasses.flatMap(({ code, isStay }) => (isStay ? [code] : [])));
  const encounters = careEvents(timeline);
  return {
    stays: encounters.filter(({ use }) => classes.has(use.definition.encounterClass ?? '')),
    used: encounters.filter(({ use }) => use.times !== undefined),
  };
}

/** The keys of both. */
export function keysOfCare(context: PlanContext, timeline: Timeline): Record<'stays' | 'used', readonly number[]> {
  const { stays, used } = staysOf(context, timeline);
  return { stays: stays.map(({ key }) => key), used: used.map(({ key }) => key) };
}

export function withoutCareDuringStays(timeline: Timeline, context: PlanContext): Timeline {
  const { stays, used } = staysOf(context, timeline);
  if (stays.length === 0 || used.length === 0) return timeline;
  const isStay = new Set(stays.map(({ key }) => key));
  const visits = used.filter(({ key }) => !isStay.has(key));
  const columns = columnsOf(timeline);
  if (columns === undefined) return timeline;
  const scratch = (name: string, comment: string, rest: Pick<PlannedTable, 'columns' | 'relation'>): PlannedTable => ({
    schema: 'scratch',
    name,
    fill: 'scratch',
    comment,
    primaryKey: KEY,
    origins: [],
    ...rest,
  });
  const moments = ['began', 'ended'].map((name) => ({ name, type: timestamp }));
  return {
    ...timeline,
    tables: [
      ...timeline.tables,
      scratch('stays', 'Stays with their first and last moment.', {
        columns: scratchColumns([...KEY_COLUMNS, ...moments]),
        relation: timesOf(stays, context, timeline),
      }),
      scratch('stays_missed', 'Stays that would begin within another.', {
        columns: scratchColumns(KEY_COLUMNS),
        relation: within(STAYS, STAYS, used),
      }),
      scratch('visits_missed', 'Encounters that would begin within a stay.', {
        columns: scratchColumns(KEY_COLUMNS),
        relation: within(visitsOf(visits, timeline), keptStays(), visits),
      }),
      scratch('occurrences_kept', 'Occurrences of events as they are told.', {
        columns,
        relation: told(
          timeline,
          columns.map(({ name }) => name),
          context,
        ),
      }),
    ],
    occurrences: table('scratch', 'occurrences_kept'),
  };
}

/** Of its occurrences, which are other ones where something of the cohort ends. */
function columnsOf({ tables }: Timeline): PlannedTable['columns'] | undefined {
  const whole = tables.find(({ name }) => name === 'occurrences');
  return (whole ?? tables.find(({ name }) => name.startsWith('occurrences_')))?.columns;
}

const STAYS = table('scratch', 'stays');

function keptStays(): Relation {
  return filter(leftJoin(STAYS, missed('stays_missed'), ...KEY), call('is_null', column('missed')));
}

function missed(name: string): Relation {
  return project(table('scratch', name), [...KEY.map(keep), named('missed', literal(true))]);
}

function visitsOf(events: readonly PlannedEvent[], { occurrences }: Timeline): Relation {
  const isVisit = isOneOf(
    'event_key',
    events.map(({ key }) => key),
  );
  return project(filter(occurrences, call('and', column('happened'), isVisit)), [
    ...KEY.map(keep),
    named('began', column('moment')),
  ]);
}

/** Of rows with `began` about these events those that begin within a stay. */
function within(rows: Relation, stays: Relation, events: readonly PlannedEvent[]): Relation {
  const own = filter(
    rows,
    isOneOf(
      'event_key',
      events.map(({ key }) => key),
    ),
  );
  const others = project(stays, [
    keep('person_id'),
    named('stay_began', column('began')),
    named('stay_ended', column('ended')),
  ]);
  const isWithin = call(
    'and',
    call('less', column('stay_began'), column('began')),
    call('less', column('began'), column('stay_ended')),
  );
  return {
    kind: 'aggregate',
    input: filter(joinOn(project(own, [...KEY, 'began'].map(keep)), others, 'person_id'), isWithin),
    by: KEY,
    columns: [],
  };
}

function told({ occurrences }: Timeline, columns: readonly string[], context: PlanContext): Relation {
  const inputs = [missed('stays_missed'), missed('visits_missed')];
  const all = leftJoin(occurrences, { kind: 'union', inputs }, ...KEY);
  const isMissed = call('coalesce', column('missed'), literal(false));
  const reason = literal(SKIP_REASONS[4], timelineTypes(context).reason);
  const terms: Readonly<Record<string, Term>> = {
    happened: call('and', column('happened'), call('not', isMissed)),
    skipped_because: when(isMissed, reason, column('skipped_because')),
  };
  return project(
    all,
    columns.map((name) => named(name, terms[name] ?? column(name))),
  );
}
