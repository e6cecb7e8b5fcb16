/** `patientsim.referrals`: to whom patients were sent, and the visit that came of it. */
import type { PlannedTable, Relation, ValuesColumn } from '../../../model/index.ts';
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
import { reasonOf } from '../reasons/named.ts';
import { happenedWith, isEncounter, originsOf, patient } from './events.ts';

export function referralsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = timeline.events.filter(({ use }) => use.definition.type === 'referral');
  if (events.length === 0) return [];
  const { enumerations } = context;
  const titles = enumerations.define(
    'patientsim',
    'referral_type',
    events.map(({ use }) => use.definition.title).toSorted(),
  );
  const statuses = enumerations.define('patientsim', 'referral_status', ['active', 'completed']);
  const codes = conditionCodes(context, timeline);
  const known = hasProviders(context);
  const reasons = reasonsGiven(events, context);
  const happened = happenedWith(
    timeline,
    {
      kind: 'values',
      columns: [
        { name: 'event_key', type: integer },
        { name: 'type', type: titles },
        { name: 'reason_code', type: codes ?? text },
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
    },
    reasons.people(known ? homeColumns(context) : undefined),
  );
  const given = reasons.beside(happened);
  const referred = known ? withSpecialist(given, context, timeline) : given;
  const visits = visitsAfter(events, timeline);
  const came = call('is_null', column('visit_id'));
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
        {
          name: 'referral_id',
          type: bigint,
          term: column('timeline_id'),
          comment: "The same number as the event's in core.timeline.",
          references: 'core.timeline',
        },
        patient,
        {
          name: 'type',
          type: titles,
          term: column('type'),
          comment: 'What it was for, as the event catalogue titles it.',
        },
        { name: 'authored_on', type: timestamp, term: column('moment'), comment: 'When it was written, UTC.' },
        {
          name: 'status',
          type: statuses,
          term:
            visits === undefined
              ? literal('active', statuses)
              : when(came, literal('active', statuses), literal('completed', statuses)),
          comment: 'FHIR request status: completed once the patient was seen.',
        },
        ...(codes === undefined
          ? []
          : [
              {
                name: 'reason_code',
                type: codes,
                term: reasons.term(codes),
                nullable: true,
                comment:
                  'ICD-10-CM code of the reason that the event names, or that was drawn for it; empty where neither is so.',
              },
            ]),
        ...(known ? [specialist] : []),
        ...(visits === undefined
          ? []
          : [
              {
                name: 'encounter_id',
                type: bigint,
                term: column('visit_id'),
                nullable: true,
                comment: 'The first visit that came of it: of the encounters that follow the referral.',
                references: 'patientsim.encounters',
              },
            ]),
      ],
    }),
  ];
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
