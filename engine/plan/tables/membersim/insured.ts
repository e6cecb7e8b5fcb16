/** `scratch.insured`: what of a member decides on their claims: the span of coverage and what they are known to have. */
import { DIAGNOSES_BESIDE } from '../../../model/index.ts';
import type { ColumnType, NamedTerm, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { Timeline } from '../../timeline.ts';
import {
  boolean,
  call,
  cast,
  column,
  date,
  day,
  double,
  drawOf,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  when,
} from '../../terms.ts';
import { coveredOn, coverageSpans, hasSeveralSpans } from '../coverage-spans.ts';
import { overOn } from '../courses.ts';
import { problemCodes } from '../diagnoses.ts';
import { problemsOf } from '../problems.ts';
import { conditionCodes } from '../condition-codes.ts';
import type { Billing } from './billing.ts';
import { costTerms } from './cost-sharing.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import { lineOf } from '../../line.ts';

const INSURED: Relation = table('scratch', 'insured');
/** Diagnoses of a person that a claim can show beside the principal one, and one more, which may be the principal one. */
export const KNOWN_DIAGNOSES: number = DIAGNOSES_BESIDE + 1;

function insuredColumns(billing: Billing): readonly { readonly name: string; readonly type: ColumnType }[] {
  const known = Array.from({ length: KNOWN_DIAGNOSES }, (_, at) => at + 1);
  return [
    { name: 'person_id', type: integer },
    { name: 'first_plan_id', type: integer },
    { name: 'covered_from', type: date },
    { name: 'covered_to', type: date },
    { name: 'secondary_draw', type: double },
    ...known.flatMap((at) => [
      { name: `known_${at}`, type: billing.types.diagnosis },
      { name: `known_${at}_since`, type: date },
      ...(billing.passes ? [{ name: `known_${at}_until`, type: date }] : []),
    ]),
    ...billing.problems.map((code) => ({ name: `since:${code}`, type: date })),
    ...(billing.ofOneSex.length === 0 ? [] : [{ name: 'female', type: boolean }]),
    ...(billing.ofAges.length === 0 ? [] : [{ name: 'birth_date', type: date }]),
  ];
}

export function insuredTable(context: PlanContext, timeline: Timeline, billing: Billing): PlannedTable {
  const problems = problemsOf(context, timeline);
  const spans = withPerson(wholeSpans(context, timeline), billing);
  const from =
    problems === undefined
      ? spans
      : leftJoin(spans, diagnosesOf(withEnds(problems, context, timeline), billing), 'person_id');
  const columns = insuredColumns(billing);
  const isSecond = billing.claims.planRules.some(({ secondary }) => secondary > 0);
  const draw = isSecond ? drawOf(`${lineOf(context.cohort.profile)}/coverage/secondary`) : literal(1, double);
  const isKnown = (name: string): boolean => /^known_|^since:/.test(name);
  const term = ({ name, type }: (typeof columns)[number]): Term => {
    if (name === 'secondary_draw') return draw;
    return problems === undefined && isKnown(name) ? literal(null, type) : column(name);
  };
  return {
    schema: 'scratch',
    name: 'insured',
    fill: 'scratch',
    comment: 'What of members decides on their claims.',
    columns: scratchColumns(columns),
    primaryKey: ['person_id'],
    relation: project(
      from,
      columns.map((one) => named(one.name, term(one))),
    ),
    origins: [context.cohort.profile.coverage?.at ?? context.cohort.profile.at],
  };
}

/** What of the person decides on the reason of a claim. */
function withPerson(spans: Relation, { ofOneSex, ofAges }: Billing): Relation {
  const columns = [
    ...(ofOneSex.length === 0 ? [] : [named('female', call('equal', column('attribute:gender'), literal('F')))]),
    ...(ofAges.length === 0 ? [] : [keep('birth_date')]),
  ];
  if (columns.length === 0) return spans;
  return joinOn(spans, project(table('scratch', 'population'), [keep('person_id'), ...columns]), 'person_id');
}

/** From the first day of coverage to the last, with the plan that it begins with. */
function wholeSpans(context: PlanContext, timeline: Timeline): Relation {
  const spans = coverageSpans(context, timeline);
  if (!hasSeveralSpans(timeline)) {
    return project(spans, [
      keep('person_id'),
      named('first_plan_id', column('plan_id')),
      named('covered_from', column('start_date')),
      named('covered_to', column('end_date')),
    ]);
  }
  const whole: Relation = {
    kind: 'aggregate',
    input: project(spans, [
      ...['person_id', 'plan_id', 'start_date'].map(keep),
      named('back', call('days_between', column('start_date'), day('2200-01-01'))),
    ]),
    by: ['person_id'],
    columns: [
      { name: 'first_plan_id', how: 'last', of: 'plan_id', along: ['back'] },
      { name: 'covered_from', how: 'min', of: 'start_date' },
    ],
  };
  return { kind: 'extend', input: whole, columns: [named('covered_to', literal(null, date))] };
}

/** Services with the plan whose span they lie in, where people may have several. */
export function spanned(services: Relation, context: PlanContext, timeline: Timeline): Relation {
  if (!hasSeveralSpans(timeline)) return services;
  const key = ['person_id', 'event_key', 'occurrence'];
  const dates = project(services, [...key, 'service_from'].map(keep));
  const found = project(coveredOn(dates, 'service_from', coverageSpans(context, timeline)), [
    ...key.map(keep),
    named('span_plan_id', column('plan_id')),
  ]);
  return leftJoin(services, found, ...key);
}

/** Claims of members with the terms of the plan that covers them on that day, or would, for what is billed. */
export function insured(
  claims: Relation,
  { timeline, billing }: { readonly timeline: Timeline; readonly billing: Billing },
): Relation {
  const from = column('service_from');
  const isWithin = call(
    'and',
    call('less_or_equal', column('covered_from'), from),
    call('less_or_equal', from, call('coalesce', column('covered_to'), from)),
  );
  const several = hasSeveralSpans(timeline);
  const planned: Relation = {
    kind: 'extend',
    input: joinOn(claims, INSURED, 'person_id'),
    columns: [
      named('covered', several ? call('not', call('is_null', column('span_plan_id'))) : isWithin),
      named(
        'plan_id',
        several ? call('coalesce', column('span_plan_id'), column('first_plan_id')) : column('first_plan_id'),
      ),
    ],
  };
  return {
    kind: 'extend',
    input: joinOn(planned, costTerms(billing), 'plan_id', 'class_number'),
    columns: [named('secondary', call('less', column('secondary_draw'), column('secondary_share')))],
  };
}

/** With `over`, the day on which what is acute was over, where people of the cohort can have that. */
function withEnds(problems: Relation, context: PlanContext, timeline: Timeline): Relation {
  const codes = conditionCodes(context, timeline);
  const over = codes && overOn(problemCodes(context, timeline), codes, context);
  return over === undefined ? problems : { kind: 'extend', input: problems, columns: [named('over', over)] };
}

/** By person: their problems in the order in which they were found, and since when they have what claims can be about. */
function diagnosesOf(problems: Relation, { problems: principals, passes, types }: Billing): Relation {
  const counted: Relation = {
    kind: 'running',
    input: {
      kind: 'extend',
      input: problems,
      columns: [named('one', literal(1, smallint)), named('listed', cast(column('code'), types.diagnosis))],
    },
    by: ['person_id'],
    along: ['onset', 'code'],
    columns: [{ name: 'place', of: 'one' }],
  };
  const at = (place: number): Term => call('equal', column('place'), place);
  const places = Array.from({ length: KNOWN_DIAGNOSES }, (_, index) => index + 1);
  const spread: readonly NamedTerm[] = [
    ...places.flatMap((place) => [
      named(`known_${place}`, when(at(place), column('listed'), literal(null, types.diagnosis))),
      named(`known_${place}_since`, when(at(place), column('onset'), literal(null, date))),
      ...(passes ? [named(`known_${place}_until`, when(at(place), column('over'), literal(null, date)))] : []),
    ]),
    ...principals.map((code) =>
      named(
        `since:${code}`,
        when(call('equal', column('listed'), literal(code, types.diagnosis)), column('onset'), literal(null, date)),
      ),
    ),
  ];
  return {
    kind: 'aggregate',
    input: project(counted, [keep('person_id'), ...spread]),
    by: ['person_id'],
    columns: spread.map(({ name }) => ({ name, how: 'min', of: name })),
  };
}
