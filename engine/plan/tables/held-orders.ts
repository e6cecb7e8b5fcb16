/** Orders of what a profile says people take: the last, and those before it as far back as a year of fills reaches. */
import type { Expression, MedicationDefinition, NamedTerm, Probability, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { lastDay, livingPeople } from '../endings.ts';
import { DAYS_A_YEAR } from '../journey-years.ts';
import { lineOf } from '../line.ts';
import { onsetOf } from '../population/onset.ts';
import { call, cast, column, date, day, drawOf, filter, keep, literal, named, output, pick } from '../terms.ts';
import { project, smallint, when } from '../terms.ts';
import type { Timeline } from '../timeline.ts';

const MINUTE_OF_ORDERS = 9 * 60;

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

/**
 * One row an order, with `columns` besides. `occurrence` counts from the last one back; none is older than the conditions for which
 * the profile gives the medicine.
 */
export function heldOrders(
  medication: MedicationDefinition,
  columns: readonly NamedTerm[],
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): Relation {
  const every = standingOrder(context).days;
  const last = lastDay(context, timeline.endsPeople);
  const uniform = drawOf(`${lineOf(context.cohort.profile)}/medications/${medication.drug}/ordered`);
  const since = call('days_between', firstDayOf(medication, context, last), last);
  const told = call('days_between', firstDayTold(context), last);
  const ordersTold = when(
    call('less', told, output('days_ago')),
    literal(1),
    call('add', ordersIn(call('subtract', told, output('days_ago')), every), 1),
  );
  const latest: Relation = {
    kind: 'extend',
    input: filter(livingPeople(timeline.endsPeople), column(`medication:${medication.drug}`)),
    columns: [
      named('last_day', last),
      named('days_ago', call('least', pick(uniform, every), since)),
      named('orders', call('least', ordersTold, ordersIn(call('subtract', since, output('days_ago')), every))),
    ],
  };
  const daysAgo = call('add', column('days_ago'), call('multiply', column('back'), every));
  const written = call('add_days', column('last_day'), call('negate', daysAgo));
  return project({ kind: 'repeat', input: latest, count: column('orders'), as: 'back' }, [
    keep('person_id'),
    named('occurrence', cast(column('back'), smallint)),
    named('moment', call('at_minute', written, MINUTE_OF_ORDERS)),
    ...columns,
  ]);
}

/** How many orders lie within so many days, the first and the last day included. */
function ordersIn(days: Term, every: number): Term {
  return call('add', call('integer_divide', days, every), 1);
}

/** Nobody takes a medicine before their birth, or for conditions before the first of them began. */
function firstDayOf({ prevalence }: MedicationDefinition, context: PlanContext, last: Term): Term {
  const { conditions } = context.cohort.profile;
  const prefixes = conditionsAsked(prevalence);
  const codes = conditions.map(({ code }) => code).filter((code) => prefixes.some((prefix) => code.startsWith(prefix)));
  const onsets = codes.map((code) =>
    when(column(`condition:${code}`), onsetOf(code, context, column, last), literal(null, date)),
  );
  const birth = call('least', column('birth_date'), last);
  return onsets.length === 0 ? birth : call('coalesce', call('greatest', birth, call('least', ...onsets)), birth);
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
