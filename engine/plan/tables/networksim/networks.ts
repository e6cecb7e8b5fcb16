/** `networksim.networks`: the networks of plans, and the tables of who is in them. */
import type { ColumnType, PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { integer, text } from '../../terms.ts';
import { planListed } from '../table.ts';
import { membershipsTable } from './memberships.ts';
import { networkKeys, planNetworks, usedNetworks } from './plan-networks.ts';

const share: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

/** Nothing where nobody has a plan. */
export function networkTables(context: PlanContext): readonly PlannedTable[] {
  if (usedNetworks(context).length === 0) return [];
  return [
    networksTable(context),
    membershipsTable(context, {
      of: 'specialty',
      name: 'network_memberships',
      id: 'provider_id',
      target: 'providers',
      what: 'provider',
    }),
    membershipsTable(context, {
      of: 'facility',
      name: 'facility_memberships',
      id: 'facility_id',
      target: 'facilities',
      what: 'facility',
    }),
  ];
}

function networksTable(context: PlanContext): PlannedTable {
  const keys = networkKeys(context);
  const used = usedNetworks(context);
  const plans = planNetworks(context);
  const columns = [
    { name: 'network_id', type: integer, comment: 'Number of the network, made from its name.' },
    { name: 'name', type: text, comment: 'Name of the network.', isLabel: true as const },
    { name: 'payer', type: text, comment: 'Line of business.' },
    { name: 'plans', type: text, comment: 'Plans of the cohort whose network it is, separated by semicolons.' },
    { name: 'provider_share', type: share, comment: 'Declared share of the providers of a specialty in a place.' },
    { name: 'facility_share', type: share, comment: 'Declared share of the facilities of a kind in a place.' },
    { name: 'preferred_share', type: share, comment: 'Declared share of the members in tier 1.' },
    {
      name: 'notice_share',
      type: share,
      comment: 'Declared share of the members of whom it is known on as_of when they leave.',
    },
    {
      name: 'out_of_network_share',
      type: share,
      comment: 'Declared share of visits outside, of those neither to the primary care provider nor on a referral.',
    },
  ];
  return planListed({
    schema: 'networksim',
    name: 'networks',
    comment: 'Networks of the plans that the cohort offers.',
    fill: 'reference',
    columns,
    rows: used.map((one) => [
      keys.get(one.network) ?? 0,
      one.network,
      one.payer,
      [...plans].flatMap(([plan, network]) => (network === one ? [plan] : [])).join('; '),
      one.providerShare,
      one.facilityShare,
      one.preferredShare,
      one.notice?.share ?? 0,
      one.outOfNetworkShare,
    ]),
    primaryKey: ['network_id'],
    origins: used.map(({ at }) => at),
  });
}
