/** Orders of what a profile says people take: the last, and those before it as far back as a year of fills reaches. */
import type { Expression, MedicationDefinition, PlannedTable, Probability, Relation, Term } from '../../model/index.ts';
import { BEGINNING } from '../beginning.ts';
import type { PlanContext } from '../context.ts';
import { lastDay, livingPeople } from '../endings.ts';
import { OFFICE_HOURS } from '../opening-hours.ts';
import { holidaysOf } from '../holidays.ts';
import { DAYS_A_YEAR } from '../journey-years.ts';
import { lineOf } from '../line.ts';
import { onsetOf } from '../population/onset.ts';
import { scratchColumns } from '../scratch-columns.ts';
import {
  call,
  cast,
  column,
  date,
  day,
  drawOf,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  pick,
  project,
  smallint,
  table,
  timestamp,
  when,
} from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { workingDaysAbout } from '../working-days.ts';
import { heldPath, medicationOrders } from './medication-orders.ts';

/** What is written on an order where nobody says it, as far as the reference skills know. */
export interface StandingOrder {
  readonly daysSupply: number | undefined;
  readonly refills: number | undefined;
  /** Days after which it is written anew: it has run out by then, or is no longer valid. */
  readonly days: number;
}

export function standingOrder({ knowledge: { pharmacy } }: Pick<PlanContext, 'knowledge'>): StandingOrder {
  const daysSupply = pharmacy?.rules.get('days_supply_unstated')?.value;
  const refills = pharmacy?.rules.get('refills_unstated')?.value;
  const valid = pharmacy?.rules.get('prescription_valid_days')?.value ?? DAYS_A_YEAR;
  const supplied = daysSupply === undefined || refills === undefined ? valid : daysSupply * (refills + 1);
  return { daysSupply, refills, days: Math.max(1, Math.min(supplied, valid)) };
}

/** How often a medicine can have been ordered of which the last year is told. */
export function mostHeldOrders(context: Pick<PlanContext, 'knowledge'>): number {
  return Math.ceil(DAYS_A_YEAR / standingOrder(context).days) + 1;
}

/** The first day of the year up to `as_of`. */
export function firstDayTold({ cohort }: Pick<PlanContext, 'cohort'>): Term {
  return call('add_days', day(cohort.profile.asOf.value), 1 - DAYS_A_YEAR);
}

const HELD_ORDERS: Relation = table('scratch', 'held_orders');

const COLUMNS = [
  { name: 'person_id', type: integer },
  { name: 'order_key', type: integer },
  { name: 'occurrence', type: smallint },
  { name: 'moment', type: timestamp },
] as const;

/** Where people take something and any table tells of it: read by chart, pharmacy and care gaps alike. */
export function heldOrderTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const { held, keys } = medicationOrders(context, timeline);
  const { products } = context.cohort.profile;
  const isTold = (['patientsim', 'membersim', 'rxmembersim'] as const).some((one) => products.includes(one));
  if (held.length === 0 || !isTold) return [];
  const inputs = held.map(({ concept, medication }) =>
    ordersOf(medication, keys.get(heldPath(concept)) ?? 0, { context, timeline }),
  );
  const [only] = inputs;
  const all: Relation = only !== undefined && inputs.length === 1 ? only : { kind: 'union', inputs };
  return [
    {
      schema: 'scratch',
      name: 'held_orders',
      fill: 'scratch',
      comment: 'Orders of what the profile says people take.',
      columns: scratchColumns(COLUMNS),
      primaryKey: ['person_id', 'order_key', 'occurrence'],
      relation: inOfficeHours(all, context),
      origins: held.map(({ medication: { at } }) => at),
    },
  ];
}

/** What `rows` say of medicines, by the `order_key` of each, with the orders of those. */
export function heldOrders(rows: Extract<Relation, { kind: 'values' }>): Relation {
  return joinOn(HELD_ORDERS, rows, 'order_key');
}

/**
 * One row an order. `occurrence` counts from the last one back; none is older than the conditions for which the profile gives the
 * medicine.
 */
