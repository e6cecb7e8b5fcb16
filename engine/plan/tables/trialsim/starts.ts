/**
 * `scratch.trial_starts`: who was screened, with the site, the arm that the allocation gives, and the moments of the study that
 * the timeline knows.
 */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import type { PlannedEvent } from '../../events.ts';
import { attributeColumn } from '../../population/attributes.ts';
import {
  call,
  cast,
  column,
  date,
  drawOf,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  pick,
  project,
  smallint,
  table,
  text,
  timestamp,
  when,
} from '../../terms.ts';
import { canBeToCome, isOpen } from '../../to-come.ts';
import { sitesByPlace } from './sites.ts';
import { choiceOf, happenedOf, isOneOf, scratchTable } from './trial.ts';
import type { Trial } from './trial.ts';
import { lineOf } from '../../line.ts';

/** SDTM terms of dispositions that no reason for leaving gives. */
const OWN_DISPOSITIONS = ['COMPLETED', 'SCREEN FAILURE', 'DEATH', 'OTHER'];

export function dispositionType({ enumerations }: PlanContext, { knowledge }: Trial): ColumnType {
  const reasons = knowledge.discontinuations.map(({ reason }) => reason);
  return enumerations.define('trialsim', 'disposition', [...OWN_DISPOSITIONS, ...reasons]);
}

export function startsTable(context: PlanContext, trial: Trial): PlannedTable {
  const { timeline, journey } = trial;
  const kept = ['person_id', 'place', 'birth_date', attributeColumn(journey.arm)];
  const people = project(table('scratch', 'population'), kept.map(keep));
  const placed = joinOn(joinOn(momentsOf(context, trial), people, 'person_id'), sitesByPlace(context, trial), 'place');
  const from = timeline.endsPeople ? leftJoin(placed, PERSON_ENDINGS, 'person_id') : placed;
  const site = call('add', column('first_site'), pick(drawOf(`${lineOf(journey)}/site`), column('site_count')));
  const lead = pick(drawOf(`${lineOf(journey)}/consent`), trial.rule('consent_lead_days_max') + 1);
  const consented = call('add_days', call('to_date', column('screened')), call('negate', lead));
  const end = (name: string): Term => (timeline.endsPeople ? call('to_date', column(name)) : literal(null, date));
  const { months, days } = journey.duration;
  const dispositions = dispositionType(context, trial);
  const moments = [
    'screened',
    'randomized',
    'due',
    'last_due',
    'withdrew',
    'seen',
    ...(isToGoOn(context, trial) ? [NEXT] : []),
  ];
  return scratchTable(
    {
      name: 'trial_starts',
      comment: 'Who was screened, and when what happened.',
      primaryKey: ['person_id'],
      columns: [
        ['person_id', integer],
        ['site_id', smallint],
        ['arm_id', integer],
        ['consented_on', date],
        ...moments.map((name) => [name, timestamp] as const),
        ['died_on', date],
        ['disenrolled_on', date],
        ['planned_end', date],
        ['reason', dispositions],
      ],
      relation: project(filter(from, call('not', call('is_null', column('screened')))), [
        keep('person_id'),
        named('site_id', site),
        named('arm_id', armTerm(trial)),
        named('consented_on', call('greatest', column('birth_date'), consented)),
        ...moments.map(keep),
        named('died_on', end('died')),
        named('disenrolled_on', end('disenrolled')),
        named('planned_end', call('add_days', call('add_months', column('started'), months), days)),
        named('reason', reasonTerm(trial, dispositions)),
      ]),
    },
    trial,
  );
}

/** Of subjects of whom something is planned behind `as_of`: when the next of it is due. */
export const NEXT = 'next_due';

/** Whether visits and doses of the study can lie behind `as_of`. */
export function isToGoOn(context: PlanContext, { events: { randomization, visits, doses } }: Trial): boolean {
  return canBeToCome(context, [...visits, ...randomization, ...doses]);
}

/** In one pass over the timeline. */
function momentsOf(context: PlanContext, trial: Trial): Relation {
  const { screening, randomization, visits, doses, withdrawals, ends } = trial.events;
  const all = [...new Set([...visits, ...randomization, ...doses, ...withdrawals, ...ends])];
  const goesOn = isToGoOn(context, trial);
  const momentOf = (events: readonly PlannedEvent[], ...isTold: readonly Term[]): Term =>
    when(call('and', isOneOf(events), ...isTold), column('moment'), literal(null, timestamp));
  const happened = (events: readonly PlannedEvent[]): Term => momentOf(events, ...(goesOn ? [column('happened')] : []));
  const known = call('and', call('or', column('happened'), isOpen(context)), isOneOf(all));
  const each = project(goesOn ? filter(trial.timeline.occurrences, known) : happenedOf(all, trial), [
    keep('person_id'),
    keep('started'),
    named('screened', happened(screening)),
    named('randomized', happened(randomization)),
    named('due', happened(doses)),
    named('last_due', momentOf(doses)),
    named('withdrew', happened(withdrawals)),
    named('seen', happened(all)),
    ...(goesOn ? [named(NEXT, momentOf([...visits, ...randomization, ...doses], isOpen(context)))] : []),
  ]);
  return {
    kind: 'aggregate',
    input: each,
    by: ['person_id', 'started'],
    columns: [
      { name: 'screened', how: 'min', of: 'screened' },
      { name: 'randomized', how: 'min', of: 'randomized' },
      { name: 'due', how: 'min', of: 'due' },
      { name: 'last_due', how: 'max', of: 'last_due' },
      { name: 'withdrew', how: 'min', of: 'withdrew' },
      { name: 'seen', how: 'max', of: 'seen' },
      ...(goesOn ? [{ name: NEXT, how: 'min' as const, of: NEXT }] : []),
    ],
  };
}

function armTerm({ armKeys, journey }: Trial): Term {
  const arm = cast(column(attributeColumn(journey.arm)), text);
  return {
    kind: 'case',
    branches: [...armKeys].map(([code, key]) => ({ when: call('equal', arm, code), then: literal(key) })),
    otherwise: literal(null, integer),
  };
}

/** Why the person leaves, if they do. */
function reasonTerm({ journey, knowledge: { discontinuations } }: Trial, type: ColumnType): Term {
  const [first] = discontinuations;
  if (first === undefined) return literal(null, type);
  const weighted = discontinuations.map(({ reason, share }) => ({ value: reason, weight: share }));
  const distribution = choiceOf(weighted, first.at);
  return { kind: 'sample', distribution, uniform: drawOf(`${lineOf(journey)}/reason for leaving`), type };
}
