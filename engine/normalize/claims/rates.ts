/** Rows about what payers pay to concepts: their rates by sector, and the rules of their types of plans. */
import type { ClaimKnowledge, PlanRule, ServiceClass } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { ReferenceTables, TableRow } from '../knowledge/index.ts';
import { above, known, payerOf, share } from './cells.ts';

export function readRates(
  tables: ReferenceTables,
  classes: readonly ServiceClass[],
  context: Context,
): Pick<ClaimKnowledge, 'rates' | 'planRules'> {
  const sectors = { kind: 'sector of services', known: [...new Set(classes.map((one) => one.sector))] };
  const types = { kind: 'type of plans', known: [...new Set(context.knowledge.plans.map(({ type }) => type))] };
  return {
    rates: tables.concepts(
      'payer_rates',
      (row) => ({
        payer: payerOf(row, context),
        sector: known(row, 'sector', sectors, context),
        inNetwork: above(row, 'in_network'),
        outOfNetwork: above(row, 'out_of_network'),
      }),
      ({ payer, sector }) => `${payer} ${sector}`,
    ),
    planRules: tables.concepts(
      'plan_rules',
      (row) => readPlanRule(row, known(row, 'type', types, context)),
      ({ type }) => type,
    ),
  };
}

function readPlanRule(row: TableRow, type: string): PlanRule {
  return {
    type,
    outOfNetwork: row.flag('out_of_network'),
    outOfNetworkCoinsurance: share(row, 'out_of_network_coinsurance'),
    secondary: share(row, 'secondary'),
  };
}
