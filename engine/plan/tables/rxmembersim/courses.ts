/**
 * `scratch.rx_courses`: each order with all that decides on its fills: when it begins and ends, how long a fill lasts the
 * person, what it costs and who pays, and why its first claim was rejected, if it was.
 */
import type { ColumnType, FormularyDrug, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { LEAST_ADHERENCE } from '../../adherence.ts';
import { leftJoin } from '../../endings.ts';
import { coveragePlans } from '../coverage-plans.ts';
import { coveredOn, coverageSpans, hasSeveralSpans } from '../coverage-spans.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  date,
  day,
  double,
  drawOf,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  money,
  named,
  output,
  pick,
  project,
  smallint,
  table,
  text,
  timestamp,
  when,
} from '../../terms.ts';
import { pharmacyOfPeople } from '../pharmacies/index.ts';
import { longestSupply } from './benefit.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { quantityType } from './formulary.ts';
import { RX_ORDERS } from './orders.ts';
import { scratchColumns } from '../../scratch-columns.ts';

export const RX_COURSES: Relation = table('scratch', 'rx_courses');
export const COURSE_KEY = ['person_id', 'order_key', 'occurrence'] as const;

/** NCPDP has two digits for the number of a fill. */
export const MOST_FILLS = 100;
export const DAYS_OF_COPAY = 30;
const shareType: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

const COLUMNS: readonly { readonly name: string; readonly type: ColumnType }[] = [
  { name: 'person_id', type: integer },
  { name: 'order_key', type: integer },
  { name: 'occurrence', type: smallint },
  { name: 'formulary_id', type: integer },
  { name: 'pharmacy_id', type: bigint },
  { name: 'written_on', type: date },
  { name: 'ordered_days', type: smallint },
  { name: 'refills', type: smallint },
  { name: 'units_per_day', type: quantityType },
  { name: 'reject_code', type: text },
  { name: 'approved', type: boolean },
  { name: 'asked', type: boolean },
  { name: 'decided_on', type: date },
  { name: 'starts_on', type: date },
  { name: 'until', type: date },
  { name: 'superseded', type: boolean },
  { name: 'days_supply', type: smallint },
  { name: 'period', type: double },
  { name: 'fills', type: smallint },
  { name: 'quantity', type: { kind: 'decimal', precision: 12, scale: 2 } },
  { name: 'ingredient_cost', type: money },
  { name: 'dispensing_fee', type: money },
  { name: 'patient_pay', type: money },
];

export function rxCoursesTable(context: PlanContext, timeline: Timeline, benefits: PharmacyBenefits): PlannedTable {
  const orders = withGaps(withFirstOrders(withLaterOrders(RX_ORDERS, benefits), benefits), context, timeline);
  const listed = joinOn(orders, drugValues(benefits), 'formulary_id');
  const covered = joinOn(listed, membersOf(context, timeline), 'person_id');
  return {
    schema: 'scratch',
    name: 'rx_courses',
    fill: 'scratch',
    comment: 'Orders with what decides on their fills.',
    columns: scratchColumns(COLUMNS),
    primaryKey: COURSE_KEY,
    relation: courseTerms(joinOn(covered, costValues(context, benefits), 'plan', 'tier'), context, {
      timeline,
      benefits,
    }),
    origins: benefits.orders.map(({ at }) => at),
  };
}

/** Drugs that can be ordered again. */
function reordered({ orders }: PharmacyBenefits): readonly string[] {
  const counts = new Map<string, number>();
  for (const { drug, repeats } of orders) counts.set(drug.drug, (counts.get(drug.drug) ?? 0) + repeats);
  return [...counts].filter(([, count]) => count > 1).map(([name]) => name);
}

