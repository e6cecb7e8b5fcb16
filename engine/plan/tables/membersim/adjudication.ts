/**
 * Who pays what of a claim. In the order of service a member's claims of a year use up the deductible, then copay or coinsurance,
 * until the limit: each adds what it raises the running sum by, below the bound. Only years that reach a bound are summed row
 * by row, in `scratch.deductibles` and `scratch.limits`; in all others a claim's part is the whole.
 */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import { leftJoin } from '../../endings.ts';
import {
  bigint,
  call,
  cast,
  column,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  money,
  named,
  output,
  project,
  table,
  when,
} from '../../terms.ts';
import type { Billing } from './billing.ts';
import { BILLS } from './bills.ts';
import { scratchColumns } from '../../scratch-columns.ts';

/** Bills with what of each is shared by deductible and coinsurance. */
const CLAIMS: Relation = {
  kind: 'extend',
  input: BILLS,
  columns: [named('shared', when(column('is_shared'), column('allowed'), literal(0, money)))],
};
const YEAR = ['person_id', 'plan_id', 'plan_year'] as const;

/** A bound on what claims of a member's year can add up to. */
interface Bound {
  /** The scratch table of claims of years that reach it. */
  readonly name: string;
  /** What adds up, and the column that holds what is left of it. */
  readonly of: string;
  readonly left: string;
  /** By plan. */
  readonly amount: (plan: Billing['plans'][number]['concept']) => number;
}

const DEDUCTIBLE: Bound = {
  name: 'deductibles',
  of: 'shared',
  left: 'deductible_left',
  amount: ({ deductible }) => deductible,
};
const LIMIT: Bound = {
  name: 'limits',
  of: 'owed',
  left: 'owed_left',
  amount: ({ outOfPocketLimit }) => outOfPocketLimit,
};

export function adjudicationTables(billing: Billing): readonly PlannedTable[] {
  return [
    ...(applies(DEDUCTIBLE, billing) ? [boundTable(DEDUCTIBLE, CLAIMS, billing)] : []),
    ...(applies(LIMIT, billing) ? [boundTable(LIMIT, owing(billing), billing)] : []),
  ];
}

/** A bound of nothing leaves nothing, and needs no sum. */
function applies({ amount }: Bound, { plans }: Billing): boolean {
  return plans.some(({ concept }) => amount(concept) > 0);
}

function boundTable(bound: Bound, claims: Relation, billing: Billing): PlannedTable {
  const columns = [
    { name: 'claim_id', type: bigint },
    { name: bound.left, type: money },
  ];
  return {
    schema: 'scratch',
    name: bound.name,
    fill: 'scratch',
    comment: 'Claims of years in which a bound of the plan is reached.',
    columns: scratchColumns(columns),
    primaryKey: ['claim_id'],
    relation: leftBelow(bound, claims, billing),
    origins: billing.templates.map(({ rule }) => rule.at),
  };
}

function leftBelow({ of, left, amount }: Bound, claims: Relation, { plans }: Billing): Relation {
  const some = filter(
    project(claims, [keep('claim_id'), ...YEAR.map(keep), keep('service_from'), keep(of)]),
    call('greater', column(of), 0),
  );
  const bounds: Relation = {
    kind: 'values',
    columns: [
      { name: 'plan_id', type: integer },
      { name: 'bound', type: money },
    ],
    rows: plans.filter(({ concept }) => amount(concept) > 0).map(({ concept, key }) => [key, amount(concept)]),
  };
  const years: Relation = {
    kind: 'aggregate',
    input: some,
    by: YEAR,
    columns: [{ name: 'year_sum', how: 'sum', of }],
  };
  const reached = project(
    filter(joinOn(years, bounds, 'plan_id'), call('greater', column('year_sum'), column('bound'))),
    [...YEAR.map(keep), keep('bound')],
  );
  const running: Relation = {
    kind: 'running',
    input: joinOn(some, reached, ...YEAR),
    by: YEAR,
    along: ['service_from', 'claim_id'],
    columns: [{ name: 'by_now', of }],
  };
  const before = call('subtract', column('by_now'), column(of));
  const part = call(
    'subtract',
    call('least', column('bound'), column('by_now')),
    call('least', column('bound'), before),
  );
  return project(running, [keep('claim_id'), named(left, cast(part, money))]);
}

/** The claim's part of a bound: nothing where the plan has none, all of it in a year that does not reach it. */
function partOf(bound: Bound, billing: Billing): Term {
  if (!applies(bound, billing)) return literal(0, money);
  const without = billing.plans.filter(({ concept }) => bound.amount(concept) === 0);
  const own = call('coalesce', column(bound.left), column(bound.of));
  if (without.length === 0) return own;
  const isWithout = without.map(({ key }) => call('equal', column('plan_id'), key));
  return when(call('or', literal(false), ...isWithout), literal(0, money), own);
}

function withLeft(claims: Relation, bound: Bound, billing: Billing): Relation {
  return applies(bound, billing) ? leftJoin(claims, table('scratch', bound.name), 'claim_id') : claims;
}

/** Claims with what the member owes before the limit of the year. */
function owing(billing: Billing): Relation {
  const rest = call('subtract', column('shared'), output('deductible_due'));
  return {
    kind: 'extend',
    input: withLeft(CLAIMS, DEDUCTIBLE, billing),
    columns: [
      named('deductible_due', partOf(DEDUCTIBLE, billing)),
      named('coinsurance_due', cast(call('multiply', rest, column('coinsurance_rate')), money)),
      named(
        'owed',
        cast(call('add', call('add', output('deductible_due'), column('copay')), output('coinsurance_due')), money),
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
  const nothing = literal(0, money);
  const limited: Relation = {
    kind: 'extend',
    input: withLeft(owing(billing), LIMIT, billing),
    columns: [named('member_due', partOf(LIMIT, billing))],
  };
  const afterDeductible = call('subtract', member, output('deductible'));
  return {
    kind: 'extend',
    input: limited,
    columns: [
      named('deductible', call('least', column('deductible_due'), member)),
      named('copay_paid', cast(call('least', column('copay'), afterDeductible), money)),
      named('coinsurance', cast(call('subtract', afterDeductible, output('copay_paid')), money)),
      named('plan_paid', cast(call('subtract', column('allowed'), member), money)),
      named('member_paid', when(column('secondary'), nothing, member)),
      named('other_paid', when(column('secondary'), member, nothing)),
    ],
  };
}
