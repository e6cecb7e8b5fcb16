/** `membersim.accumulators`: how much of the deductible and of the yearly limit each member has used. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import { call, cast, column, integer, joinOn, keep, money, named, project, smallint } from '../../terms.ts';
import { planTable } from '../table.ts';
import { adjudicated } from './adjudication.ts';
import type { Billing } from './billing.ts';

export function accumulatorsTable(billing: Billing): PlannedTable {
  const share = cast(call('add', column('member_paid'), column('other_paid')), money);
  const sums: Relation = {
    kind: 'aggregate',
    input: project(adjudicated(billing), [
      ...['person_id', 'plan_year', 'plan_id', 'deductible', 'allowed', 'plan_paid'].map(keep),
      named('share', share),
    ]),
    by: ['person_id', 'plan_id', 'plan_year'],
    columns: ['deductible', 'share', 'allowed', 'plan_paid'].map((name) => ({ name, how: 'sum' as const, of: name })),
  };
  const bounds: Relation = {
    kind: 'values',
    columns: [
      { name: 'plan_id', type: integer },
      { name: 'plan_deductible', type: money },
      { name: 'plan_limit', type: money },
    ],
    rows: billing.plans.map(({ concept, key }) => [key, concept.deductible, concept.outOfPocketLimit]),
  };
  const dollars = (name: string, of: string, comment: string) => ({
    name,
    type: money,
    term: cast(column(of), money),
    comment,
  });
  return planTable({
    schema: 'membersim',
    name: 'accumulators',
    comment: 'What a member has used of the deductible and of the yearly limit: one row a member, plan and year.',
    fill: 'person',
    from: joinOn(sums, bounds, 'plan_id'),
    primaryKey: ['member_id', 'plan_id', 'plan_year'],
    origins: billing.templates.map(({ rule }) => rule.at),
    columns: [
      {
        name: 'member_id',
        type: integer,
        term: column('person_id'),
        comment: 'The member.',
        references: 'membersim.members',
      },
      { name: 'plan_year', type: smallint, term: column('plan_year'), comment: 'Calendar year of service.' },
      { name: 'plan_id', type: integer, term: column('plan_id'), comment: 'The plan.', references: 'membersim.plans' },
      dollars('deductible_used', 'deductible', 'US dollars of the deductible that were used.'),
      dollars('deductible_limit', 'plan_deductible', 'US dollars of deductible in the plan.'),
      dollars('out_of_pocket_used', 'share', 'US dollars of deductible, copays and coinsurance.'),
      dollars(
        'out_of_pocket_limit',
        'plan_limit',
        'US dollars that these can sum to in the plan; 999,999 is no limit.',
      ),
      dollars('allowed', 'allowed', 'US dollars allowed on claims of the year.'),
      dollars('plan_paid', 'plan_paid', 'US dollars that the plan paid for them.'),
    ],
  });
}
