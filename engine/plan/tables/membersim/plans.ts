/** `membersim.plans`: the plans that people of the cohort are in. */
import type { ColumnType, PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { integer, money, text } from '../../terms.ts';
import { hasProviders } from '../care.ts';
import { coveragePlans } from '../coverage-plans.ts';
import { networkKeys, planNetworks } from '../networksim/index.ts';
import { planListed } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';

const share: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

export function plansTable(context: PlanContext): PlannedTable {
  const { plans } = coveragePlans(context);
  const [networks, keys] = [planNetworks(context), networkKeys(context)];
  const networked = hasProviders(context) && networks.size > 0;
  const columns: readonly Omit<ColumnDefinition, 'term'>[] = [
    { name: 'plan_id', type: integer, comment: 'Number of the plan, made from its name.' },
    { name: 'name', type: text, comment: 'Name of the plan.' },
    { name: 'payer', type: text, comment: 'Line of business.' },
    { name: 'type', type: text, comment: 'Product type: HMO, PPO, HDHP and the like.' },
    { name: 'deductible', type: money, comment: 'US dollars a member pays in a year before the plan does.' },
    {
      name: 'out_of_pocket_limit',
      type: money,
      nullable: true,
      comment: 'US dollars a member pays in a year at most; empty where there is no such bound.',
    },
    {
      name: 'family_deductible',
      type: money,
      nullable: true,
      comment:
        'US dollars of deductible in a year for all members of a family together; empty where there is no such bound.',
    },
    {
      name: 'family_out_of_pocket_limit',
      type: money,
      nullable: true,
      comment:
        'US dollars that all members of a family together pay in a year at most; empty where there is no such bound.',
    },
    {
      name: 'primary_care_copay',
      type: money,
      nullable: true,
      comment: 'US dollars a primary care visit; empty where deductible and coinsurance apply.',
    },
    {
      name: 'specialist_copay',
      type: money,
      nullable: true,
      comment: 'US dollars a specialist visit; empty likewise.',
    },
    { name: 'coinsurance', type: share, comment: 'Share that the member pays after the deductible.' },
    ...(networked ? [planNetwork] : []),
  ];
  return planListed({
    schema: 'membersim',
    name: 'plans',
    comment: 'The plans that people of the cohort are in.',
    fill: 'reference',
    columns,
    rows: plans.map(({ concept: plan, key }) => [
      key,
      plan.name,
      plan.payer,
      plan.type,
      plan.deductible,
      plan.outOfPocketLimit ?? null,
      plan.familyDeductible ?? null,
      plan.familyOutOfPocketLimit ?? null,
      plan.primaryCareCopay ?? null,
      plan.specialistCopay ?? null,
      plan.coinsurance,
      ...(networked ? [keys.get(networks.get(plan.name)?.network ?? '') ?? null] : []),
    ]),
    primaryKey: ['plan_id'],
    origins: plans.map(({ concept }) => concept.at),
  });
}

const planNetwork = {
  name: 'network_id',
  type: integer,
  nullable: true,
  comment: 'The network of the plan; empty where the skills name none.',
  references: 'networksim.networks',
};
