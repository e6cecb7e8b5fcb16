/** `networksim.network_memberships` and `facility_memberships`: who is in which network, in which tier, since when and how long. */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
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
  when,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import { firstMember, memberCount, rankInNetwork } from './members.ts';
import type { GroupColumns } from './members.ts';
import type { Need } from './needs.ts';
import { networkKeys, usedNetworks } from './plan-networks.ts';
import { providerPlan } from './provider-groups.ts';
import type { ProviderGroup, ProviderPlan } from './provider-groups.ts';

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

/** One row a member of a network: a provider of a specialty, or a facility of a kind. */
export function membershipsTable(context: PlanContext, { of, name, id, target, what }: Membership): PlannedTable {
  const group: GroupColumns = {
    count: column('providers'),
    group: column('first_number'),
    network: column('network_id'),
    share: column('share'),
  };
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
      { name: 'start_date', type: date, term: startDay(context), comment: 'First day of membership.' },
      {
        name: 'end_date',
        type: date,
        term: endDay(context),
        nullable: true,
        comment: 'Last day of membership, where one is known: none lies before today. Empty while it goes on.',
      },
    ],
  });
}

function startDay({ cohort }: PlanContext): Term {
  const years = call('floor', call('multiply', drawnOfMember('since'), YEARS_OF_GROWTH));
  return call(
    'add_months',
    call('first_of_year', day(cohort.profile.asOf.value)),
    call('multiply', call('add', YEARS_BEFORE, years), -12),
  );
}

/** Some days from now, of those of whom it is known that they leave. */
function endDay({ cohort }: PlanContext): Term {
  const days = cast(call('floor', call('multiply', drawnOfMember('last day'), column('notice_days'))), integer);
  return when(
    call('less', drawnOfMember('notice'), column('notice_share')),
    call('add_days', day(cohort.profile.asOf.value), days),
    literal(null),
  );
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
