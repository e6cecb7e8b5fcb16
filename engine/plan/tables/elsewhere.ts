/**
 * The timeline without what cannot happen since the person is elsewhere: of the use of care that people make, nothing begins within
 * a stay that began before it, and no two visits overlap. Events of journeys keep their place, since others count from them.
 */
import type { PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin } from '../endings.ts';
import { stayFollowedBy } from '../event-traits.ts';
import { timelineTypes } from '../events.ts';
import type { PlannedEvent, SkipReason } from '../events.ts';
import { call, column, keep, literal, named, project, table } from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { careEvents } from './care-events.ts';
import { isEncounter } from './happened.ts';
import { KEY, scratchByKey } from './care-rows.ts';
import type { Care } from './care-rows.ts';
import { MISSED, tablesOfStays } from './stays.ts';
import { tablesOfVisits, visitsMissed } from './visits-at-once.ts';

function staysIn({ knowledge }: PlanContext, timeline: Timeline): readonly PlannedEvent[] {
  const classes = new Set(knowledge.encounterClasses.flatMap(({ code, isStay }) => (isStay ? [code] : [])));
  return careEvents(timeline).filter(
    ({ use: { definition } }) => definition.type === 'admission' || classes.has(definition.encounterClass ?? ''),
  );
}

function careIn(context: PlanContext, timeline: Timeline): Care {
  const encounters = careEvents(timeline);
  const isStay = new Set(staysIn(context, timeline));
  const used = encounters.filter(isUsed);
  return {
    stays: [...isStay],
    visits: encounters.filter((event) => !isStay.has(event)),
    used,
    usedVisits: used.filter((event) => !isStay.has(event)),
    usedBesides: timeline.events.filter((event) => isUsed(event) && !isEncounter(event)),
  };
}

/** What a profile says of the use of care: counted, or what follows a stay. */
function isUsed({ use }: PlannedEvent): boolean {
  return use.times !== undefined || use.behindStays !== undefined || stayFollowedBy(use) !== undefined;
}

/** The keys of all stays, which people do not leave until they are over. */
export function keysOfStays(context: PlanContext, timeline: Timeline): readonly number[] {
  return staysIn(context, timeline).map(({ key }) => key);
}

/** The keys of both. */
export function keysOfCare(context: PlanContext, timeline: Timeline): Record<'stays' | 'used', readonly number[]> {
  const { stays, used } = careIn(context, timeline);
  return { stays: stays.map(({ key }) => key), used: used.map(({ key }) => key) };
}

export function withoutCareElsewhere(timeline: Timeline, context: PlanContext): Timeline {
  const care = careIn(context, timeline);
  const columns = columnsOf(timeline);
  if (care.used.length + care.usedBesides.length === 0 || columns === undefined) return timeline;
  const stays = care.stays.length === 0 ? [] : tablesOfStays(care, context, timeline);
  const byStays = stays.map(({ name }) => name).filter((name) => MISSED.includes(name));
  const visits = care.usedVisits.length === 0 ? [] : tablesOfVisits(care, byStays.slice(1), { context, timeline });
  const reasons: readonly Missed[] = [
    ...byStays.map((name) => ({ rows: table('scratch', name), reason: 'during a stay' as const })),
    ...(visits.length === 0 ? [] : visitsMissed(care.usedVisits, context)),
  ];
  if (reasons.length === 0) return timeline;
  const kept = scratchByKey('occurrences_kept', 'Occurrences of events as they are told.', {
    columns,
    relation: told(timeline, reasons, { columns, context }),
  });
  return {
    ...timeline,
    tables: [...timeline.tables, ...stays, ...visits, kept],
    occurrences: table('scratch', kept.name),
  };
}

/** Of its occurrences, which are other ones where something of the cohort ends. */
function columnsOf({ tables }: Timeline): PlannedTable['columns'] | undefined {
  const whole = tables.find(({ name }) => name === 'occurrences');
  return (whole ?? tables.find(({ name }) => name.startsWith('occurrences_')))?.columns;
}

interface Missed {
  /** Those that are missed, by key. */
  readonly rows: Relation;
  readonly reason: SkipReason;
}

interface Telling {
  readonly columns: PlannedTable['columns'];
  readonly context: PlanContext;
}

function told({ occurrences }: Timeline, missed: readonly Missed[], { columns, context }: Telling): Relation {
  const type = timelineTypes(context).reason;
  const each = missed.map(({ rows }, at) => project(rows, [...KEY.map(keep), named('why', literal(at))]));
  const first: Relation = {
    kind: 'aggregate',
    input: { kind: 'union', inputs: each },
    by: KEY,
    columns: [{ name: 'why', how: 'min', of: 'why' }],
  };
  const isMissed = call('not', call('is_null', column('why')));
  const terms: Readonly<Record<string, Term>> = {
    happened: call('and', column('happened'), call('not', isMissed)),
    skipped_because: {
      kind: 'case',
      branches: missed.map(({ reason }, at) => ({
        when: call('equal', column('why'), at),
        then: literal(reason, type),
      })),
      otherwise: column('skipped_because'),
    },
  };
  return project(
    leftJoin(occurrences, first, ...KEY),
    columns.map(({ name }) => named(name, terms[name] ?? column(name))),
  );
}
