/** What must hold of claims: order of days, whole money, bounds of the plan, coverage, diagnoses known by then. */
import type { ColumnType, Invariant, Relation, Term } from '../../model/index.ts';
import {
  bigint,
  call,
  cast,
  column,
  filter,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  table,
  text,
} from '../terms.ts';
import { outsideCoverage } from './coverage.ts';
import type { Planned, RowRule } from './rule.ts';
import { familiesOf } from './families.ts';
import { slicedBy, slicesAt } from './slices.ts';

function isBelowNothing(...names: readonly string[]): Term {
  return call('or', literal(false), ...names.map((name) => call('less', column(name), 0)));
}

function sumOf(first: string, ...others: readonly string[]): Term {
  return others.reduce<Term>((sum, name) => call('add', sum, column(name)), column(first));
}

function hasStatus(...statuses: readonly string[]): Term {
  return call('or', literal(false), ...statuses.map((one) => call('equal', cast(column('status'), text), one)));
}

export const claimRows: readonly RowRule[] = [
  {
    table: 'membersim.claims',
    name: 'days-in-order',
    statement: 'A service ends no day before it begins, is claimed after it ends and paid after it is claimed.',
    broken: call(
      'or',
      call('less', column('service_to'), column('service_from')),
      call('less', column('received_date'), column('service_to')),
      call('less', column('paid_date'), column('received_date')),
    ),
  },
  {
    table: 'membersim.claims',
    name: 'whole-money',
    statement: 'Plan, member and others pay what is allowed, none less than nothing, and no more than is charged.',
    broken: call(
      'or',
      call('not_equal', column('total_allowed'), sumOf('plan_paid', 'member_paid', 'other_paid')),
      call('less', column('total_charge'), column('total_allowed')),
      isBelowNothing('plan_paid', 'member_paid', 'other_paid'),
    ),
  },
  {
    table: 'membersim.claims',
    name: 'paid-alone-pays',
    statement:
      'Nothing is allowed on a claim that is denied, reversed or pending, and a pending one has no day of payment.',
    broken: call(
      'or',
      call('and', call('greater', column('total_allowed'), 0), hasStatus('denied', 'reversed', 'pending')),
      call('not_equal', call('is_null', column('paid_date')), hasStatus('pending')),
    ),
  },
  {
    table: 'membersim.claim_lines',
    name: 'whole-money',
    statement: 'Deductible, copay, coinsurance and plan sum to what is allowed; none falls below nothing.',
    broken: call(
      'or',
      call('not_equal', column('allowed'), sumOf('deductible', 'copay', 'coinsurance', 'plan_paid')),
      call('greater', column('other_paid'), sumOf('deductible', 'copay', 'coinsurance')),
      isBelowNothing('deductible', 'copay', 'coinsurance', 'plan_paid', 'other_paid', 'adjustment_amount'),
    ),
  },
  {
    table: 'membersim.accumulators',
    name: 'within-plan',
    statement: 'No member uses more of the deductible or pays more out of pocket in a year than the plan asks.',
    broken: call(
      'or',
      call('greater', column('deductible_used'), column('deductible_limit')),
      call('greater', column('out_of_pocket_used'), column('out_of_pocket_limit')),
      isBelowNothing('deductible_used', 'out_of_pocket_used'),
    ),
  },
  {
    table: 'membersim.authorizations',
    name: 'days-in-order',
    statement: 'An authorization is decided no day before it is asked for, and is valid no day before that.',
    broken: call(
      'or',
      call('less', column('decided_on'), column('requested_on')),
      call('less', column('valid_to'), column('decided_on')),
    ),
  },
  {
    table: 'membersim.accumulators',
    name: 'whole-money',
    statement: 'What is allowed for a member in a year is what the plan, the member and others pay.',
    broken: call('not_equal', column('allowed'), sumOf('plan_paid', 'out_of_pocket_used')),
  },
];

export function claimsAcross(planned: Planned): readonly Invariant[] {
  if (!planned.has('membersim.claims')) return [];
  return [
    claimOfLines(planned),
    accumulatorOfClaims(planned),
    ...familiesOf(planned),
    remittanceOfClaim(planned),
    ...(planned.has('membersim.authorizations') ? [paidWithAuthorization(planned)] : []),
    withinCoverage(planned),
    ...(planned.has('patientsim.conditions') ? [diagnosisKnown(planned)] : []),
  ];
}

const CLAIMS = table('membersim', 'claims');

/** A prime below the numbers that 16 bits hold: so wide, money and weight together still fit in 64. */
const WEIGHTS = 32_749;
const WEIGHT: ColumnType = { kind: 'decimal', precision: 5, scale: 0 };

/**
 * Rows, some with opposite signs, whose amounts sum to nothing for each of what stands in `by`. Less is asked first: that all of them
 * do, with a weight of each one's own, so that those that are wrong do not make up for each other.
 */
function balanced(
  inputs: readonly Relation[],
  amounts: readonly string[],
  by: readonly string[],
): Pick<Invariant, 'violations' | 'doubt'> {
  const rows: Relation = { kind: 'union', inputs };
  const [first = '', ...others] = by;
  const number = others.reduce<Term>(
    (sum, name) => call('add', call('multiply', sum, FACTOR), column(name)),
    cast(column(first), bigint),
  );
  const weight = call('add', call('modulo', number, WEIGHTS), 1);
  const weighed = project(rows, [
    named('weight', cast(cast(weight, smallint), WEIGHT)),
    ...amounts.map((name) => named(name, call('multiply', column(name), output('weight')))),
  ]);
  return { violations: unlikeNothing(rows, amounts, by), doubt: unlikeNothing(weighed, amounts, []) };
}

