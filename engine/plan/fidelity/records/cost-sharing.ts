/** What members owe for a claim, held against their plan: copays and coinsurance as far as no limit of the year spares them. */
import type { Declaration, Relation, Term } from '../../../model/index.ts';
import { leftJoin } from '../../endings.ts';
import {
  call,
  cast,
  column,
  double,
  filter,
  joinOn,
  keep,
  known,
  literal,
  named,
  project,
  smallint,
  table,
  wideMoney,
  when,
} from '../../terms.ts';
import { copayDue, costTerms } from '../../tables/membersim/index.ts';
import { daysOfClaim } from './claim-prices.ts';
import { firstClaims } from './first-claims.ts';
import type { Claiming } from './first-claims.ts';
import { CLAIMS, rowsOfMany, shareOf } from './records.ts';

/** What each claim owes is exact, so that a few people show it. */
const FEW = 1000;
const BELOW_LIMIT = 'below the limit of the year';

export function declaredCostSharing(claiming: Claiming): readonly Declaration[] {
  const { records, billing } = claiming;
  if (!records.has('membersim', 'accumulators')) return [];
  return records.of(owing(claiming), (sums) =>
    billing.plans.flatMap(({ concept, key }) => {
      const isOf = call('equal', column('plan_id'), key);
      return [
        { quantity: 'copay', holds: call('not', column('is_shared')), isAsked: isCopay(claiming) },
        { quantity: 'coinsurance', holds: column('is_shared'), isAsked: isCoinsurance() },
      ].map(({ quantity, holds, isAsked }) => {
        const asks = call('and', isOf, holds);
        const head = { section: CLAIMS, quantity, part: 'as the plan asks', among: `${concept.name}, ${BELOW_LIMIT}` };
        return shareOf(
          { ...head, people: sums.count(asks), at: concept.at },
          { holding: sums.count(call('and', asks, known(isAsked))), target: 1 },
        );
      });
    }),
  );
}

/** Claims as they were first sent and paid, with what their lines say of the member's part and what the plan asks for. */
function owing(claiming: Claiming): Relation {
  const { records, billing } = claiming;
  const isPaid = call('equal', column('status'), literal('paid', billing.types.status));
  const claims = rowsOfMany('membersim', 'claims', 'claim_id', records.context, FEW);
  const paid = firstClaims(claiming, filter(claims, isPaid), ['class_number']);
  const owed = project(paid, [
    ...['claim_id', 'member_id', 'plan_id', 'in_network', 'total_allowed'].map(keep),
    named('class_number', cast(column('class_number'), smallint)),
    named('plan_year', cast(call('year_of', column('service_from')), smallint)),
    named('days', daysOfClaim),
  ]);
  const asked = joinOn(joinOn(owed, costTerms(billing), 'plan_id', 'class_number'), belowLimit(claiming), ...YEAR);
  return leftJoin(asked, partsOfClaims(records.context), 'claim_id');
}

const YEAR = ['member_id', 'plan_id', 'plan_year'];
const PARTS = ['deductible', 'copay', 'coinsurance'];

function partsOfClaims(context: Claiming['records']['context']): Relation {
  const lines = rowsOfMany('membersim', 'claim_lines', 'claim_id', context, FEW);
  return {
    kind: 'aggregate',
    input: project(lines, ['claim_id', ...PARTS].map(keep)),
    by: ['claim_id'],
    columns: PARTS.map((name) => ({ name, how: 'sum', of: name })),
  };
}

/** Years of members in which neither their own limit nor the family's takes anything away. */
function belowLimit({ billing: { hasFamilies } }: Claiming): Relation {
  const isBelow = (own: '' | 'family_'): Term => {
    const limit = column(`${own}out_of_pocket_limit`);
    return call('or', call('is_null', limit), call('less', column(`${own}out_of_pocket_used`), limit));
  };
  const isAsked = hasFamilies ? call('and', isBelow(''), isBelow('family_')) : isBelow('');
  const years = filter(table('membersim', 'accumulators'), isAsked);
  return project(years, [
    ...['member_id', 'plan_id'].map(keep),
    named('plan_year', cast(column('plan_year'), smallint)),
  ]);
}

function isCopay({ billing }: Claiming): Term {
  const due = call('least', column('total_allowed'), cast(copayDue(billing), wideMoney));
  return call('and', isNear('copay', cast(due, double)), isNear('coinsurance', literal(0, double)));
}

/** Of what the deductible leaves. */
function isCoinsurance(): Term {
  const rate = when(column('in_network'), column('coinsurance_in'), column('coinsurance_out'));
  const left = call('subtract', column('total_allowed'), column('deductible'));
  const due = call('multiply', cast(left, double), cast(rate, double));
  return call('and', isNear('coinsurance', due), isNear('copay', literal(0, double)));
}

/** Within the half cent that it is rounded by. */
function isNear(name: string, due: Term): Term {
  const apart = call('subtract', cast(column(name), double), due);
  return call('and', call('less', apart, literal(NEAR, double)), call('greater', apart, literal(-NEAR, double)));
}

const NEAR = 0.0051;