/** An order ends where the same medicine is ordered anew: `next_moment`. */
function withLaterOrders(orders: Relation, benefits: PharmacyBenefits): Relation {
  const again = reordered(benefits);
  if (again.length === 0)
    return { kind: 'extend', input: orders, columns: [named('next_moment', literal(null, timestamp))] };
  const repeated = filter(orders, isDrug(again, benefits));
  const others = project(repeated, [
    keep('person_id'),
    keep('formulary_id'),
    named('later', column('moment')),
    named('later_key', column('order_key')),
  ]);
  const isLater = call(
    'or',
    call('greater', column('later'), column('moment')),
    call(
      'and',
      call('equal', column('later'), column('moment')),
      call('greater', column('later_key'), column('order_key')),
    ),
  );
  const next: Relation = {
    kind: 'aggregate',
    input: filter(joinOn(repeated, others, 'person_id', 'formulary_id'), isLater),
    by: [...COURSE_KEY],
    columns: [{ name: 'next_moment', how: 'min', of: 'later' }],
  };
  return leftJoin(orders, next, ...COURSE_KEY);
}

function isDrug(drugs: readonly string[], { keys }: PharmacyBenefits): Term {
  const isOne = drugs.map((name) => call('equal', column('formulary_id'), literal(keys.get(name) ?? 0)));
  return call('or', literal(false), ...isOne);
}

/** Drugs that are ordered and need an authorization or another medicine before. */
export function managedDrugs({ orders }: PharmacyBenefits): readonly FormularyDrug[] {
  const drugs = new Map(orders.map(({ drug }) => [drug.drug, drug]));
  return [...drugs.values()].filter(({ priorAuthorization, step }) => priorAuthorization || step.length > 0);
}

/** When a managed medicine was ordered first, and whether one of its step had been ordered by then. */
function withFirstOrders(orders: Relation, benefits: PharmacyBenefits): Relation {
  const managed = managedDrugs(benefits);
  const steps = managed.flatMap(({ drug, step }) => step.map((one) => ({ drug, one })));
  const none = [named('first_moment', literal(null, timestamp)), named('step_moment', literal(null, timestamp))];
  if (managed.length === 0) return { kind: 'extend', input: orders, columns: none };
  const first = firstMoment(
    filter(
      orders,
      isDrug(
        managed.map(({ drug }) => drug),
        benefits,
      ),
    ),
    'first_moment',
  );
  const withFirst = leftJoin(orders, first, 'person_id', 'formulary_id');
  if (steps.length === 0) return { kind: 'extend', input: withFirst, columns: none.slice(1) };
  const idOf = (name: string): number => benefits.keys.get(name) ?? 0;
  const pairs: Relation = {
    kind: 'values',
    columns: [
      { name: 'formulary_id', type: integer },
      { name: 'managed_id', type: integer },
    ],
    rows: steps.map(({ drug, one }) => [idOf(one), idOf(drug)]),
  };
  const tried = project(joinOn(orders, pairs, 'formulary_id'), [
    keep('person_id'),
    named('formulary_id', column('managed_id')),
    keep('moment'),
  ]);
  return leftJoin(withFirst, firstMoment(tried, 'step_moment'), 'person_id', 'formulary_id');
}

function firstMoment(orders: Relation, name: string): Relation {
  return {
    kind: 'aggregate',
    input: orders,
    by: ['person_id', 'formulary_id'],
    columns: [{ name, how: 'min', of: 'moment' }],
  };
}

function drugValues({ orders, keys }: PharmacyBenefits): Relation {
  const drugs = new Map(orders.map(({ drug }) => [drug.drug, drug]));
  return {
    kind: 'values',
    columns: [
      { name: 'formulary_id', type: integer },
      { name: 'tier', type: smallint },
      { name: 'covered', type: boolean },
      { name: 'authorizes', type: boolean },
      { name: 'steps', type: boolean },
      { name: 'units_per_day', type: quantityType },
      { name: 'unit_cost', type: quantityType },
      { name: 'longest', type: integer },
    ],
    rows: [...drugs.values()].map((one) => [
      keys.get(one.drug) ?? 0,
      one.tier,
      one.covered,
      one.priorAuthorization,
      one.step.length > 0,
      one.unitsPerDay,
      one.unitCost,
      longestSupply(one) ?? null,
    ]),
  };
}

