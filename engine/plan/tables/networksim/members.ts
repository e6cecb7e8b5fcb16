/**
 * Who of a group of providers is in a network. The members of a network are a run of the group, beginning somewhere that
 * depends on the group and the network and going round: so a member can be named by counting, without a look into a table.
 */
import type { Term } from '../../../model/index.ts';
import { bigint, call, cast, literal, when } from '../../terms.ts';

/** Columns that the terms read. */
export interface GroupColumns {
  /** How many there are in the group. */
  readonly count: Term;
  /** The group's first number, which tells it from all others. */
  readonly group: Term;
  readonly network: Term;
  /** Share of the group in the network. */
  readonly share: Term;
}

/** The declared share, rounded by chance so that it holds over many small groups: at least one; not all unless the share is 1. */
export function memberCount(group: GroupColumns): Term {
  const { count, share } = group;
  const wanted = call('floor', call('add', call('multiply', share, count), restOf(group)));
  const most = when(call('less', share, 1), call('subtract', count, 1), count);
  return call('greatest', literal(1), call('least', wanted, most));
}

/** Where the run of members begins. */
export function firstMember(group: GroupColumns): Term {
  return call('floor', placeOf(group));
}

function placeOf({ count, group, network }: GroupColumns): Term {
  const uniform: Term = {
    kind: 'draw',
    stream: { kind: 'named', name: 'networksim/members' },
    person: group,
    occurrence: network,
  };
  return call('multiply', uniform, count);
}

/** What the draw leaves beyond the beginning: in (0, 1), and independent of it. */
function restOf(group: GroupColumns): Term {
  return call('subtract', placeOf(group), firstMember(group));
}

/** The how-manieth of its network a provider is; from `memberCount` on it is outside. */
export function rankInNetwork(within: Term, first: Term, count: Term): Term {
  return call('modulo', call('add', call('subtract', cast(within, bigint), first), count), count);
}
