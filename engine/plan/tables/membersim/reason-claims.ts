/** Which claims an event makes, by what was drawn for it where that decides on what is billed. */
import type { Relation } from '../../../model/index.ts';
import { rowFor } from '../../billing/templates.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import { leftJoin } from '../../endings.ts';
import { call, column, integer, joinOn, named } from '../../terms.ts';
import type { Billing } from './billing.ts';

/** Services beside the keys of their claims. Reads `given_reason` where reasons are drawn. */
export function withClaimKeys(services: Relation, billing: Billing): Relation {
  const { templates, drawn, types } = billing;
  const billed = templates.filter(({ reasons }) => reasons.length === 0 || drawn.events.length > 0);
  const told = [...new Set(billed.filter(({ reasons }) => reasons.length > 0).map(({ event }) => event))];
  const keys = { name: 'claim_key', type: integer };
  const event = { name: 'event_key', type: integer };
  if (told.length === 0) {
    const rows = billed.map((one) => [one.event.key, one.key]);
    return joinOn(services, { kind: 'values', columns: [event, keys], rows }, 'event_key');
  }
  const group = { name: 'reason_group', type: integer };
  const names = [...new Set(['', ...billed.map(nameOf)])];
  const groupOf = new Map(names.map((name, at) => [name, at] as const));
  const groups: Relation = {
    kind: 'values',
    columns: [event, { name: 'given_reason', type: types.reason }, { name: 'drawn_group', type: integer }],
    rows: told.flatMap((one) =>
      drawn.codes.flatMap((code) => {
        const found = rowFor(
          billed.filter((other) => other.event === one),
          code,
        );
        return found === undefined ? [] : [[one.key, code, groupOf.get(nameOf(found)) ?? 0]];
      }),
    ),
  };
  const grouped: Relation = {
    kind: 'extend',
    input: leftJoin(services, groups, 'event_key', 'given_reason'),
    columns: [named('reason_group', call('coalesce', column('drawn_group'), 0))],
  };
  const rows = billed.flatMap((one) =>
    namesFor(one, billed).map((name) => [one.event.key, groupOf.get(name) ?? 0, one.key]),
  );
  return joinOn(grouped, { kind: 'values', columns: [event, group, keys], rows }, 'event_key', 'reason_group');
}

type Told = Pick<ClaimTemplate, 'event' | 'rule' | 'reasons'>;

/** Of the reasons that a claim is for; empty for a claim that is for all. */
function nameOf({ reasons }: Told): string {
  return reasons.join(';');
}

/** Names of the reasons of an event for which the claim is made: a claim for all is made where its rule has none for the reason. */
function namesFor(claim: Told, billed: readonly Told[]): readonly string[] {
  if (claim.reasons.length > 0) return [nameOf(claim)];
  const ofEvent = billed.filter(({ event }) => event === claim.event);
  const own = new Set(ofEvent.flatMap((one) => (one !== claim && one.rule === claim.rule ? [nameOf(one)] : [])));
  return [...new Set(ofEvent.map(nameOf))].filter((name) => !own.has(name));
}
