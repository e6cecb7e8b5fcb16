/** `scratch.insured`: what of a member decides on their claims: the terms of the plan, the span of coverage, what they have. */
import type { ColumnType, NamedTerm, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import type { Timeline } from '../../timeline.ts';
import {
  boolean,
  call,
  cast,
  column,
  date,
  double,
  drawOf,
  integer,
  joinOn,
  keep,
  literal,
  money,
  named,
  project,
  smallint,
  table,
  text,
  when,
} from '../../terms.ts';
import { problemsOf } from '../patientsim/index.ts';
import type { Billing } from './billing.ts';
import { withEnrollmentEvents } from './enrollments.ts';
import { planKeys } from './plans.ts';

export const INSURED: Relation = table('scratch', 'insured');
/** Diagnoses of a person that a claim can show beside the principal one, and one more, which may be the principal one. */
export const KNOWN_DIAGNOSES = 4;
const rate: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

export function insuredColumns(billing: Billing): readonly { readonly name: string; readonly type: ColumnType }[] {
  const known = Array.from({ length: KNOWN_DIAGNOSES }, (_, at) => at + 1);
  return [
    { name: 'person_id', type: integer },
    { name: 'plan_id', type: integer },
    { name: 'plan_deductible', type: money },
    { name: 'plan_limit', type: money },
    { name: 'primary_care_copay', type: money },
    { name: 'specialist_copay', type: money },
    { name: 'coinsurance_in', type: rate },
    { name: 'coinsurance_out', type: rate },
    { name: 'covers_out', type: boolean },
    { name: 'secondary', type: boolean },
    { name: 'covered_from', type: date },
    { name: 'covered_to', type: date },
    ...known.flatMap((at) => [
      { name: `known_${at}`, type: billing.types.diagnosis },
      { name: `known_${at}_since`, type: date },
    ]),
    ...billing.problems.map((code) => ({ name: `since:${code}`, type: date })),
  ];
}

export function insuredTable(context: PlanContext, timeline: Timeline, billing: Billing): PlannedTable {
  const { endsPeople } = timeline;
  const members = project(table('scratch', 'population'), ['person_id', 'plan', 'enrolled_on'].map(keep));
  const { from: begun, start } = withEnrollmentEvents(joinOn(members, planTerms(context, billing), 'plan'), timeline);
  const spanned = endsPeople ? leftJoin(begun, PERSON_ENDINGS, 'person_id') : begun;
  const left = call('to_date', call('coalesce', column('disenrolled'), column('died')));
  const problems = problemsOf(context, timeline);
  const from = problems === undefined ? spanned : leftJoin(spanned, diagnosesOf(problems, billing), 'person_id');
  const secondary = call('less', drawOf(`${context.cohort.profile.id}/coverage/secondary`), column('secondary_share'));
  const columns = insuredColumns(billing);
  const terms: Readonly<Record<string, Term>> = {
    secondary: billing.claims.planRules.some((one) => one.secondary > 0) ? secondary : literal(false),
    covered_from: start,
    covered_to: endsPeople ? when(call('is_null', left), literal(null, date), left) : literal(null, date),
  };
  const isKnown = (name: string): boolean => /^known_|^since:/.test(name);
  return {
    schema: 'scratch',
    name: 'insured',
    fill: 'scratch',
    comment: 'What of members decides on their claims.',
    columns: columns.map((one) => ({ ...one, nullable: true, comment: '', references: undefined })),
    primaryKey: ['person_id'],
    relation: project(
      from,
      columns.map(({ name, type }) =>
        named(name, problems === undefined && isKnown(name) ? literal(null, type) : (terms[name] ?? column(name))),
      ),
    ),
    origins: [context.cohort.profile.coverage?.at ?? context.cohort.profile.at],
  };
}

function planTerms(context: PlanContext, { plans, claims }: Billing): Relation {
  const keys = planKeys(context);
  return {
    kind: 'values',
    columns: [
      { name: 'plan', type: { kind: 'enumeration', schema: 'membersim', name: 'plan_name' } },
      { name: 'plan_id', type: integer },
      { name: 'plan_deductible', type: money },
      { name: 'plan_limit', type: money },
      { name: 'primary_care_copay', type: money },
      { name: 'specialist_copay', type: money },
      { name: 'coinsurance_in', type: rate },
      { name: 'coinsurance_out', type: rate },
      { name: 'covers_out', type: boolean },
      { name: 'secondary_share', type: double },
    ],
    rows: plans.map((plan) => {
      const rule = claims.planRules.find(({ type }) => type === plan.type);
      return [
        plan.name,
        keys.get(plan.name) ?? 0,
        plan.deductible,
        plan.outOfPocketLimit,
        plan.primaryCareCopay ?? null,
        plan.specialistCopay ?? null,
        plan.coinsurance,
        Math.max(plan.coinsurance, rule?.outOfNetworkCoinsurance ?? 0),
        rule?.outOfNetwork ?? true,
        rule?.secondary ?? 0,
      ];
    }),
  };
}

/** By person: their problems in the order in which they were found, and since when they have what claims can be about. */
function diagnosesOf(problems: Relation, { problems: principals, types }: Billing): Relation {
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
    ]),
    ...principals.map((code) =>
      named(`since:${code}`, when(call('equal', column('listed'), literal(code, types.diagnosis)), column('onset'), literal(null, date))),
    ),
  ];
  return {
    kind: 'aggregate',
    input: project(counted, [keep('person_id'), ...spread]),
    by: ['person_id'],
    columns: spread.map(({ name }) => ({ name, how: 'min', of: name })),
  };
}
