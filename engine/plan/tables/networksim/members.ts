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

/** At least one; not all unless the share is 1. */
export function memberCount({ count, share }: GroupColumns): Term {
  const rounded = call('floor', call('add', call('multiply', share, count), 0.5));
  const most = when(call('less', share, 1), call('subtract', count, 1), count);
  return call('greatest', literal(1), call('least', rounded, most));
}

/** Where the run of members begins. */
export function firstMember({ count, group, network }: GroupColumns): Term {
  const uniform: Term = {
    kind: 'draw',
    stream: { kind: 'named', name: 'networksim/members' },
    person: group,
    occurrence: network,
  };
  return call('floor', call('multiply', uniform, count));
}

/** The how-manieth of its network a provider is; from `memberCount` on it is outside. */
export function rankInNetwork(within: Term, first: Term, count: Term): Term {
  return call('modulo', call('add', call('subtract', cast(within, bigint), first), count), count);
}
