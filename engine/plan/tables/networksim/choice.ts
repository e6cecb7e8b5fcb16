/**
 * Which provider of a service area a person goes to: a member of the network of their plan, the same one for the same need
 * whenever they go; or, for a visit outside, one who is none.
 */
import type { Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { bigint, call, cast, column, when } from '../../terms.ts';
import { firstMember, memberCount } from './members.ts';
import type { GroupColumns } from './members.ts';
import { planNetworks } from './plan-networks.ts';
import { lineOf } from '../../line.ts';

export interface Choosing {
  /** The key of the need. */
  readonly need: Term;
  /** The column with the share of the group in the network. */
  readonly share: string;
  /** Before the columns of the service area: `providers`, `first_number`, `first_id`. */
  readonly prefix?: string;
  /** Before the columns of the network. */
  readonly network?: string;
}

function groupOf({ share, prefix = '', network = '' }: Choosing): GroupColumns {
  return {
    count: column(`${prefix}providers`),
    group: column(`${prefix}first_number`),
    network: column(`${network}network_id`),
    share: column(`${network}${share}`),
  };
}

/** One draw a person and need. */
function uniformOf({ cohort }: PlanContext, need: Term): Term {
  return {
    kind: 'draw',
    stream: { kind: 'named', name: `${lineOf(cohort.profile)}/providers` },
    person: column('person_id'),
    occurrence: need,
  };
}

function idOf({ prefix = '' }: Choosing, within: Term): Term {
  return call('add', column(`${prefix}first_id`), cast(within, bigint));
}

function pickOf(uniform: Term, among: Term): Term {
  return call('floor', call('multiply', uniform, among));
}

/** The one whom the person keeps. Without plans anybody. */
export function inNetworkId(context: PlanContext, choosing: Choosing): Term {
  const group = groupOf(choosing);
  const uniform = uniformOf(context, choosing.need);
  if (planNetworks(context).size === 0) return idOf(choosing, pickOf(uniform, group.count));
  const rank = pickOf(uniform, memberCount(group));
  return idOf(choosing, call('modulo', call('add', firstMember(group), rank), group.count));
}

/** For a visit that is `outside`, one beyond the members; where there is none of them, the one whom the person keeps. */
export function chosenId(context: PlanContext, choosing: Choosing, outside: Term): Term {
  if (planNetworks(context).size === 0) return inNetworkId(context, choosing);
  const group = groupOf(choosing);
  const uniform = uniformOf(context, choosing.need);
  const members = memberCount(group);
  const beyond = call('add', members, pickOf(uniform, call('subtract', group.count, members)));
  const rank = when(call('and', outside, hasOutside(choosing)), beyond, pickOf(uniform, members));
  return idOf(choosing, call('modulo', call('add', firstMember(group), rank), group.count));
}

/** Whether the group has anybody outside the network. */
export function hasOutside(choosing: Choosing): Term {
  const group = groupOf(choosing);
  return call('greater', group.count, memberCount(group));
}
