/** The groups by which stays are paid: among those that what the stay is for leads to, by their shares; and what is allowed for them. */
import type { Declaration, Relation } from '../../../model/index.ts';
import { chosenOf } from '../../tables/membersim/index.ts';
import { column, double, integer, joinOn, literal } from '../../terms.ts';
import { BY_STAY, declaredPrices } from './claim-prices.ts';
import { firstClaims } from './first-claims.ts';
import type { Claiming } from './first-claims.ts';
import { betweenEach, CLAIMS, rowsOfMany } from './records.ts';

export function declaredDrgs(claiming: Claiming): readonly Declaration[] {
  const { records, billing } = claiming;
  const choices = apart([...chosenOf(billing).stays.values()].filter((drgs) => drgs.length > 1));
  const at = choices[0]?.[0]?.at;
  if (at === undefined) return [];
  const all = choices.flat();
  const numbers: Relation = {
    kind: 'values',
    columns: [
      { name: 'drg', type: billing.types.drg },
      { name: 'drg_number', type: integer },
      { name: 'choice', type: integer },
      { name: 'weight', type: double },
    ],
    rows: all.map((one, number) => [one.drg, number, choices.findIndex((drgs) => drgs.includes(one)), one.weight]),
  };
  const sent = rowsOfMany('membersim', 'claims', 'claim_id', records.context);
  const claims = firstClaims(claiming, sent, ['class_number', 'unit_price']);
  return records.of(joinOn(claims, numbers, 'drg'), (sums) => [
    ...declaredPrices(claiming, BY_STAY, sums),
    {
      section: CLAIMS,
      quantity: 'group of a stay',
      part: '',
      among: 'for what it is for',
      people: sums.count(literal(true)),
      at,
      measure: 'mixed_shape',
      groups: sums.parts(column('choice'), betweenEach(choices.length)),
      parts: sums.parts(column('drg_number'), betweenEach(all.length)),
      shares: choices.map((drgs) => {
        const total = drgs.reduce((sum, { share }) => sum + share, 0);
        return drgs.map((one) => [all.indexOf(one), one.share / total] as const);
      }),
    },
  ]);
}

/** Where a group belongs to several choices nothing tells of which it was. */
function apart<Group extends { readonly drg: string }>(
  choices: readonly (readonly Group[])[],
): readonly (readonly Group[])[] {
  const often = new Map<string, number>();
  for (const { drg } of choices.flat()) often.set(drg, (often.get(drg) ?? 0) + 1);
  return choices.filter((drgs) => drgs.every(({ drg }) => often.get(drg) === 1));
}
