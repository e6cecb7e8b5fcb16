/** Stays that end with a discharge of their journey. */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { boolean, call, column, filter, integer, keep, literal, named, project, smallint, when } from '../terms.ts';
import { canBeToCome, isOpen } from '../to-come.ts';
import { happenedWith } from './happened.ts';
import type { Happening } from './happened.ts';

/** A stay ends with the discharge that follows it, where there is one, or is planned. */
export function withDischarge(
  stays: Relation,
  ends: Term,
  timeline: Happening,
  context: PlanContext,
): { from: Relation; end: Term } {
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
  const discharges = project(happenedWith({ occurrences: withPlanned(timeline, context) }, values), [
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

function withPlanned({ events, occurrences }: Happening, context: PlanContext): Relation {
  if (!canBeToCome(context, events)) return occurrences;
  return project(filter(occurrences, call('or', column('happened'), isOpen(context))), [
    ...['person_id', 'journey', 'event_key', 'occurrence', 'moment'].map(keep),
    named('happened', literal(true)),
  ]);
}

/** Events whose stays a discharge ends, so that their class does not decide how long they last. */
export function endedByDischarge(timeline: Happening): ReadonlySet<PlannedEvent> {
  return new Set(dischargedStays(timeline).map(({ stay }) => stay.admission));
}

interface Discharged {
  readonly discharge: PlannedEvent;
  readonly stay: Ended;
}

function dischargedStays(timeline: Happening): readonly Discharged[] {
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

export function isAdmission({ use }: PlannedEvent): boolean {
  return use.definition.type === 'admission';
}

/** The admission that a discharge follows, or the only one of its journey. */
function stayEndedBy(discharge: PlannedEvent, timeline: Happening): Ended | undefined {
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