/** What members of each plan pay for each tier. */
function costValues(context: PlanContext, { knowledge, payer, plans }: PharmacyBenefits): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'plan', type: coveragePlans(context).type },
      { name: 'tier', type: smallint },
      { name: 'copay', type: money },
      { name: 'coinsurance', type: shareType },
    ],
    rows: plans.flatMap((plan) =>
      knowledge.costSharing
        .filter((one) => one.payer === payer)
        .map(({ tier, copay, coinsurance }) => [plan, tier, copay ?? null, coinsurance ?? null]),
    ),
  };
}

/** Who is covered from their first day to their last, with their adherence and their pharmacy. */
function membersOf(context: PlanContext, timeline: Timeline): Relation {
  const kept = ['person_id', 'plan', 'attribute:adherence'];
  const people = pharmacyOfPeople(table('scratch', 'population'), kept, context);
  const asOf = call('add_days', day(context.cohort.profile.asOf.value), 1);
  const ended = call('add_days', column('end_date'), 1);
  const spans = project(coverageSpans(context, timeline), [
    keep('person_id'),
    named('covered_from', column('start_date')),
    named('covered_until', call('least', asOf, call('coalesce', ended, asOf))),
  ]);
  return joinOn(people, hasSeveralSpans(timeline) ? wholeCoverage(spans) : spans, 'person_id');
}

/** From the first of several spans to the last. */
function wholeCoverage(spans: Relation): Relation {
  return {
    kind: 'aggregate',
    input: spans,
    by: ['person_id'],
    columns: [
      { name: 'covered_from', how: 'min', of: 'covered_from' },
      { name: 'covered_until', how: 'max', of: 'covered_until' },
    ],
  };
}

/** Whether an order lies between two spans of coverage: `in_gap`. */
function withGaps(orders: Relation, context: PlanContext, timeline: Timeline): Relation {
  if (!hasSeveralSpans(timeline)) return { kind: 'extend', input: orders, columns: [named('in_gap', literal(false))] };
  const covered = project(
    coveredOn(project(RX_ORDERS, [...COURSE_KEY, 'moment'].map(keep)), 'moment', coverageSpans(context, timeline)),
    [...COURSE_KEY.map(keep), named('covered_order', literal(true))],
  );
  return {
    kind: 'extend',
    input: leftJoin(orders, covered, ...COURSE_KEY),
    columns: [named('in_gap', call('is_null', column('covered_order')))],
  };
}

interface Dispensing {
  readonly timeline: Timeline;
  readonly benefits: PharmacyBenefits;
}

function courseTerms(input: Relation, context: PlanContext, { benefits }: Dispensing): Relation {
  const { rule, knowledge, payer } = benefits;
  const written = call('to_date', column('moment'));
  const validUntil = call('add_days', written, rule('prescription_valid_days'));
  const renewed = call('to_date', column('next_moment'));
  const fee = knowledge.benefits.find((one) => one.payer === payer)?.dispensingFee ?? 0;
  const months = call('integer_divide', call('add', output('days_supply'), DAYS_OF_COPAY - 1), DAYS_OF_COPAY);
  const total = call('add', output('ingredient_cost'), output('dispensing_fee'));
  const days = call('days_between', output('starts_on'), output('until'));
  const whole = call('floor', call('divide', call('subtract', days, 1), output('period')));
  const allowed = call(
    'integer_divide',
    call(
      'add',
      call('multiply', cast(column('ordered_days'), integer), call('add', column('refills'), 1)),
      call('subtract', output('days_supply'), 1),
    ),
    output('days_supply'),
  );
  const adherence = call('least', call('greatest', cast(column('attribute:adherence'), double), LEAST_ADHERENCE), 1);
  return project(input, [
    ...['person_id', 'order_key', 'occurrence', 'formulary_id', 'pharmacy_id'].map(keep),
    named('written_on', written),
    ...['ordered_days', 'refills', 'units_per_day'].map(keep),
    named('reject_code', rejectTerm(benefits)),
    named('approved', approvedTerm(context, benefits)),
    named('asked', asksTerm(benefits)),
    named('decided_on', decidedTerm(context, benefits)),
    named(
      'starts_on',
      call('greatest', written, column('covered_from'), call('coalesce', output('decided_on'), written)),
    ),
    named('until', call('least', column('covered_until'), validUntil, call('coalesce', renewed, validUntil))),
    named('superseded', call('not', call('is_null', column('next_moment')))),
    named(
      'days_supply',
      cast(call('least', column('ordered_days'), call('coalesce', column('longest'), column('ordered_days'))), integer),
    ),
    named('period', call('divide', cast(output('days_supply'), double), adherence)),
    named(
      'fills',
      when(
        call('and', column('covered'), output('approved'), call('greater', days, 0)),
        call('least', allowed, call('add', whole, 1), MOST_FILLS),
        literal(0),
      ),
    ),
    named(
      'quantity',
      cast(call('multiply', column('units_per_day'), output('days_supply')), {
        kind: 'decimal',
        precision: 12,
        scale: 2,
      }),
    ),
    named('ingredient_cost', cast(call('multiply', output('quantity'), column('unit_cost')), money)),
    named('dispensing_fee', literal(fee, money)),
    named(
      'patient_pay',
      when(
        call('is_null', column('coinsurance')),
        cast(call('least', total, call('multiply', column('copay'), months)), money),
        cast(call('multiply', total, column('coinsurance')), money),
      ),
    ),
  ]);
}

