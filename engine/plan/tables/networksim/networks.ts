/** `networksim.networks` and who is in them: providers and facilities, each in a tier. */
import type { ColumnType, NetworkConcept, PlanConcept, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import { madeOnce } from '../../made-once.ts';
import {
  bigint,
  call,
  cast,
  column,
  date,
  day,
  double,
  filter,
  integer,
  keep,
  literal,
  named,
  project,
  smallint,
  text,
  when,
} from '../../terms.ts';
import { coveragePlans } from '../coverage-plans.ts';
import { planTable, planListed } from '../table.ts';
import { firstMember, memberCount, rankInNetwork } from './members.ts';
import type { GroupColumns } from './members.ts';
import { networkKnowledge } from './needs.ts';
import type { Need } from './needs.ts';
import { providerPlan } from './provider-groups.ts';
import type { ProviderGroup, ProviderPlan } from './provider-groups.ts';

const share: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

/** The network of each plan that the cohort offers; empty for people without coverage. */
export function planNetworks(context: PlanContext): ReadonlyMap<string, NetworkConcept> {
  if (context.cohort.profile.coverage === undefined) return new Map();
  return new Map(
    coveragePlans(context).plans.flatMap(({ concept }) => {
      const network = networkOf(concept, networkKnowledge(context).networks);
      return network === undefined ? [] : [[concept.name, network] as const];
    }),
  );
}

/** That of the plan itself, else that of its payer's other plans. */
function networkOf(
  { name, payer }: Pick<PlanConcept, 'name' | 'payer'>,
  networks: readonly NetworkConcept[],
): NetworkConcept | undefined {
  return (
    networks.find((one) => one.plan === name) ?? networks.find((one) => one.payer === payer && one.plan === undefined)
  );
}

/** Networks of the cohort, each once. */
function usedNetworks(context: PlanContext): readonly NetworkConcept[] {
  return [...new Set(planNetworks(context).values())];
}

export function networkKeys({ knowledge }: PlanContext): ReadonlyMap<string, number> {
  return nameKeys(networkKnowledge({ knowledge }).networks.map(({ network }) => network));
}

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

interface Membership {
  readonly of: Need['of'];
  readonly name: string;
  readonly id: string;
  readonly target: string;
  readonly what: string;
}

/** Before anybody's care began: networks do not change before today, but for what is known of the next days. */
const YEARS_BEFORE = 25;
const YEARS_OF_GROWTH = 10;

function membershipsTable(context: PlanContext, { of, name, id, target, what }: Membership): PlannedTable {
  const { cohort } = context;
  const group: GroupColumns = {
    count: column('providers'),
    group: column('first_number'),
    network: column('network_id'),
    share: column('share'),
  };
  const started = call(
    'add_months',
    call('first_of_year', day(cohort.profile.asOf.value)),
    call(
      'multiply',
      call('add', YEARS_BEFORE, call('floor', call('multiply', drawnOfMember('since'), YEARS_OF_GROWTH))),
      -12,
    ),
  );
  return planTable({
    schema: 'networksim',
    name,
    comment: `Which ${what} is in which network, in which tier, since when.`,
    fill: 'reference',
    from: membersOf(context, of, group),
    primaryKey: [id, 'network_id'],
    origins: usedNetworks(context).map(({ at }) => at),
    columns: [
      {
        name: id,
        type: bigint,
        term: rowKey(column('need'), column('within'), column('place')),
        comment: `The ${what}.`,
        references: `networksim.${target}`,
      },
      {
        name: 'network_id',
        type: integer,
        term: column('network_id'),
        comment: 'The network.',
        references: 'networksim.networks',
      },
      { name: 'tier', type: smallint, term: column('tier'), comment: '1 for preferred members, 2 for the others.' },
      { name: 'start_date', type: date, term: started, comment: 'First day of membership.' },
      {
        name: 'end_date',
        type: date,
        term: when(
          call('less', drawnOfMember('notice'), column('notice_share')),
          call(
            'add_days',
            day(cohort.profile.asOf.value),
            cast(call('floor', call('multiply', drawnOfMember('last day'), column('notice_days'))), integer),
          ),
          literal(null),
        ),
        nullable: true,
        comment: 'Last day of membership, where one is known: none lies before today. Empty while it goes on.',
      },
    ],
  });
}

function drawnOfMember(what: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'named', name: `networksim/memberships/${what}` },
    person: call('add', column('first_number'), column('opened')),
    occurrence: column('network_id'),
  };
}

const groupRows = madeOnce(({ groups }: ProviderPlan) => ({
  specialty: rowsOf(groups, 'specialty'),
  facility: rowsOf(groups, 'facility'),
}));

function rowsOf(groups: readonly ProviderGroup[], of: Need['of']): readonly (readonly number[])[] {
  return groups
    .filter(({ stock }) => stock.need.of === of)
    .map(({ stock, count, from }) => [stock.need.key, stock.placeKey, count, stock.firstNumber + from, from]);
}

/** Every member of every network, with its tier. */
function membersOf(context: PlanContext, of: Need['of'], group: GroupColumns): Relation {
  const keys = networkKeys(context);
  const groups: Relation = {
    kind: 'values',
    columns: ['need', 'place', 'providers', 'first_number', 'from'].map((name) => ({ name, type: integer })),
    rows: groupRows(providerPlan(context))[of],
  };
  const networks: Relation = {
    kind: 'values',
    columns: [
      { name: 'network_id', type: integer },
      { name: 'share', type: double },
      { name: 'preferred', type: double },
      { name: 'notice_share', type: double },
      { name: 'notice_days', type: integer },
    ],
    rows: usedNetworks(context).map((one) => [
      keys.get(one.network) ?? 0,
      of === 'specialty' ? one.providerShare : one.facilityShare,
      one.preferredShare,
      one.notice?.share ?? 0,
      one.notice?.days ?? 0,
    ]),
  };
  const counted: Relation = {
    kind: 'extend',
    input: { kind: 'join', how: 'cross', left: groups, right: networks, on: [] },
    columns: [named('members', memberCount(group)), named('first', firstMember(group))],
  };
  const each: Relation = { kind: 'repeat', input: counted, count: column('providers'), as: 'within' };
  const ranked: Relation = {
    kind: 'extend',
    input: each,
    columns: [named('rank', rankInNetwork(column('within'), column('first'), column('providers')))],
  };
  const rounding: Term = {
    kind: 'draw',
    stream: { kind: 'named', name: 'networksim/memberships/tier' },
    person: column('first_number'),
    occurrence: column('network_id'),
  };
  const preferred = call('floor', call('add', call('multiply', column('preferred'), column('members')), rounding));
  return project(filter(ranked, call('less', column('rank'), column('members'))), [
    ...['need', 'place', 'first_number', 'network_id', 'notice_share', 'notice_days'].map(keep),
    named('opened', column('within')),
    named('within', call('add', column('from'), column('within'))),
    named('tier', cast(when(call('less', column('rank'), preferred), literal(1), literal(2)), smallint)),
  ]);
}
