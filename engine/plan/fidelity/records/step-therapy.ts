/**
 * Of whom the plan asks for an authorization because they have not tried another medicine before: of all of those, and of nobody else.
 * Whoever was ordered the medicine while not covered is left out: whether it is asked for depends on when coverage begins.
 */
import type { Declaration, Relation } from '../../../model/index.ts';
import { BEGINNING } from '../../beginning.ts';
import { leftJoin } from '../../endings.ts';
import { eventKeyOf } from '../../keys.ts';
import { heldKeys } from '../../tables/rxmembersim/index.ts';
import type { PharmacyBenefits } from '../../tables/rxmembersim/index.ts';
import {
  boolean,
  call,
  cast,
  column,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  known,
  literal,
  named,
  project,
  table,
  text,
  when,
} from '../../terms.ts';
import { benefitsOf } from './fills.ts';
import { PHARMACY, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredSteps(records: Records): readonly Declaration[] {
  const benefits = benefitsOf(records);
  const drugs = benefits === undefined ? [] : steppedOf(benefits);
  const [first] = drugs;
  if (benefits === undefined || first === undefined) return [];
  return records.of(begun(benefits, drugs), (sums) => {
    const isTried = known(call('less', column('tried_on'), column('begun_on')));
    const isTold = known(call('not_equal', column('tried_on'), column('begun_on')));
    const decides = call('or', call('is_null', column('tried_on')), isTold);
    const asked = call('not', call('is_null', column('asked')));
    const head = {
      section: PHARMACY,
      quantity: 'step therapy',
      part: 'asked of those who left it out',
      among: 'first orders',
    };
    return [
      shareOf(
        { ...head, people: sums.count(decides), at: first.at },
        { holding: sums.count(call('and', decides, call('not_equal', asked, isTried))), target: 1 },
      ),
    ];
  });
}

/** Medicines with a step of which nothing else asks for an authorization. */
function steppedOf({ orders }: PharmacyBenefits): readonly PharmacyBenefits['orders'][number]['drug'][] {
  const drugs = new Map(orders.map(({ drug }) => [drug.drug, drug]));
  return [...drugs.values()].filter((one) => one.covered && one.step.length > 0 && !one.priorAuthorization);
}

/** `begun_on` of each person and such a medicine, `tried_on` of what was to be tried, and whether the plan `asked`. */
function begun(benefits: PharmacyBenefits, drugs: ReturnType<typeof steppedOf>): Relation {
  const { keys, rejectCode } = benefits;
  const idOf = (name: string): number => keys.get(name) ?? 0;
  const orders = project(table('rxmembersim', 'prescriptions'), [
    ...['rx_member_id', 'formulary_id', 'written_on'].map(keep),
    named('order_key', eventKeyOf(column('prescription_id'))),
  ]);
  const isHeld = isOneOf('order_key', heldKeys(benefits));
  const stepped = filter(
    orders,
    isOneOf(
      'formulary_id',
      drugs.map(({ drug }) => idOf(drug)),
    ),
  );
  const steps: Relation = {
    kind: 'values',
    columns: [
      { name: 'formulary_id', type: integer },
      { name: 'stepped_id', type: integer },
    ],
    rows: drugs.flatMap(({ drug, step }) => step.map((one) => [idOf(one), idOf(drug)])),
  };
  const tried = project(joinOn(orders, steps, 'formulary_id'), [
    keep('rx_member_id'),
    named('formulary_id', column('stepped_id')),
    // What people take they have taken before.
    named('written_on', when(isHeld, BEGINNING, column('written_on'))),
  ]);
  const asked = project(table('rxmembersim', 'rx_prior_authorizations'), [
    ...['rx_member_id', 'formulary_id'].map(keep),
    named('asked', literal(true, boolean)),
  ]);
  const rejected = filter(
    project(table('rxmembersim', 'fills'), [
      ...PAIR.map(keep),
      named('is_outside', call('equal', cast(column('reject_code'), text), literal(rejectCode('not_enrolled'), text))),
    ]),
    call('coalesce', column('is_outside'), literal(false)),
  );
  const outside: Relation = {
    kind: 'aggregate',
    input: rejected,
    by: PAIR,
    columns: [{ name: 'outside', how: 'count', of: 'is_outside' }],
  };
  const withTried = leftJoin(firstOf(stepped, 'begun_on'), firstOf(tried, 'tried_on'), ...PAIR);
  const covered = filter(leftJoin(withTried, outside, ...PAIR), call('is_null', column('outside')));
  return leftJoin(covered, asked, ...PAIR);
}

const PAIR = ['rx_member_id', 'formulary_id'];

function firstOf(orders: Relation, name: string): Relation {
  return { kind: 'aggregate', input: orders, by: PAIR, columns: [{ name, how: 'min', of: 'written_on' }] };
}
