/** `membersim.remittances`: what the payer sent for each claim, and took back where a corrected claim replaced it. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { call, cast, column, date, filter, literal, money, named, project, smallint, when } from '../../terms.ts';
import { dollars } from '../columns.ts';
import { planTable } from '../table.ts';
import { adjudicated } from './adjudication.ts';
import type { Billing } from './billing.ts';
import { claim } from './claims.ts';

const KINDS = ['payment', 'denial', 'reversal'] as const;

export function remittancesTable({ enumerations }: PlanContext, billing: Billing): PlannedTable {
  const { types, templates } = billing;
  const kinds = enumerations.define('membersim', 'remittance_kind', KINDS);
  return planTable({
    schema: 'membersim',
    name: 'remittances',
    comment: 'What was sent for claims: one row a payment, denial or reversal.',
    fill: 'person',
    from: { kind: 'union', inputs: [decisions(billing, kinds), takenBack(billing, kinds)] },
    primaryKey: ['claim_id', 'sequence'],
    origins: templates.map(({ rule }) => rule.at),
    columns: [
      claim,
      { name: 'sequence', type: smallint, term: column('sequence'), comment: 'How-manieth of the claim, from 1.' },
      { name: 'kind', type: kinds, term: column('kind'), comment: 'Payment, denial, or reversal of a payment.' },
      { name: 'remitted_on', type: date, term: column('remitted_on'), comment: 'Day on which it was sent.' },
      dollars('amount', 'US dollars from the plan to the provider; below nothing where they are taken back.'),
      {
        name: 'adjustment_group',
        type: types.group,
        term: column('adjustment_group'),
        comment: 'Who bears what was charged and not allowed: CO contractual, OA other.',
      },
      {
        name: 'adjustment_code',
        type: types.code,
        term: column('adjustment_code'),
        comment: 'Claim adjustment reason code of it.',
      },
      dollars('adjustment_amount', 'US dollars charged and not allowed.'),
    ],
  });
}

function isStatus(billing: Billing, ...statuses: readonly string[]): Term {
  const { status } = billing.types;
  return call('or', literal(false), ...statuses.map((one) => call('equal', column('status'), literal(one, status))));
}

/** One of each claim that was decided and stands. */
function decisions(billing: Billing, kinds: ColumnType): Relation {
  const decided = filter(adjudicated(billing), call('not', isStatus(billing, 'pending', 'reversed')));
  return project(decided, [
    named('claim_id', column('claim_id')),
    named('sequence', literal(1, smallint)),
    named('kind', when(isStatus(billing, 'denied'), literal('denial', kinds), literal('payment', kinds))),
    named('remitted_on', column('decided_on')),
    named('amount', column('plan_paid')),
    ...adjustment(),
  ]);
}

function adjustment(): ReturnType<typeof named>[] {
  return [
    ...['adjustment_group', 'adjustment_code'].map((name) => named(name, column(name))),
    named('adjustment_amount', cast(call('subtract', column('charge'), column('allowed')), money)),
  ];
}

/** What was paid on the claim that a corrected one replaces, and taken back on the day on which that was paid. */
function takenBack(billing: Billing, kinds: ColumnType): Relation {
  const twice: Relation = {
    kind: 'repeat',
    input: filter(adjudicated(billing), isStatus(billing, 'corrected')),
    count: literal(2),
    as: 'turn',
  };
  const first = call('equal', column('turn'), 0);
  return project(twice, [
    named('claim_id', rowKey(column('claim_key'), column('occurrence'))),
    named('sequence', cast(call('add', column('turn'), 1), smallint)),
    named('kind', when(first, literal('payment', kinds), literal('reversal', kinds))),
    named('remitted_on', when(first, column('first_decided'), column('decided_on'))),
    named('amount', when(first, column('plan_paid'), cast(call('negate', column('plan_paid')), money))),
    ...adjustment(),
  ]);
}
