/**
 * Who pays what of a claim. In the order of service a member's claims of a year use up the deductible, then copay or coinsurance,
 * until the limit. What is left of a claim below the member's own bounds counts towards the family's, in the order of service of
 * all members: until the family's bound is reached that is what the member owes, and from then on nobody owes anything, so
 * that sums one after the other give the same as a walk would.
 */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import { call, cast, column, literal, wideMoney, named, output, when } from '../../terms.ts';
import type { Billing } from './billing.ts';
import { BILLS } from './bills.ts';
import { applies, boundTable, partOf, withLeft } from './bounds.ts';
import type { Bound } from './bounds.ts';

/** Bills with what of each is shared by deductible and coinsurance. */
const CLAIMS: Relation = {
  kind: 'extend',
  input: BILLS,
  columns: [named('shared', when(column('is_shared'), column('allowed'), literal(0, wideMoney)))],
};

const DEDUCTIBLE: Bound = {
  name: 'deductibles',
  sharedBy: 'member',
  of: 'shared',
  left: 'deductible_left',
  amount: ({ deductible }) => deductible,
};
const FAMILY_DEDUCTIBLE: Bound = {
  name: 'family_deductibles',
  sharedBy: 'family',
  of: 'own_deductible',
  counts: 'own_deductible_paid',
  left: 'family_deductible_left',
  amount: ({ familyDeductible }) => familyDeductible,
};
/** The limit as it would be without the family: what it spares of the deductible was not paid, and counts for nobody. */
const LIMIT_ALONE: Bound = {
  name: 'limits_alone',
  sharedBy: 'member',
  of: 'owed',
  left: 'owed_alone_left',
  amount: ({ outOfPocketLimit }) => outOfPocketLimit,
};
const LIMIT: Bound = {
  name: 'limits',
  sharedBy: 'member',
  of: 'owed',
  left: 'owed_left',
  amount: ({ outOfPocketLimit }) => outOfPocketLimit,
};
const FAMILY_LIMIT: Bound = {
  name: 'family_limits',
  sharedBy: 'family',
  of: 'own_due',
  left: 'family_due_left',
  amount: ({ familyOutOfPocketLimit }) => familyOutOfPocketLimit,
};

export function adjudicationTables(billing: Billing): readonly PlannedTable[] {
  const isShared = applies(FAMILY_DEDUCTIBLE, billing);
  const alone = owing(bounded(CLAIMS, { bound: DEDUCTIBLE, as: 'own_deductible' }, billing), 'own_deductible');
  const steps: readonly (readonly [Bound, Relation])[] = [
    [DEDUCTIBLE, CLAIMS],
    ...(isShared
      ? ([
          [LIMIT_ALONE, alone],
          [FAMILY_DEDUCTIBLE, paidAlone(alone, billing)],
        ] as const)
      : []),
    [LIMIT, owed(billing)],
    [FAMILY_LIMIT, bounded(owed(billing), { bound: LIMIT, as: 'own_due' }, billing)],
  ];
  return steps
    .filter(([bound]) => applies(bound, billing))
    .map(([bound, claims]) => boundTable(bound, claims, billing));
}

/** Claims with their part of a bound as a column. */
function bounded(
  claims: Relation,
  { bound, as }: { readonly bound: Bound; readonly as: string },
  billing: Billing,
): Relation {
  return {
    kind: 'extend',
    input: withLeft(claims, bound, billing),
    columns: [named(as, partOf(bound, billing))],
  };
}

/** Claims with their part of the member's bound and then of the family's, where there is one, as a column. */
function boundedTwice(
  claims: Relation,
  { bound, family, as }: { readonly bound: Bound; readonly family: Bound; readonly as: string },
  billing: Billing,
): Relation {
  if (!applies(family, billing)) return bounded(claims, { bound, as }, billing);
  return bounded(bounded(claims, { bound, as: family.of }, billing), { bound: family, as }, billing);
}

/** With the part of the member's own deductible that the member pays, as far as the family has paid for nothing. */
function paidAlone(alone: Relation, billing: Billing): Relation {
  const paid = call('least', column('own_deductible'), column('paid_alone'));
  return {
    kind: 'extend',
    input: bounded(alone, { bound: LIMIT_ALONE, as: 'paid_alone' }, billing),
    columns: [named('own_deductible_paid', cast(paid, wideMoney))],
  };
}

/** Claims with what the member owes before the limit of the year. */
function owed(billing: Billing): Relation {
  const bounds = { bound: DEDUCTIBLE, family: FAMILY_DEDUCTIBLE, as: 'deductible_due' };
  return owing(boundedTwice(CLAIMS, bounds, billing), 'deductible_due');
}

function owing(claims: Relation, deductible: string): Relation {
  const rest = call('subtract', column('shared'), column(deductible));
  return {
    kind: 'extend',
    input: claims,
    columns: [
      named('coinsurance_due', cast(call('multiply', rest, column('coinsurance_rate')), wideMoney)),
      named(
        'owed',
        cast(call('add', call('add', column(deductible), column('copay')), output('coinsurance_due')), wideMoney),
      ),
    ],
  };
}

/**
 * Every claim with `deductible`, `copay_paid`, `coinsurance`, `plan_paid`, `member_paid`, `other_paid`. The limit takes from
 * coinsurance first, then from the copay, last from the deductible.
 */
export function adjudicated(billing: Billing): Relation {
  const member = column('member_due');
  const nothing = literal(0, wideMoney);
  const limited = boundedTwice(owed(billing), { bound: LIMIT, family: FAMILY_LIMIT, as: 'member_due' }, billing);
  const afterDeductible = call('subtract', member, output('deductible'));
  return {
    kind: 'extend',
    input: limited,
    columns: [
      named('deductible', call('least', column('deductible_due'), member)),
      named('copay_paid', cast(call('least', column('copay'), afterDeductible), wideMoney)),
      named('coinsurance', cast(call('subtract', afterDeductible, output('copay_paid')), wideMoney)),
      named('plan_paid', cast(call('subtract', column('allowed'), member), wideMoney)),
      named('member_paid', when(column('secondary'), nothing, member)),
      named('other_paid', when(column('secondary'), member, nothing)),
    ],
  };
}
