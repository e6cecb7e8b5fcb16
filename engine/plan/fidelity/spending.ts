/**
 * What is published of how much is spent, and how unevenly, as something to be held against what came out: only of cohorts whose people
 * are the population of a payer, not chosen for what they have.
 */
import type {
  Declaration,
  NamedTerm,
  PlannedTable,
  Relation,
  Spending,
  SpendingAmount,
  SpendingBenchmark,
  Term,
} from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { bigint, call, cast, column, filter, keep, literal, named, project, table, text } from '../terms.ts';

export interface SpendingPlan {
  readonly spending: Spending;
  readonly declarations: readonly Declaration[];
  /** How many sums there are. */
  readonly width: number;
}

/** `behind` is the number of sums that stand before these. */
export function planSpending(
  context: PlanContext,
  tables: readonly PlannedTable[],
  behind: number,
): SpendingPlan | undefined {
  const has = (schema: string, name: string): boolean =>
    tables.some((one) => one.schema === schema && one.name === name);
  if (!isRepresentative(context) || !has('membersim', 'claims')) return undefined;
  const benchmarks = benchmarksOf(context);
  const hasFills = has('rxmembersim', 'fills');
  const amounts = amountsOf(context).filter(({ of }) => of === 'claims' || hasFills);
  if (benchmarks.length + amounts.length === 0) return undefined;
  const parts = [...new Set(benchmarks.map(topOf))];
  const concentrations = benchmarks.map((benchmark): Declaration => {
    const { people, end, part, low, high, published, at } = benchmark;
    const first = behind + OF_ALL + OF_PART * parts.indexOf(topOf(benchmark));
    return {
      section: 'spending',
      quantity: published,
      part: people,
      among: hasFills ? 'with what pharmacies are paid' : 'without what pharmacies are paid',
      people: behind,
      at,
      measure: 'concentration',
      end,
      share: end === 'top' ? part : 1 - part,
      low,
      high,
      sums: {
        all: behind + 1,
        squares: behind + 2,
        cut: first,
        above: first + 1,
        aboveSquares: first + 2,
        aboveProducts: first + 3,
      },
    };
  });
  const sums = OF_ALL + OF_PART * parts.length;
  const means = amounts.map((amount, at) => declaredAmount(amount, behind, behind + sums + OF_AMOUNT * at));
  return {
    spending: { relation: spentOf(hasFills), parts, amounts: amounts.map(({ of }) => of) },
    declarations: [...concentrations, ...means],
    width: sums + OF_AMOUNT * amounts.length,
  };
}

function declaredAmount({ of, low, high, published, at }: SpendingAmount, people: number, sum: number): Declaration {
  const among = of === 'claims' ? 'what claims allow a person' : 'what pharmacies are paid a person';
  const whose = { section: 'spending', quantity: published, part: '', among, people, at };
  return { ...whose, measure: 'bounded_mean', sum, squares: sum + 1, low, high };
}

/** How many sums speak of all people, how many of each part, and how many of each amount. */
const OF_ALL = 3;
const OF_PART = 4;
const OF_AMOUNT = 2;

/** Medicare and the like as a whole: nobody chosen by a condition, with a year of care, all people that were asked for. */
export function isRepresentative({ cohort: { profile, persons } }: PlanContext): boolean {
  const { conditions, count, coverage, source, utilization } = profile;
  const isChosen = conditions.some(({ prevalence }) => prevalence.kind === 'constant' && prevalence.value >= 1);
  const isWhole = persons.from === 1 && persons.to === count.value;
  return (
    source === 'populationsim' && coverage !== undefined && utilization?.window.months === 12 && isWhole && !isChosen
  );
}

/** Those of the payer, and of those without one what the payer has not. */
function benchmarksOf({ cohort, knowledge }: PlanContext): readonly SpendingBenchmark[] {
  const payer = cohort.profile.coverage?.payer.value;
  const all = knowledge.claims?.benchmarks ?? [];
  const own = all.filter((one) => one.payer === payer);
  const general = all.filter((one) => one.payer === undefined && !own.some(({ people }) => people === one.people));
  return [...own, ...general];
}

function amountsOf({ cohort, knowledge }: PlanContext): readonly SpendingAmount[] {
  const payer = cohort.profile.coverage?.payer.value;
  return knowledge.claims?.spendingAmounts.filter((one) => one.payer === payer) ?? [];
}

/** The part at the top that tells of it. */
function topOf({ end, part }: SpendingBenchmark): number {
  return end === 'top' ? part : 1 - part;
}

/** One row a member, also where nothing was spent. Of fills that were reversed, only what they were billed anew as counts. */
function spentOf(hasFills: boolean): Relation {
  const cents = (...amounts: readonly string[]): ReturnType<typeof call> =>
    amounts
      .map((name) => cast(call('multiply', column(name), literal(100)), bigint))
      .reduce((sum, one) => call('add', sum, one));
  const none = literal(0, bigint);
  const spent = (claims: Term, pharmacies: Term): readonly NamedTerm[] => [
    named('claims', claims),
    named('pharmacies', pharmacies),
  ];
  const nothing = project(table('membersim', 'members'), [keep('member_id'), ...spent(none, none)]);
  const claims = project(table('membersim', 'claims'), [keep('member_id'), ...spent(cents('total_allowed'), none)]);
  const paid = filter(table('rxmembersim', 'fills'), call('equal', cast(column('status'), text), 'paid'));
  const fills = project(paid, [
    named('member_id', column('rx_member_id')),
    ...spent(none, cents('ingredient_cost', 'dispensing_fee')),
  ]);
  const sums: Relation = {
    kind: 'aggregate',
    input: { kind: 'union', inputs: hasFills ? [nothing, claims, fills] : [nothing, claims] },
    by: ['member_id'],
    columns: [
      { name: 'claims', how: 'sum', of: 'claims' },
      { name: 'pharmacies', how: 'sum', of: 'pharmacies' },
    ],
  };
  const both = named('cents', call('add', column('claims'), column('pharmacies')));
  return project(sums, [keep('claims'), keep('pharmacies'), both]);
}
