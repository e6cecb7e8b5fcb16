/** `patientsim.referrals`: to whom patients were sent, and the visit that came of it. */
import type { ColumnType, PlannedTable, Relation, ValuesColumn } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../events.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  boolean,
  call,
  column,
  integer,
  keep,
  literal,
  named,
  project,
  text,
  timestamp,
  when,
} from '../../terms.ts';
import { hasProviders } from '../care.ts';
import { homeColumns, referredTo, withProviders } from '../networksim/index.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { conditionCodes } from '../condition-codes.ts';
import { reasonsGiven } from '../reasons/given.ts';
import type { GivenReasons } from '../reasons/given.ts';
import { reasonOf } from '../reasons/named.ts';
import { eventId, reasonCode } from './columns.ts';
import { happenedWith, isEncounter, originsOf, patient } from './events.ts';

/** To whom patients were sent; no table where nobody is sent anywhere. */
export function referralsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = timeline.events.filter(({ use }) => use.definition.type === 'referral');
  if (events.length === 0) return [];
  const types = typesOf(events, context, timeline);
  const reasons = reasonsGiven(events, context);
  const referred = happenedReferrals(events, reasons, types, { context, timeline });
  const visits = visitsAfter(events, timeline);
  const active = literal('active', types.status);
  const seen = when(call('is_null', column('visit_id')), active, literal('completed', types.status));
  return [
    planTable({
      schema: 'patientsim',
      name: 'referrals',
      comment: 'Referrals of a patient: one row a referral.',
      fill: 'person',
      from: visits === undefined ? referred : leftJoin(referred, visits, 'person_id', 'event_key', 'occurrence'),
      primaryKey: ['referral_id'],
      origins: originsOf(events),
      columns: [
        eventId('referral_id'),
        patient,
        {
          name: 'type',
          type: types.title,
          term: column('type'),
          comment: 'What it was for, as the event catalogue titles it.',
        },
        { name: 'authored_on', type: timestamp, term: column('moment'), comment: 'When it was written, UTC.' },
        {
          name: 'status',
          type: types.status,
          term: visits === undefined ? active : seen,
          comment: 'FHIR request status: completed once the patient was seen.',
        },
        ...reasonCode(types.reason, reasons.term),
        ...(hasProviders(context) ? [specialist] : []),
        ...(visits === undefined ? [] : [visit]),
      ],
    }),
  ];
}

interface ReferralTypes {
  readonly title: ColumnType;
  readonly status: ColumnType;
  /** Absent where nothing of the cohort is for anything. */
  readonly reason: ColumnType | undefined;
}

/** What `withProviders` reads of an event. */
const sentColumns: readonly ValuesColumn[] = [
  { name: 'specialty_need', type: integer },
  { name: 'facility_need', type: integer },
  { name: 'referred', type: boolean },
  { name: 'outside', type: { kind: 'stream' } },
];

const specialist: ColumnDefinition = {
  name: 'provider_id',
  type: bigint,
  term: column('provider_id'),
  comment: 'To whom, in the network of the plan; the primary care provider where no specialty sees what it is for.',
  references: 'networksim.providers',
};

const visit: ColumnDefinition = {
  name: 'encounter_id',
  type: bigint,
  term: column('visit_id'),
  nullable: true,
  comment: 'The first visit that came of it: of the encounters that follow the referral.',
  references: 'patientsim.encounters',
};

function typesOf(events: readonly PlannedEvent[], context: PlanContext, timeline: Timeline): ReferralTypes {
  const define = (name: string, values: readonly string[]): ColumnType =>
    context.enumerations.define('patientsim', `referral_${name}`, values);
  return {
    title: define('type', events.map(({ use }) => use.definition.title).toSorted()),
    status: define('status', ['active', 'completed']),
    reason: conditionCodes(context, timeline),
  };
}

/** Referrals that were written, with the specialist where the cohort has providers. */
function happenedReferrals(
  events: readonly PlannedEvent[],
  reasons: GivenReasons,
  types: ReferralTypes,
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): Relation {
  const values = {
    kind: 'values' as const,
    columns: [
      { name: 'event_key', type: integer },
      { name: 'type', type: types.title },
      { name: 'reason_code', type: types.reason ?? text },
      ...sentColumns,
    ],
    rows: events.map((event) => [
      event.key,
      event.use.definition.title,
      reasonOf(event, context),
      referredTo(event, context) ?? null,
      null,
      true,
      `${event.path}/outside`,
    ]),
  };
  const known = hasProviders(context);
  const people = reasons.people(known ? homeColumns(context) : undefined);
  const happened = reasons.beside(happenedWith(timeline, values, people));
  return known ? withSpecialist(happened, context, timeline) : happened;
}

function withSpecialist(referrals: Relation, context: PlanContext, timeline: Timeline): Relation {
  const { from, columns } = withProviders({ from: referrals, specialty: column('specialty_need') }, context, timeline);
  return { kind: 'extend', input: from, columns: columns.filter(({ name }) => name === 'provider_id') };
}

/** The first encounter that follows each referral; nothing where no encounter of the cohort follows any. */
function visitsAfter(referrals: readonly PlannedEvent[], timeline: Timeline): Relation | undefined {
  const followers = timeline.events.filter(isEncounter).flatMap((event) => {
    const { anchor, eachTime, onceFor } = event.use.timing;
    const referral = referrals.find(
      ({ journey, use }) => anchor.kind === 'event' && journey.id === event.journey.id && use.id === anchor.id,
    );
    return referral === undefined ? [] : [{ event, referral, each: eachTime === true && onceFor === undefined }];
  });
  if (followers.length === 0) return undefined;
  const seen = happenedWith(timeline, {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'referral_key', type: integer },
      { name: 'each', type: { kind: 'boolean' } },
    ],
    rows: followers.map(({ event, referral, each }) => [event.key, referral.key, each]),
  });
  return {
    kind: 'aggregate',
    input: project(seen, [
      keep('person_id'),
      named('event_key', column('referral_key')),
      named('occurrence', when(column('each'), column('occurrence'), literal(0))),
      keep('moment'),
      keep('timeline_id'),
    ]),
    by: ['person_id', 'event_key', 'occurrence'],
    columns: [{ name: 'visit_id', how: 'first', of: 'timeline_id', along: ['moment', 'timeline_id'] }],
  };
}
