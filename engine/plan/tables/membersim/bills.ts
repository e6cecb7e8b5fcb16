/** `scratch.bills`: every claim as the payer receives it, priced, with what becomes of it; nobody's share is known yet. */
import type { ColumnType, PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, boolean, date, day, double, integer, keep, project, smallint, table, wideMoney } from '../../terms.ts';
import type { Billing } from './billing.ts';
import { priced } from './pricing.ts';
import { received, sent } from './sent.ts';

export const BILLS: Relation = table('scratch', 'bills');

function billColumns({ types }: Billing): readonly { readonly name: string; readonly type: ColumnType }[] {
  return [
    { name: 'claim_id', type: bigint },
    { name: 'claim_key', type: integer },
    { name: 'person_id', type: integer },
    { name: 'occurrence', type: smallint },
    { name: 'version', type: smallint },
    { name: 'plan_id', type: integer },
    { name: 'plan_year', type: smallint },
    { name: 'drg', type: types.drg },
    { name: 'diagnosis', type: types.diagnosis },
    { name: 'diagnosis_2', type: types.diagnosis },
    { name: 'diagnosis_3', type: types.diagnosis },
    { name: 'diagnosis_4', type: types.diagnosis },
    { name: 'provider_id', type: bigint },
    { name: 'facility_id', type: bigint },
    { name: 'ordering_provider_id', type: bigint },
    { name: 'in_network', type: boolean },
    { name: 'service_from', type: date },
    { name: 'service_to', type: date },
    { name: 'days', type: smallint },
    { name: 'received_on', type: date },
    { name: 'decided_on', type: date },
    { name: 'first_decided', type: date },
    { name: 'status', type: types.status },
    { name: 'adjustment_group', type: types.group },
    { name: 'adjustment_code', type: types.code },
    { name: 'approved', type: boolean },
    { name: 'charge_factor', type: double },
    { name: 'factor', type: double },
    { name: 'charge', type: wideMoney },
    { name: 'allowed', type: wideMoney },
    { name: 'copay', type: wideMoney },
    { name: 'is_shared', type: boolean },
    { name: 'coinsurance_rate', type: { kind: 'decimal', precision: 5, scale: 4 } },
    { name: 'secondary', type: boolean },
  ];
}

export function billsTable(context: PlanContext, timeline: Timeline, billing: Billing): PlannedTable {
  const columns = billColumns(billing);
  const asOf = day(context.cohort.profile.asOf.value);
  return {
    schema: 'scratch',
    name: 'bills',
    fill: 'scratch',
    comment: 'Claims as they are received.',
    columns: scratchColumns(columns),
    primaryKey: ['claim_id'],
    relation: project(
      priced(received(sent(context, timeline, billing), asOf), billing, asOf),
      columns.map(({ name }) => keep(name)),
    ),
    origins: billing.templates.map(({ rule }) => rule.at),
  };
}
