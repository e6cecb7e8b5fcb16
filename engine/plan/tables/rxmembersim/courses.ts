/**
 * `scratch.rx_courses`: each order with all that decides on its fills: when it begins and ends, how long a fill lasts the
 * person, what it costs and who pays, and why its first claim was rejected, if it was.
 */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { coveragePlans } from '../coverage-plans.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  date,
  integer,
  joinOn,
  keep,
  literal,
  money,
  named,
  output,
  project,
  smallint,
  table,
  text,
  when,
} from '../../terms.ts';
import { longestSupply } from './benefit.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { filledType, quantityType } from './formulary.ts';
import { numbered, readyTerms } from './course-times.ts';
import { rejectTerm } from './decisions.ts';
import { membersOf, withFirstOrders, withGaps } from './order-history.ts';
import { RX_ORDERS } from './orders.ts';
import { ORDER_KEY } from '../medication-orders.ts';
import { arrivalOf, comingStream, dayOf, leastFrom, minuteOf, periodsIn, withSupply } from './supply.ts';
import { scratchColumns } from '../../scratch-columns.ts';

export const RX_COURSES: Relation = table('scratch', 'rx_courses');

/** NCPDP has two digits for the number of a fill. */
const MOST_FILLS = 100;

/** The occurrence of an order and a number below a hundred as one number. */
export function withinOrder(number: Term): Term {
  return call('add', call('multiply', cast(column('occurrence'), integer), MOST_FILLS), number);
}

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
  { name: 'allowed', type: smallint },
  { name: 'units_per_day', type: quantityType },
  { name: 'reject_code', type: text },
  { name: 'approved', type: boolean },
  { name: 'asked', type: boolean },
  { name: 'asked_on', type: date },
  { name: 'decided_on', type: date },
  { name: 'served_on', type: date },
  { name: 'told_on', type: date },
  { name: 'opened', type: integer },
  { name: 'begins', type: integer },
  { name: 'first_number', type: integer },
  { name: 'starts_on', type: date },
  { name: 'until', type: date },
  { name: 'superseded', type: boolean },
  { name: 'days_supply', type: smallint },
  { name: 'period', type: integer },
  { name: 'fills', type: smallint },
  { name: 'untold', type: smallint },
  { name: 'quantity', type: filledType },
  { name: 'ingredient_cost', type: money },
  { name: 'dispensing_fee', type: money },
  { name: 'patient_pay', type: money },
];

export function rxCoursesTable(context: PlanContext, timeline: Timeline, benefits: PharmacyBenefits): PlannedTable {
  const orders = withFirstOrders(withGaps(RX_ORDERS, context, timeline), benefits);
  const listed = joinOn(orders, drugValues(context, benefits), 'formulary_id');
  const covered = joinOn(listed, membersOf(context, timeline), 'person_id');
  const costed = joinOn(covered, costValues(context, benefits), 'plan', 'tier');
  const supplied = withSupply(
    { kind: 'extend', input: costed, columns: readyTerms(context, timeline, benefits) },
    benefits,
  );
  return {
    schema: 'scratch',
    name: 'rx_courses',
    fill: 'scratch',
    comment: 'Orders with what decides on their fills.',
    columns: scratchColumns(COLUMNS),
    primaryKey: ORDER_KEY,
    relation: courseTerms(numbered(supplied), benefits),
    origins: benefits.orders.map(({ at }) => at),
  };
}

function drugValues(context: PlanContext, { orders, keys }: PharmacyBenefits): Relation {
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
      { name: 'coming', type: { kind: 'stream' } },
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
      comingStream(one.drug, context),
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

function courseTerms(input: Relation, benefits: PharmacyBenefits): Relation {
  const { knowledge, payer } = benefits;
  const fee = knowledge.benefits.find((one) => one.payer === payer)?.dispensingFee ?? 0;
  const months = call('integer_divide', call('add', column('days_supply'), DAYS_OF_COPAY - 1), DAYS_OF_COPAY);
  const total = call('add', output('ingredient_cost'), output('dispensing_fee'));
  const number = column('first_number');
  const numbers = periodsIn(call('subtract', minuteOf(column('until')), column('begins')), column('period'));
  const untold = call('subtract', leastFrom(minuteOf(column('told_on'))), number);
  return project(input, [
    ...['person_id', 'order_key', 'occurrence', 'formulary_id', 'pharmacy_id', 'written_on'].map(keep),
    ...['ordered_days', 'allowed', 'units_per_day'].map(keep),
    named('reject_code', rejectTerm(benefits)),
    ...['approved', 'asked', 'asked_on', 'decided_on', 'served_on', 'told_on'].map(keep),
    ...['opened', 'begins', 'first_number'].map(keep),
    named('starts_on', dayOf(arrivalOf(number))),
    keep('until'),
    named('superseded', call('not', call('is_null', column('next_moment')))),
    keep('days_supply'),
    keep('period'),
    named(
      'fills',
      when(
        call('and', column('covered'), column('approved'), call('less', output('starts_on'), column('until'))),
        call('least', column('allowed'), call('subtract', numbers, number), MOST_FILLS),
        literal(0),
      ),
    ),
    named('untold', call('greatest', untold, 0)),
    named(
      'quantity',
      cast(call('multiply', column('units_per_day'), column('days_supply')), {
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
