/** What must hold of those who provide care. */
import type { Invariant, Relation, Term } from '../../model/index.ts';
import { call, cast, column, filter, integer, keep, literal, named, project, table, text } from '../terms.ts';
import type { Planned, ProductRules, RowRule } from './rule.ts';

const IDENTIFIED = ['networksim.providers', 'networksim.facilities', 'networksim.pharmacies'] as const;

/** What the card issuer prefix 80840 adds to the sum. */
const PREFIX_SUM = 24;
const DIGITS = 10;

export const networksimRules: ProductRules = {
  rows: [
    ...IDENTIFIED.map(checkDigit),
    ...IDENTIFIED.map(neverIssued),
    {
      table: 'networksim.assignments',
      name: 'assigned-to-one',
      statement: 'A pharmacy is assigned where the role is one, and a provider where it is another.',
      broken: call(
        'or',
        call('not_equal', isRole('pharmacy'), call('is_null', column('provider_id'))),
        call('equal', isRole('pharmacy'), call('is_null', column('pharmacy_id'))),
      ),
    },
  ],
  happenings: [],
  across: (planned) => [...primaryCare(planned), ...insideMeansMember(planned)],
};

function isRole(role: string): Term {
  return call('equal', cast(column('role'), text), role);
}

function digitAt(place: number): Term {
  return cast(call('substring', column('npi'), place, literal(1)), integer);
}

/** Doubled, with the digits of the product added up, is every second digit before the last. */
function checkDigit(of: string): RowRule {
  const sum = Array.from({ length: DIGITS }, (_, at) => at + 1).reduce<Term>((total, place) => {
    if (place % 2 === 0) return call('add', total, digitAt(place));
    const twice = call('multiply', digitAt(place), 2);
    return call('add', total, call('add', call('integer_divide', twice, 10), call('modulo', twice, 10)));
  }, literal(PREFIX_SUM));
  return {
    table: of,
    name: 'npi-check-digit',
    statement: 'The check digit of every provider number is correct.',
    broken: call('not_equal', call('modulo', sum, 10), 0),
  };
}

/** Real ones come from a registry that was loaded. */
function neverIssued(of: string): RowRule {
  const isIssued = call('not_equal', call('substring', column('npi'), 1, literal(1)), '9');
  return {
    table: of,
    name: 'npi-never-issued',
    statement: 'Every invented provider number begins with 9, which is never issued.',
    broken: of === 'networksim.pharmacies' ? isIssued : call('and', call('not', column('listed')), isIssued),
  };
}

function primaryCare(planned: Planned): Invariant[] {
  const holders = [
    {
      table: 'networksim.assignments',
      rows: project(filter(table('networksim', 'assignments'), isRole('primary_care')), [
        named('held', column('provider_id')),
      ]),
    },
    { table: 'membersim.members', rows: project(table('membersim', 'members'), [named('held', column('pcp_id'))]) },
  ];
  if (!planned.has('networksim.assignments')) return [];
  const providers = project(table('networksim', 'providers'), ['provider_id', 'primary_care'].map(keep));
  const on = [{ left: 'held', right: 'provider_id' }];
  return holders
    .filter((one) => planned.has(one.table))
    .map((one) => ({
      name: 'primary-care-specialty',
      table: one.table,
      statement: 'The primary care provider of everybody is of a specialty of primary care.',
      violations: filter(
        { kind: 'join', how: 'inner', left: one.rows, right: providers, on },
        call('not', column('primary_care')),
      ),
    }));
}

/** A visit on a day of coverage is in the network exactly where the provider is a member of that of the plan. */
function insideMeansMember(planned: Planned): Invariant[] {
  const needed = ['patientsim.encounters', 'networksim.network_memberships', 'membersim.enrollments'];
  if (!needed.every((one) => planned.has(one))) return [];
  const visits = project(table('patientsim', 'encounters'), [
    named('person', column('patient_id')),
    named('day', call('to_date', column('start_time'))),
    ...['provider_id', 'facility_id', 'in_network'].map(keep),
  ]);
  const placed = inNetworkOfPlan(visits);
  const providers = memberOf(placed, 'provider_id', 'network_memberships');
  const facilities = memberOf(
    filter(placed, call('and', column('in_network'), call('not', call('is_null', column('facility_id'))))),
    'facility_id',
    'facility_memberships',
  );
  return [
    {
      name: 'in-network-means-member',
      table: 'patientsim.encounters',
      statement:
        "A covered visit is in the network exactly where its provider is a member of the plan's network on its day.",
      violations: filter(providers, call('not_equal', column('in_network'), isMember())),
    },
    {
      name: 'facility-in-network',
      table: 'patientsim.encounters',
      statement: "The facility of a covered visit in the network is a member of the plan's network on its day.",
      violations: filter(facilities, call('not', isMember())),
    },
  ];
}

function inNetworkOfPlan(visits: Relation): Relation {
  const spans = project(
    table('membersim', 'enrollments'),
    ['member_id', 'plan_id', 'start_date', 'end_date'].map(keep),
  );
  const plans = project(table('membersim', 'plans'), [named('of_plan', column('plan_id')), keep('network_id')]);
  const spanned: Relation = {
    kind: 'join',
    how: 'inner',
    left: visits,
    right: spans,
    on: [{ left: 'person', right: 'member_id' }],
  };
  const isWithin = call(
    'and',
    call('less_or_equal', column('start_date'), column('day')),
    call('less_or_equal', column('day'), call('coalesce', column('end_date'), column('day'))),
  );
  const on = [{ left: 'plan_id', right: 'of_plan' }];
  return { kind: 'join', how: 'inner', left: filter(spanned, isWithin), right: plans, on };
}

function isMember(): Term {
  return call(
    'and',
    call('not', call('is_null', column('member_from'))),
    call('less_or_equal', column('member_from'), column('day')),
    call('less_or_equal', column('day'), call('coalesce', column('member_to'), column('day'))),
  );
}

/** `member_from` and `member_to` beside each visit, both empty where the one in `id` is no member of the network. */
function memberOf(visits: Relation, id: string, memberships: string): Relation {
  const members = project(table('networksim', memberships), [
    named('member', column(id)),
    named('of_network', column('network_id')),
    named('member_from', column('start_date')),
    named('member_to', column('end_date')),
  ]);
  const on = [
    { left: id, right: 'member' },
    { left: 'network_id', right: 'of_network' },
  ];
  return { kind: 'join', how: 'left', left: visits, right: members, on };
}
