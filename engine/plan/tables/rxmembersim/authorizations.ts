/** `rxmembersim.rx_prior_authorizations`: what the plan decided on a medicine of a person, first and year by year. */
import type { ColumnType, PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import {
  bigint,
  call,
  cast,
  column,
  date,
  day,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  when,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES } from './courses.ts';
import { isDrug, managedDrugs } from './decisions.ts';
import { ORDER_KEY } from '../medication-orders.ts';
import { cardholder, medicine, prescription } from './prescriptions.ts';

/** What people asked the plan for; no table where it manages none of their medicines. */
export function authorizationsTable(context: PlanContext, benefits: PharmacyBenefits): readonly PlannedTable[] {
  const managed = managedDrugs(benefits);
  if (managed.length === 0) return [];
  const { enumerations } = context;
  const statuses = enumerations.define('rxmembersim', 'authorization_status', ['approved', 'denied', 'pending']);
  const reasons = enumerations.define('rxmembersim', 'authorization_reason', ['prior authorization', 'step therapy']);
  const always = managed.filter(({ priorAuthorization }) => priorAuthorization).map(({ drug }) => drug);
  return [
    planTable({
      schema: 'rxmembersim',
      name: 'rx_prior_authorizations',
      comment:
        'Authorizations that the plan asked for before it pays a medicine, also where a step was left out; renewed when they run out.',
      fill: 'person',
      from: withPrescription(authorized(benefits)),
      primaryKey: ['authorization_id'],
      origins: managed.map(({ at }) => at),
      columns: [
        {
          name: 'authorization_id',
          type: bigint,
          term: rowKey(column('formulary_id'), column('renewal')),
          comment: 'Person, medicine and renewal as one number.',
        },
        cardholder,
        medicine,
        prescription('The prescription for which it was asked.'),
        {
          name: 'renewal',
          type: smallint,
          term: cast(column('renewal'), smallint),
          comment: 'How often it had been given before: 0 for the first, which is what the plan decides on.',
        },
        {
          name: 'reason',
          type: reasons,
          term: when(
            isDrug(always, benefits),
            literal('prior authorization', reasons),
            literal('step therapy', reasons),
          ),
          comment: 'Why the plan asks.',
        },
        { name: 'requested_on', type: date, term: column('asked_on'), comment: 'Day of the request.' },
        ...whatWasDecided(statuses, context, benefits),
      ],
    }),
  ];
}

/** As it is known on `as_of`. */
function whatWasDecided(
  statuses: ColumnType,
  { cohort }: PlanContext,
  benefits: PharmacyBenefits,
): readonly ColumnDefinition[] {
  const isDecided = call('less_or_equal', column('decided_on'), day(cohort.profile.asOf.value));
  const validTo = call('add_days', column('decided_on'), benefits.rule('authorization_valid_days'));
  return [
    {
      name: 'decided_on',
      type: date,
      term: when(isDecided, column('decided_on'), literal(null, date)),
      nullable: true,
      comment: 'Day of the decision; empty while it is pending.',
    },
    {
      name: 'status',
      type: statuses,
      term: {
        kind: 'case',
        branches: [
          { when: call('not', isDecided), then: literal('pending', statuses) },
          { when: column('approved'), then: literal('approved', statuses) },
        ],
        otherwise: literal('denied', statuses),
      },
      comment: 'State on as_of.',
    },
    {
      name: 'valid_to',
      type: date,
      term: when(call('and', isDecided, column('approved')), validTo, literal(null, date)),
      nullable: true,
      comment: 'Last day of validity, where it was approved.',
    },
  ];
}

/** One row an authorization that somebody covered asks for: the first, and where it was given one for each time that it ran out while the medicine was prescribed. */
function authorized(benefits: PharmacyBenefits): Relation {
  const valid = Math.max(1, benefits.rule('authorization_valid_days'));
  const firsts: Relation = {
    kind: 'aggregate',
    input: filter(RX_COURSES, column('asked')),
    by: DECISION,
    columns: [
      { name: 'first_told', how: 'min', of: 'told_on' },
      { name: 'last_until', how: 'max', of: 'until' },
    ],
  };
  const asking = filter(firsts, call('less', column('asked_on'), column('last_until')));
  const beyond = call('subtract', call('days_between', column('decided_on'), column('last_until')), 1);
  const renewals = call('integer_divide', call('greatest', beyond, 0), valid);
  const times = call('add', when(column('approved'), renewals, literal(0)), 1);
  const later = call('multiply', cast(column('renewal'), integer), valid);
  const all = project({ kind: 'repeat', input: asking, count: times, as: 'renewal' }, [
    ...['person_id', 'formulary_id', 'approved', 'renewal', 'first_told'].map(keep),
    named('asked_on', call('add_days', column('asked_on'), later)),
    named('decided_on', call('add_days', column('decided_on'), later)),
  ]);
  return filter(all, call('less_or_equal', column('first_told'), call('add_days', column('decided_on'), valid)));
}

const DECISION = ['person_id', 'formulary_id', 'approved', 'asked_on', 'decided_on'];
/** More than anybody lives. */
const MANY_DAYS = 100_000;

/** With the prescription that was the last on the day of the request, else the first. */
function withPrescription(authorizations: Relation): Relation {
  const before = call('days_between', column('asked_on'), column('written_on'));
  const orders = project(filter(RX_COURSES, column('asked')), [...ORDER_KEY, 'formulary_id', 'written_on'].map(keep));
  const each: Relation = {
    kind: 'extend',
    input: joinOn(authorizations, orders, 'person_id', 'formulary_id'),
    columns: [
      named('nearness', when(call('greater', before, 0), call('subtract', literal(-MANY_DAYS), before), before)),
    ],
  };
  return {
    kind: 'aggregate',
    input: each,
    by: [...DECISION, 'renewal'],
    columns: ['order_key', 'occurrence'].map((name) => ({
      name,
      how: 'last',
      of: name,
      along: ['nearness', 'order_key', 'occurrence'],
    })),
  };
}
