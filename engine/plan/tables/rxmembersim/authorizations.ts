/** `rxmembersim.rx_prior_authorizations`: one row a person and medicine for which the plan asked for one. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { bigint, call, column, date, day, filter, joinOn, literal, named, when } from '../../terms.ts';
import { planTable } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES } from './courses.ts';
import { managedDrugs } from './decisions.ts';
import { ORDER_KEY } from './orders.ts';
import { cardholder, medicine, prescriptionKey } from './prescriptions.ts';

export function authorizationsTable(
  { cohort, enumerations }: PlanContext,
  benefits: PharmacyBenefits,
): readonly PlannedTable[] {
  const managed = managedDrugs(benefits);
  if (managed.length === 0) return [];
  const statuses = enumerations.define('rxmembersim', 'authorization_status', ['approved', 'denied', 'pending']);
  const reasons = enumerations.define('rxmembersim', 'authorization_reason', ['prior authorization', 'step therapy']);
  const asOf = day(cohort.profile.asOf.value);
  const askedFor: Relation = {
    kind: 'extend',
    input: filter(RX_COURSES, column('asked')),
    columns: [named('days_before', call('days_between', column('written_on'), asOf))],
  };
  const firsts = joinOn(
    {
      kind: 'aggregate',
      input: askedFor,
      by: ['person_id', 'formulary_id'],
      columns: [
        { name: 'order_key', how: 'last', of: 'order_key', along: ['days_before', 'order_key'] },
        { name: 'occurrence', how: 'last', of: 'occurrence', along: ['days_before', 'order_key'] },
      ],
    },
    askedFor,
    'person_id',
    'formulary_id',
    ...ORDER_KEY.slice(1),
  );
  const decided = call('less_or_equal', column('decided_on'), asOf);
  const byPlan = call('equal', column('reject_code'), literal(benefits.rejectCode('step_therapy')));
  return [
    planTable({
      schema: 'rxmembersim',
      name: 'rx_prior_authorizations',
      comment: 'Authorizations that the plan asked for before it pays a medicine, also where a step was left out.',
      fill: 'person',
      from: firsts,
      primaryKey: ['authorization_id'],
      origins: managed.map(({ at }) => at),
      columns: [
        {
          name: 'authorization_id',
          type: bigint,
          term: rowKey(column('formulary_id')),
          comment: 'Person and medicine as one number.',
        },
        cardholder,
        medicine,
        {
          name: 'prescription_id',
          type: bigint,
          term: prescriptionKey,
          comment: 'The first prescription for which it was asked.',
          references: 'rxmembersim.prescriptions',
        },
        {
          name: 'reason',
          type: reasons,
          term: when(byPlan, literal('step therapy', reasons), literal('prior authorization', reasons)),
          comment: 'Why the plan asks.',
        },
        { name: 'requested_on', type: date, term: column('asked_on'), comment: 'Day of the request.' },
        {
          name: 'decided_on',
          type: date,
          term: when(decided, column('decided_on'), literal(null, date)),
          nullable: true,
          comment: 'Day of the decision; empty while it is pending.',
        },
        {
          name: 'status',
          type: statuses,
          term: {
            kind: 'case',
            branches: [
              { when: call('not', decided), then: literal('pending', statuses) },
              { when: column('approved'), then: literal('approved', statuses) },
            ],
            otherwise: literal('denied', statuses),
          },
          comment: 'State on as_of.',
        },
        {
          name: 'valid_to',
          type: date,
          term: when(
            call('and', decided, column('approved')),
            call('add_days', column('decided_on'), benefits.rule('authorization_valid_days')),
            literal(null, date),
          ),
          nullable: true,
          comment: 'Last day of validity, where it was approved.',
        },
      ],
    }),
  ];
}