/** Whether the plan asks for an authorization: always, or where the medicine of the step was not ordered before. */
function asksTerm(benefits: PharmacyBenefits): Term {
  if (managedDrugs(benefits).length === 0) return literal(false);
  return call('or', column('authorizes'), unmetStep());
}

function unmetStep(): Term {
  const tried = call('coalesce', call('less', column('step_moment'), column('first_moment')), literal(false));
  return call('and', column('steps'), call('not', tried));
}

/** The same for every order of the medicine by the person. */
function approvedTerm({ cohort }: PlanContext, benefits: PharmacyBenefits): Term {
  const managed = managedDrugs(benefits);
  if (managed.length === 0) return literal(true);
  const share = literal(benefits.rule('authorization_approved_share'), double);
  const lucky: Term = {
    kind: 'case',
    branches: managed.map(({ drug }) => ({
      when: isDrug([drug], benefits),
      then: call('less', drawOf(`${cohort.profile.id}/pharmacy/authorization/${drug}`), share),
    })),
    otherwise: literal(true),
  };
  return call('or', call('not', output('asked')), lucky);
}

/** The day after which a first order may be filled; nothing where none is asked or the authorization stands. */
function decidedTerm({ cohort }: PlanContext, benefits: PharmacyBenefits): Term {
  const managed = managedDrugs(benefits);
  if (managed.length === 0) return literal(null, date);
  const [least, most] = [benefits.rule('authorization_days_min'), benefits.rule('authorization_days_max')];
  const uniform = drawOf(`${cohort.profile.id}/pharmacy/authorization_days`);
  const wait = call('add', least, pick(uniform, Math.max(1, most - least + 1)));
  const decided = call('add_days', call('to_date', column('first_moment')), wait);
  return when(output('asked'), decided, literal(null, date));
}

/** Why the first claim of the order is rejected, the gravest reason first; nothing where it is paid. */
function rejectTerm({ rejectCode, ...benefits }: PharmacyBenefits): Term {
  const code = (reason: Parameters<typeof rejectCode>[0]): Term => literal(rejectCode(reason), text);
  const isFirst = call('equal', column('moment'), column('first_moment'));
  const managed = managedDrugs({ rejectCode, ...benefits }).length > 0;
  return {
    kind: 'case',
    branches: [
      {
        when: call(
          'or',
          column('in_gap'),
          call('less', call('to_date', column('moment')), column('covered_from')),
          call('greater_or_equal', call('to_date', column('moment')), column('covered_until')),
        ),
        then: code('not_enrolled'),
      },
      { when: call('not', column('covered')), then: code('not_covered') },
      ...(managed
        ? [
            { when: call('and', column('authorizes'), isFirst), then: code('prior_authorization') },
            { when: call('and', unmetStep(), isFirst), then: code('step_therapy') },
          ]
        : []),
      { when: call('greater', column('ordered_days'), column('longest')), then: code('plan_limit') },
    ],
    otherwise: literal(null, text),
  };
}
