/** `membersim.accumulators`: how much of the deductible and of the yearly limit each member has used, and the member's family. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import { call, cast, column, integer, joinOn, keep, money, named, project, smallint, table } from '../../terms.ts';
import { dollars, member } from '../columns.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { adjudicated } from './adjudication.ts';
import type { Billing } from './billing.ts';
import { withFamily } from './families.ts';

const YEAR = ['plan_id', 'plan_year'];
const SUMS = ['deductible', 'share', 'allowed', 'plan_paid'];

export function accumulatorTables(billing: Billing): readonly PlannedTable[] {
  const used = usedTable(billing);
  if (!billing.hasFamilies) return [accumulatorsTable(used.relation, billing)];
  return [used, accumulatorsTable(withFamilySums(table('scratch', used.name)), billing)];
}

/** What each member has used; a table where it is read twice. */
function usedTable(billing: Billing): PlannedTable {
  const share = cast(call('add', column('member_paid'), column('other_paid')), money);
  const columns = [
    ...['person_id', 'plan_id'].map((name) => ({ name, type: integer })),
    { name: 'plan_year', type: smallint },
    ...SUMS.map((name) => ({ name, type: money })),
  ];
  return {
    schema: 'scratch',
    name: 'used',
    fill: 'scratch',
    comment: 'What members have used of the bounds of their plan.',
    columns: scratchColumns(columns),
    primaryKey: ['person_id', ...YEAR],
    relation: {
      kind: 'aggregate',
      input: project(adjudicated(billing), [
        ...['person_id', ...YEAR, 'deductible', 'allowed', 'plan_paid'].map(keep),
        named('share', share),
      ]),
      by: ['person_id', ...YEAR],
      columns: SUMS.map((name) => ({ name, how: 'sum', of: name })),
    },
    origins: billing.templates.map(({ rule }) => rule.at),
  };
}

function withFamilySums(used: Relation): Relation {
  const members = withFamily(used);
  const families: Relation = {
    kind: 'aggregate',
    input: project(members, ['household_id', ...YEAR, 'deductible', 'share'].map(keep)),
    by: ['household_id', ...YEAR],
    columns: [
      { name: 'family_deductible', how: 'sum', of: 'deductible' },
      { name: 'family_share', how: 'sum', of: 'share' },
    ],
  };
  return joinOn(members, families, 'household_id', ...YEAR);
}

function accumulatorsTable(sums: Relation, billing: Billing): PlannedTable {
  const bounds: Relation = {
    kind: 'values',
    columns: [
      { name: 'plan_id', type: integer },
      ...['plan_deductible', 'plan_limit', 'family_plan_deductible', 'family_plan_limit'].map((name) => ({
        name,
        type: money,
      })),
    ],
    rows: billing.plans.map(({ concept, key }) => [
      key,
      concept.deductible,
      concept.outOfPocketLimit ?? null,
      concept.familyDeductible ?? null,
      concept.familyOutOfPocketLimit ?? null,
    ]),
  };
  return planTable({
    schema: 'membersim',
    name: 'accumulators',
    comment: 'What a member has used of the deductible and of the yearly limit: one row a member, plan and year.',
    fill: 'person',
    from: joinOn(sums, bounds, 'plan_id'),
    primaryKey: ['member_id', 'plan_id', 'plan_year'],
    origins: billing.templates.map(({ rule }) => rule.at),
    columns: [
      member,
      { name: 'plan_year', type: smallint, term: column('plan_year'), comment: 'Calendar year of service.' },
      { name: 'plan_id', type: integer, term: column('plan_id'), comment: 'The plan.', references: 'membersim.plans' },
      summed('deductible_used', 'deductible', 'US dollars of the deductible that were used.'),
      summed('deductible_limit', 'plan_deductible', 'US dollars of deductible in the plan.'),
      summed('out_of_pocket_used', 'share', 'US dollars of deductible, copays and coinsurance.'),
      {
        ...summed(
          'out_of_pocket_limit',
          'plan_limit',
          'US dollars that these can sum to in the plan; empty where it has no limit.',
        ),
        nullable: true,
      },
      ...(billing.hasFamilies ? ofFamilies : []),
      summed('allowed', 'allowed', 'US dollars allowed on claims of the year.'),
      summed('plan_paid', 'plan_paid', 'US dollars that the plan paid for them.'),
    ],
  });
}

const ofFamilies: readonly ColumnDefinition[] = [
  summed(
    'family_deductible_used',
    'family_deductible',
    'US dollars of deductible that all members of the family have used, also those whom this file is without.',
  ),
  {
    ...summed(
      'family_deductible_limit',
      'family_plan_deductible',
      'US dollars of deductible in the plan for a family; empty where it has no such bound.',
    ),
    nullable: true,
  },
  summed(
    'family_out_of_pocket_used',
    'family_share',
    'US dollars of deductible, copays and coinsurance of the family.',
  ),
  {
    ...summed(
      'family_out_of_pocket_limit',
      'family_plan_limit',
      'US dollars that these can sum to in the plan; empty where it has no limit for a family.',
    ),
    nullable: true,
  },
];

/** A sum, which the database widens, as an amount again. */
function summed(name: string, of: string, comment: string): ColumnDefinition {
  return dollars(name, comment, cast(column(of), money));
}
