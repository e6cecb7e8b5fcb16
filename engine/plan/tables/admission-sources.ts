/** How people come into hospital: what a stay is, what it follows and what it is for decide, and one draw a stay. */
import type { AdmissionSource, Relation, Scalar } from '../../model/index.ts';
import { longestBeginning } from '../best-fit.ts';
import type { PlanContext } from '../context.ts';
import { leftJoin } from '../endings.ts';
import { madeOnceOfBoth } from '../made-once.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { Timeline } from '../timeline.ts';
import {
  boolean,
  call,
  column,
  double,
  drawBy,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  text,
  when,
} from '../terms.ts';
import { careEvents } from './care-events.ts';
import { careOf } from './care.ts';
import { conditionCodes } from './condition-codes.ts';
import { drawnEvents, reasonsOfEach } from './reasons/drawn.ts';
import { reasonOf } from './reasons/named.ts';

export function admissions(timeline: Timeline): readonly PlannedEvent[] {
  return careEvents(timeline).filter(({ use }) => use.definition.type === 'admission');
}

/** Rows of care that are stays, with `admit_source` and whether it was `unplanned`. */
export function admittedStays(context: PlanContext, timeline: Timeline): Relation {
  const other = otherSource(context);
  return {
    kind: 'extend',
    input: sourcedStays(careOf(context, timeline), context, timeline),
    columns: [
      named('came', call('less', drawBy('admitted'), column('own_source_share'))),
      named('admit_source', when(output('came'), column('own_source'), literal(other?.name ?? null, text))),
      named('unplanned', when(output('came'), column('own_source_unplanned'), literal(other?.unplanned ?? false))),
    ],
  };
}

/** How people come whom no other row brings. */
export function otherSource(context: PlanContext): AdmissionSource | undefined {
  return sourcesOf(context).find((one) => isForAll(one));
}

/**
 * Of rows with `event_key`, and with `reason_code` where reasons are drawn, those that are stays, with the way in which a part of
 * them comes: `own_source`, `own_source_share` and `own_source_unplanned`.
 */
export function sourcedStays(care: Relation, context: PlanContext, timeline: Timeline): Relation {
  const events = admissions(timeline);
  const drawn = ofDrawnReasons(context, timeline);
  const rows = events.map((event): Scalar[] => {
    const source = sourceOf(event, reasonOf(event, context), { context, timeline });
    return [event.key, drawn?.ways.get(event) ?? null, `${event.path}/admitted`, ...cellsOf(source)];
  });
  const columns = [
    { name: 'event_key', type: integer },
    { name: 'ways', type: integer },
    { name: 'admitted', type: { kind: 'stream' as const } },
    { name: 'source', type: text },
    { name: 'source_share', type: double },
    { name: 'source_unplanned', type: boolean },
  ];
  const stays = joinOn(care, { kind: 'values', columns, rows }, 'event_key');
  const known = drawn === undefined ? stays : leftJoin(stays, drawn.byReason, 'ways', 'reason_code');
  const of = (name: string) =>
    drawn === undefined ? column(name) : when(column('by_reason'), column(`drawn_${name}`), column(name));
  return {
    kind: 'extend',
    input: known,
    columns: ['source', 'source_share', 'source_unplanned'].map((name) => named(`own_${name}`, of(name))),
  };
}

/** `person_id`, `event_key` and `occurrence` of stays that nobody planned; nothing where there can be none. */
export function unplannedStays(context: PlanContext, timeline: Timeline): Relation | undefined {
  if (admissions(timeline).length === 0 || !sourcesOf(context).some(({ unplanned }) => unplanned)) return undefined;
  const stays = filter(admittedStays(context, timeline), column('unplanned'));
  return project(stays, ['person_id', 'event_key', 'occurrence', 'unplanned'].map(keep));
}

function sourcesOf({ knowledge }: PlanContext): readonly AdmissionSource[] {
  return knowledge.chart?.admissionSources ?? [];
}

function isForAll({ after, events, reasons }: AdmissionSource): boolean {
  return after === undefined && events.length === 0 && reasons.length === 0;
}

function cellsOf(source: AdmissionSource | undefined): readonly Scalar[] {
  return [source?.name ?? null, source?.share ?? 0, source?.unplanned ?? false];
}

interface DrawnWays {
  /** By what it is for, in which way people come to a stay of these `ways`. */
  readonly byReason: Relation;
  /** The number of those of each event; events of which the same is true share it. */
  readonly ways: ReadonlyMap<PlannedEvent, number>;
}

/** For what is drawn, where people come another way for it than for what the event names. */
const ofDrawnReasons = madeOnceOfBoth((context: PlanContext, timeline: Timeline): DrawnWays | undefined => {
  const type = conditionCodes(context, timeline);
  const drawn = drawnEvents(context, admissions(timeline));
  if (type === undefined || drawn.length === 0) return undefined;
  const codesOf = reasonsOfEach(
    context,
    timeline,
    drawn.map(({ event }) => event),
  );
  const known = new Map<string, readonly (readonly Scalar[])[]>();
  const ways = new Map<PlannedEvent, number>();
  for (const { event } of drawn) {
    const base = sourceOf(event, null, { context, timeline });
    const rows = codesOf(event).flatMap((code): Scalar[][] => {
      const source = sourceOf(event, code, { context, timeline });
      return source === base ? [] : [[code, true, ...cellsOf(source)]];
    });
    if (rows.length === 0) continue;
    const key = JSON.stringify(rows);
    known.set(key, rows);
    ways.set(event, [...known.keys()].indexOf(key));
  }
  if (known.size === 0) return undefined;
  const columns = [
    { name: 'ways', type: integer },
    { name: 'reason_code', type },
    { name: 'by_reason', type: boolean },
    { name: 'drawn_source', type: text },
    { name: 'drawn_source_share', type: double },
    { name: 'drawn_source_unplanned', type: boolean },
  ];
  const byReason: Relation = {
    kind: 'values',
    columns,
    rows: [...known.values()].flatMap((rows, number) => rows.map((row) => [number, ...row])),
  };
  return { byReason, ways };
});

/** The narrowest row that fits: by what it follows, then by its event, then by the longest beginning of what it is for. */
function sourceOf(
  event: PlannedEvent,
  reason: string | null,
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): AdmissionSource | undefined {
  const { anchor } = event.use.timing;
  const before =
    anchor.kind === 'event'
      ? timeline.events.find(({ journey, use }) => journey.id === event.journey.id && use.id === anchor.id)
      : undefined;
  const fits = sourcesOf(context).flatMap((source) => {
    const { after, events, reasons } = source;
    const length = longestBeginning(reasons, reason);
    if (after !== undefined && after !== before?.use.definition.type) return [];
    if (events.length > 0 && !events.includes(event.use.definition.name)) return [];
    if (reasons.length > 0 && length === undefined) return [];
    const rank = [after === undefined ? 0 : 1, events.length > 0 ? 1 : 0, length ?? 0] as const;
    return [{ source, rank: rank[0] * 1000 + rank[1] * 100 + rank[2] }];
  });
  return fits.toSorted((one, other) => other.rank - one.rank)[0]?.source;
}
