/**
 * What a plan's bounds leave of claims. In the order of service the claims of a year add up; each counts as far as it raises
 * the sum below the bound. Only years that reach a bound are summed row by row, in a scratch table a bound; in all others
 * a claim counts whole.
 */
import type { PlanConcept, PlannedTable, Relation, Term } from '../../../model/index.ts';
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
  wideMoney,
  named,
  project,
  table,
  when,
} from '../../terms.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import type { Billing } from './billing.ts';
import { withFamily } from './families.ts';

/** A bound on what claims of a year can add up to. */
export interface Bound {
  /** The scratch table of claims of years that reach it. */
  readonly name: string;
  /** Whose claims add up. */
  readonly sharedBy: 'member' | 'family';
  /** What the bound is on, and the column that holds what is left of it. */
  readonly of: string;
  readonly left: string;
  /** What of it adds up, where that is not all. */
  readonly counts?: string;
  /** By plan; none where absent. */
  readonly amount: (plan: PlanConcept) => number | undefined;
}

/** Of a plan whose bound is nothing nothing is left, and no sum is needed; where no plan has the bound, none is either. */
export function applies({ amount, sharedBy }: Bound, { plans, hasFamilies }: Billing): boolean {
  return (sharedBy === 'member' || hasFamilies) && plans.some(({ concept }) => (amount(concept) ?? 0) > 0);
}

export function boundTable(bound: Bound, claims: Relation, billing: Billing): PlannedTable {
  const columns = [
    { name: 'claim_id', type: bigint },
    { name: bound.left, type: wideMoney },
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

function leftBelow({ of, left, counts = of, amount, sharedBy }: Bound, claims: Relation, { plans }: Billing): Relation {
  const counted = filter(
    project(
      claims,
      [...new Set(['claim_id', 'person_id', 'plan_id', 'plan_year', 'service_from', of, counts])].map(keep),
    ),
    call('greater', column(of), 0),
  );
  const some = sharedBy === 'family' ? withFamily(counted) : counted;
  const year = [sharedBy === 'family' ? 'household_id' : 'person_id', 'plan_id', 'plan_year'];
  const bounds: Relation = {
    kind: 'values',
    columns: [
      { name: 'plan_id', type: integer },
      { name: 'bound', type: wideMoney },
    ],
    rows: plans.flatMap(({ concept, key }) => {
      const bound = amount(concept) ?? 0;
      return bound > 0 ? [[key, bound]] : [];
    }),
  };
  const years: Relation = {
    kind: 'aggregate',
    input: some,
    by: year,
    columns: [{ name: 'year_sum', how: 'sum', of: counts }],
  };
  const reached = project(
    filter(joinOn(years, bounds, 'plan_id'), call('greater', column('year_sum'), column('bound'))),
    [...year, 'bound'].map(keep),
  );
  const running: Relation = {
    kind: 'running',
    input: joinOn(some, reached, ...year),
    by: year,
    along: ['service_from', 'claim_id'],
    columns: [{ name: 'by_now', of: counts }],
  };
  const before = call('subtract', column('by_now'), column(counts));
  const room = call('subtract', column('bound'), call('least', column('bound'), before));
  const part = call('least', column(of), room);
  return project(running, [keep('claim_id'), named(left, cast(part, wideMoney))]);
}

/** Claims with what the table of the bound knows of them. */
export function withLeft(claims: Relation, bound: Bound, billing: Billing): Relation {
  return applies(bound, billing) ? leftJoin(claims, table('scratch', bound.name), 'claim_id') : claims;
}

/** The claim's part of a bound: nothing where the plan's is nothing, all of it where it has none and in a year that does not reach it. */
export function partOf(bound: Bound, billing: Billing): Term {
  const nothing = literal(0, wideMoney);
  if (bound.sharedBy === 'family') return call('coalesce', column(bound.left), column(bound.of));
  const without = billing.plans.filter(({ concept }) => bound.amount(concept) === 0);
  if (without.length === billing.plans.length) return nothing;
  const whole = column(bound.of);
  const own = applies(bound, billing) ? call('coalesce', column(bound.left), whole) : whole;
  if (without.length === 0) return own;
  const isWithout = without.map(({ key }) => call('equal', column('plan_id'), key));
  return when(call('or', literal(false), ...isWithout), nothing, own);
}