const FACTOR = 31;

function unlikeNothing(input: Relation, amounts: readonly string[], by: readonly string[]): Relation {
  const columns = amounts.map((name) => ({ name, how: 'sum' as const, of: name }));
  const sums: Relation = { kind: 'aggregate', input, by, columns };
  return filter(sums, call('or', literal(false), ...amounts.map((name) => call('not_equal', column(name), 0))));
}

function claimOfLines(planned: Planned): Invariant {
  const pairs = [
    ['charge', 'total_charge'],
    ['allowed', 'total_allowed'],
    ['plan_paid', 'plan_paid'],
    ['other_paid', 'other_paid'],
  ] as const;
  const names = pairs.map(([of]) => of);
  const lines = project(table('membersim', 'claim_lines'), ['claim_id', ...names].map(keep));
  const claims = project(CLAIMS, [
    keep('claim_id'),
    ...pairs.map(([of, total]) => named(of, call('negate', column(total)))),
  ]);
  return {
    name: 'claim-is-its-lines',
    table: 'membersim.claims',
    statement: 'The totals of a claim are the sums of its lines.',
    ...balanced([lines, claims], names, ['claim_id']),
    ...slicesAt(planned, 'membersim.claims', 'membersim.claim_lines'),
  };
}

function accumulatorOfClaims(planned: Planned): Invariant {
  const used = project(table('membersim', 'accumulators'), [
    ...['member_id', 'plan_id', 'plan_year', 'allowed'].map(keep),
    named('paid', column('out_of_pocket_used')),
  ]);
  const paid = project(CLAIMS, [
    ...['member_id', 'plan_id'].map(keep),
    named('plan_year', call('year_of', column('service_from'))),
    named('allowed', call('negate', column('total_allowed'))),
    named('paid', call('negate', sumOf('member_paid', 'other_paid'))),
  ]);
  return {
    name: 'accumulator-is-its-claims',
    table: 'membersim.accumulators',
    statement:
      "What is allowed for a member, and what the member has used of the limit, are the sums of the year's claims.",
    ...balanced([used, paid], ['allowed', 'paid'], ['member_id', 'plan_id', 'plan_year']),
    ...slicesAt(planned, 'membersim.claims', 'membersim.accumulators'),
  };
}

function remittanceOfClaim(planned: Planned): Invariant {
  const sent = project(table('membersim', 'remittances'), [keep('claim_id'), keep('amount')]);
  const paid = project(CLAIMS, [keep('claim_id'), named('amount', call('negate', column('plan_paid')))]);
  return {
    name: 'remittance-is-its-claim',
    table: 'membersim.remittances',
    statement: 'What was sent for a claim, less what was taken back, is what the plan pays.',
    ...balanced([sent, paid], ['amount'], ['claim_id']),
    ...slicesAt(planned, 'membersim.claims', 'membersim.remittances'),
  };
}

function paidWithAuthorization(planned: Planned): Invariant {
  const refused = project(
    filter(table('membersim', 'authorizations'), call('equal', cast(column('status'), text), 'denied')),
    [named('refused_id', column('claim_id'))],
  );
  const on = [{ left: 'claim_id', right: 'refused_id' }];
  const joined: Relation = { kind: 'join', how: 'inner', left: CLAIMS, right: refused, on };
  return {
    name: 'paid-with-authorization',
    table: 'membersim.authorizations',
    statement: 'Nothing is paid for a service whose authorization was denied.',
    violations: filter(joined, call('greater', column('total_allowed'), 0)),
    ...slicedBy(planned, { 'membersim.claims': 'claim_id', 'membersim.authorizations': 'claim_id' }),
  };
}

function withinCoverage(planned: Planned): Invariant {
  const paid = project(filter(CLAIMS, call('greater', column('total_allowed'), 0)), [
    named('id', column('claim_id')),
    named('person', column('member_id')),
    named('on', column('service_from')),
  ]);
  return {
    name: 'claim-within-coverage',
    table: 'membersim.claims',
    statement: 'No claim is paid for a service outside coverage.',
    violations: outsideCoverage(paid, planned),
    ...slicedBy(planned, { 'membersim.claims': 'member_id', 'membersim.enrollments': 'member_id' }),
  };
}

/** What is no problem of the patient (a reason such as an immunization) needs no finding. */
function diagnosisKnown(planned: Planned): Invariant {
  const found = project(table('patientsim', 'conditions'), ['patient_id', 'code', 'onset_date'].map(keep));
  const claims = project(CLAIMS, ['member_id', 'service_from', 'principal_diagnosis'].map(keep));
  const on = [{ left: 'member_id', right: 'patient_id' }];
  const joined: Relation = { kind: 'join', how: 'inner', left: claims, right: found, on };
  const later = filter(joined, call('greater', column('onset_date'), column('service_from')));
  const isSame = call('equal', cast(column('principal_diagnosis'), text), cast(column('code'), text));
  return {
    name: 'diagnosis-known',
    table: 'membersim.claims',
    statement: 'A problem of the patient that a claim is for was found by the day of service.',
    violations: filter(later, isSame),
    ...slicedBy(planned, { 'membersim.claims': 'member_id', 'patientsim.conditions': 'patient_id' }),
  };
}