function ordersOf(
  medication: MedicationDefinition,
  key: number,
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): Relation {
  const every = standingOrder(context).days;
  const lastDayOf = lastDay(context, timeline.endsPeople);
  const uniform = drawOf(`${lineOf(context.cohort.profile)}/medications/${medication.drug}/ordered`);
  const told = call('days_between', firstDayTold(context), column('last_day'));
  const ordersTold = when(
    call('less', told, output('days_ago')),
    literal(1),
    call('add', ordersIn(call('subtract', told, output('days_ago')), every), 1),
  );
  const codes = codesAsked(medication, context);
  const takers = filter(livingPeople(timeline.endsPeople), column(`medication:${medication.drug}`));
  const known = project(takers, [
    ...['person_id', 'birth_date', ...codes.map((code) => `condition:${code}`)].map(keep),
    named('last_day', lastDayOf),
  ]);
  const latest = project(known, [
    ...['person_id', 'last_day'].map(keep),
    named('since', call('days_between', firstDayOf(codes, context), column('last_day'))),
    named('days_ago', call('least', pick(uniform, every), output('since'))),
    named('orders', call('least', ordersTold, ordersIn(call('subtract', output('since'), output('days_ago')), every))),
  ]);
  const daysAgo = call('add', column('days_ago'), call('multiply', column('back'), every));
  return project({ kind: 'repeat', input: latest, count: column('orders'), as: 'back' }, [
    keep('person_id'),
    named('order_key', literal(key, integer)),
    named('occurrence', cast(column('back'), smallint)),
    named('due', call('add_days', column('last_day'), call('negate', daysAgo))),
    named('first_day', call('add_days', column('last_day'), call('negate', column('since')))),
    keep('last_day'),
  ]);
}

/** Orders of one day are written at one visit, on the nearest working day on which the person has what they are for and is told of. */
function inOfficeHours(orders: Relation, context: PlanContext): Relation {
  const years = Math.ceil((DAYS_A_YEAR + standingOrder(context).days) / DAYS_A_YEAR);
  const ago = call('days_between', output('day_before'), column('due'));
  const isNearer = call('less', ago, call('days_between', column('due'), output('next_day')));
  const isSince = call('less_or_equal', column('first_day'), output('day_before'));
  const isTold = call('less_or_equal', output('next_day'), column('last_day'));
  const either = when(isTold, output('next_day'), call('greatest', output('day_before'), column('first_day')));
  const visit: Term = {
    kind: 'draw',
    stream: { kind: 'named', name: `${lineOf(context.cohort.profile)}/medications/ordered` },
    person: column('person_id'),
    occurrence: call('days_between', BEGINNING, output('written')),
  };
  const { opens, closes } = OFFICE_HOURS;
  const timed = project(orders, [
    ...['person_id', 'order_key', 'occurrence'].map(keep),
    ...workingDaysAbout(column('due'), holidaysOf(context, years)),
    named('written', when(call('and', isNearer, isSince), output('day_before'), either)),
    named('moment', call('at_minute', output('written'), call('add', opens, pick(visit, closes - opens)))),
  ]);
  return project(
    timed,
    COLUMNS.map(({ name }) => keep(name)),
  );
}

/** How many orders lie within so many days, the first and the last day included. */
function ordersIn(days: Term, every: number): Term {
  return call('add', call('integer_divide', days, every), 1);
}

/** Conditions for which the profile gives the medicine. */
function codesAsked({ prevalence }: MedicationDefinition, { cohort }: PlanContext): readonly string[] {
  const prefixes = conditionsAsked(prevalence);
  const codes = cohort.profile.conditions.map(({ code }) => code);
  return codes.filter((code) => prefixes.some((prefix) => code.startsWith(prefix)));
}

/** Nobody takes a medicine before their birth, or for conditions before the first of them began. */
function firstDayOf(codes: readonly string[], context: PlanContext): Term {
  const last = column('last_day');
  const birth = call('least', column('birth_date'), last);
  const onsets = codes.map((code) =>
    when(column(`condition:${code}`), onsetOf(code, context, column, last), literal(null, date)),
  );
  return onsets.length === 0 ? birth : call('greatest', birth, call('coalesce', call('least', ...onsets), birth));
}

function conditionsAsked(probability: Probability): readonly string[] {
  if (probability.kind === 'constant') return [];
  const { given, holds, fails } = probability;
  return [...conditionsIn(given), ...conditionsAsked(holds), ...conditionsAsked(fails)];
}

function conditionsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'not':
    case 'negate':
      return conditionsIn(expression.operand);
    case 'binary':
      return [...conditionsIn(expression.left), ...conditionsIn(expression.right)];
    case 'call': {
      const [first] = expression.arguments;
      return expression.name === 'has_condition' && first?.kind === 'text' ? [first.value] : [];
    }
    default:
      return [];
  }
}
