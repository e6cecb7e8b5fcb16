/** When encounters end: after what their class lasts, or with the discharge that follows a stay. */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { Timeline } from '../timeline.ts';
import { boolean, call, column, integer, keep, literal, named, project, smallint, when } from '../terms.ts';
import { classOf, durationStream, durationTerm } from '../stay-lengths.ts';
import { careClasses } from './care-events.ts';
import { happenedWith } from './happened.ts';

/** Of these encounters of the timeline `person_id`, `event_key`, `occurrence`, when they began (`began`) and `ended`. */
export function timesOf(events: readonly PlannedEvent[], context: PlanContext, timeline: Timeline): Relation {
  const classes = careClasses(context, timeline);
  const values: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'class', type: classes },
      { name: 'duration', type: { kind: 'stream' } },
    ],
    rows: events.map((event) => [event.key, classOf(event), durationStream(event)]),
  };
  const minutes = durationTerm(context, events, classes);
  const happened = happenedWith(timeline, values);
  const ends = call('add_minutes', column('moment'), minutes);
  const { from, end } = events.some(isAdmission)
    ? withDischarge(happened, ends, timeline)
    : { from: happened, end: ends };
  return project(from, [
    ...['person_id', 'event_key', 'occurrence'].map(keep),
    named('began', column('moment')),
    named('ended', end),
  ]);
}

/** A stay ends with the discharge that follows it, where there is one. */
export function withDischarge(stays: Relation, ends: Term, timeline: Timeline): { from: Relation; end: Term } {
  const ended = dischargedStays(timeline).map(({ discharge, stay }) => [discharge.key, stay.admission.key, stay.each]);
  if (ended.length === 0) return { from: stays, end: ends };
  const values: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'admission_key', type: integer },
      { name: 'each', type: boolean },
    ],
    rows: ended,
  };
  const discharges = project(happenedWith(timeline, values), [
    keep('person_id'),
    named('discharged_key', column('admission_key')),
    named('discharged_occurrence', when(column('each'), column('occurrence'), literal(0, smallint))),
    keep('moment'),
  ]);
  const first: Relation = {
    kind: 'aggregate',
    input: discharges,
    by: ['person_id', 'discharged_key', 'discharged_occurrence'],
    columns: [{ name: 'discharged', how: 'min', of: 'moment' }],
  };
  const from: Relation = {
    kind: 'join',
    how: 'left',
    left: stays,
    right: first,
    on: [
      { left: 'person_id', right: 'person_id' },
      { left: 'event_key', right: 'discharged_key' },
      { left: 'occurrence', right: 'discharged_occurrence' },
    ],
  };
  const isLater = call('less', column('moment'), column('discharged'));
  return { from, end: when(call('coalesce', isLater, literal(false)), column('discharged'), ends) };
}

/** Events whose stays a discharge ends, so that their class does not decide how long they last. */
export function endedByDischarge(timeline: Timeline): ReadonlySet<PlannedEvent> {
  return new Set(dischargedStays(timeline).map(({ stay }) => stay.admission));
}

interface Discharged {
  readonly discharge: PlannedEvent;
  readonly stay: Ended;
}

function dischargedStays(timeline: Timeline): readonly Discharged[] {
  return timeline.events.flatMap((discharge) => {
    const stay = stayEndedBy(discharge, timeline);
    return stay === undefined ? [] : [{ discharge, stay }];
  });
}

interface Ended {
  readonly admission: PlannedEvent;
  /** Each occurrence of the discharge ends the stay of the same occurrence; else it ends the first. */
  readonly each: boolean;
}

function isAdmission({ use }: PlannedEvent): boolean {
  return use.definition.type === 'admission';
}

/** The admission that a discharge follows, or the only one of its journey. */
function stayEndedBy(discharge: PlannedEvent, timeline: Timeline): Ended | undefined {
  if (discharge.use.definition.type !== 'discharge') return undefined;
  const ofJourney = timeline.events.filter(({ journey }) => journey.id === discharge.journey.id);
  const seen = new Set<string>();
  let each = true;
  for (let at: PlannedEvent | undefined = discharge; at !== undefined && !seen.has(at.path);) {
    seen.add(at.path);
    const { anchor, eachTime, onceFor }: PlannedEvent['use']['timing'] = at.use.timing;
    each = each && eachTime === true && onceFor === undefined;
    at = anchor.kind === 'event' ? ofJourney.find(({ use }) => use.id === anchor.id) : undefined;
    if (at !== undefined && isAdmission(at)) return { admission: at, each };
  }
  const [admission, ...others] = ofJourney.filter(isAdmission);
  return admission === undefined || others.length > 0 ? undefined : { admission, each: false };
}
