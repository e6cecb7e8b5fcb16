/** What else a person ordered and when they were covered, beside each order: it decides on when a medicine may be filled. */
import type { Relation } from '../../../model/index.ts';
import { BEGINNING } from '../../beginning.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { Timeline } from '../../timeline.ts';
import {
  call,
  column,
  date,
  day,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
  timestamp,
  when,
} from '../../terms.ts';
import { coverageSpans, hasSeveralSpans } from '../coverage-spans.ts';
import { pharmacyOfPeople } from '../pharmacies/index.ts';
import { heldKeys } from './benefit.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { isDrug, managedDrugs } from './decisions.ts';
import { RX_ORDERS } from './orders.ts';
import { ORDER_KEY } from '../medication-orders.ts';

/** When a managed medicine was ordered first and by somebody covered, and whether one of its step had been ordered by then. */
export function withFirstOrders(orders: Relation, benefits: PharmacyBenefits): Relation {
  const managed = managedDrugs(benefits);
  const noFirst = named('first_moment', literal(null, timestamp));
  const noStep = named('step_moment', literal(null, timestamp));
  const noCover = named('first_covered', literal(null, date));
  if (managed.length === 0) return { kind: 'extend', input: orders, columns: [noFirst, noCover, noStep] };
  const names = managed.map(({ drug }) => drug);
  const first: Relation = {
    kind: 'aggregate',
    input: filter(orders, isDrug(names, benefits)),
    by: ['person_id', 'formulary_id'],
    columns: [
      { name: 'first_moment', how: 'min', of: 'moment' },
      { name: 'first_covered', how: 'min', of: 'covered_on' },
    ],
  };
  const withFirst = leftJoin(orders, first, 'person_id', 'formulary_id');
  const steps = managed.flatMap(({ drug, step }) => step.map((tried) => ({ drug, tried })));
  if (steps.length === 0) return { kind: 'extend', input: withFirst, columns: [noStep] };
  const tried = stepOrders(orders, steps, benefits);
  return leftJoin(withFirst, firstMoment(tried, 'step_moment'), 'person_id', 'formulary_id');
}

interface Step {
  readonly drug: string;
  /** What has to be tried before it. */
  readonly tried: string;
}

/** Orders of what is to be tried first, each as one of every medicine that asks for it; what people take they have taken before. */
function stepOrders(orders: Relation, steps: readonly Step[], benefits: PharmacyBenefits): Relation {
  const idOf = (name: string): number => benefits.keys.get(name) ?? 0;
  const isHeld = isOneOf('order_key', heldKeys(benefits));
  const pairs: Relation = {
    kind: 'values',
    columns: [
      { name: 'formulary_id', type: integer },
      { name: 'managed_id', type: integer },
    ],
    rows: steps.map(({ drug, tried }) => [idOf(tried), idOf(drug)]),
  };
  return project(joinOn(orders, pairs, 'formulary_id'), [
    keep('person_id'),
    named('formulary_id', column('managed_id')),
    named('moment', when(isHeld, call('at_minute', BEGINNING, 0), column('moment'))),
  ]);
}

function firstMoment(orders: Relation, name: string): Relation {
  return {
    kind: 'aggregate',
    input: orders,
    by: ['person_id', 'formulary_id'],
    columns: [{ name, how: 'min', of: 'moment' }],
  };
}

/** The first day from the order on on which the person is covered, `covered_on`, and whether that is later: `in_gap`. */
export function withGaps(orders: Relation, context: PlanContext, timeline: Timeline): Relation {
  const written = call('to_date', column('moment'));
  if (!hasSeveralSpans(timeline))
    return { kind: 'extend', input: orders, columns: [named('covered_on', written), named('in_gap', literal(false))] };
  const spans = joinOn(
    project(RX_ORDERS, [...ORDER_KEY, 'moment'].map(keep)),
    coverageSpans(context, timeline),
    'person_id',
  );
  const later = filter(spans, call('less_or_equal', written, call('coalesce', column('end_date'), written)));
  const covered: Relation = {
    kind: 'aggregate',
    input: project(later, [
      ...ORDER_KEY.map(keep),
      named('covered_on', call('greatest', written, column('start_date'))),
    ]),
    by: [...ORDER_KEY],
    columns: [{ name: 'covered_on', how: 'min', of: 'covered_on' }],
  };
  return {
    kind: 'extend',
    input: leftJoin(orders, covered, ...ORDER_KEY),
    columns: [named('in_gap', call('coalesce', call('less', written, column('covered_on')), literal(true)))],
  };
}

/** Who is covered from their first day to their last, with their adherence and their pharmacy. */
export function membersOf(context: PlanContext, timeline: Timeline): Relation {
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
