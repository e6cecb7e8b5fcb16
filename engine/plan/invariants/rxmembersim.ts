/** What must hold of the pharmacy's record. */
import type { Invariant, Relation } from '../../model/index.ts';
import { leftJoin } from '../endings.ts';
import { call, cast, column, filter, joinOn, keep, named, project, table, text } from '../terms.ts';
import { outsideCoverage } from './coverage.ts';
import type { Planned, ProductRules } from './rule.ts';
import { slicedBy } from './slices.ts';

export const rxmembersimRules: ProductRules = {
  rows: [
    {
      table: 'rxmembersim.fills',
      name: 'prescription-before-fill',
      statement: 'Nothing is filled before it was prescribed.',
      broken: call('less', column('filled_on'), column('written_on')),
    },
    {
      table: 'rxmembersim.fills',
      name: 'whole-money',
      statement: 'Member and plan pay what the medicine and its dispensing cost, and neither pays less than nothing.',
      broken: call(
        'or',
        call(
          'not_equal',
          call('add', column('patient_pay'), column('plan_pay')),
          call('add', column('ingredient_cost'), column('dispensing_fee')),
        ),
        call('less', column('patient_pay'), 0),
        call('less', column('plan_pay'), 0),
      ),
    },
    {
      table: 'rxmembersim.fills',
      name: 'rejected-with-code',
      statement: 'A claim has a reject code where it was rejected and nowhere else, and a rejected one pays nothing.',
      broken: call(
        'or',
        call(
          'not_equal',
          call('equal', cast(column('status'), text), 'rejected'),
          call('not', call('is_null', column('reject_code'))),
        ),
        call('and', call('not', call('is_null', column('reject_code'))), call('greater', column('ingredient_cost'), 0)),
      ),
    },
  ],
  happenings: [
    { table: 'rxmembersim.prescriptions', person: 'rx_member_id', moment: 'written_on' },
    { table: 'rxmembersim.fills', person: 'rx_member_id', moment: 'filled_on' },
  ],
  across: (planned) => [
    ...fillsWithinCoverage(planned),
    ...fillsWithAuthorization(planned),
    ...shareWithinLimit(planned),
  ],
};

function fillsWithinCoverage(planned: Planned): Invariant[] {
  if (!planned.has('rxmembersim.fills') || !planned.has('membersim.enrollments')) return [];
  const paid = filter(table('rxmembersim', 'fills'), call('equal', cast(column('status'), text), 'paid'));
  const days = project(paid, [
    named('id', column('fill_id')),
    named('person', column('rx_member_id')),
    named('on', column('filled_on')),
  ]);
  return [
    {
      name: 'fill-within-coverage',
      table: 'rxmembersim.fills',
      statement: 'No fill is paid outside coverage.',
      violations: outsideCoverage(days, planned),
      ...slicedBy(planned, { 'rxmembersim.fills': 'rx_member_id', 'membersim.enrollments': 'member_id' }),
    },
  ];
}

/** An authorization that was asked for, and where the formulary asks for one of everybody. */
function fillsWithAuthorization(planned: Planned): Invariant[] {
  if (!planned.has('rxmembersim.fills') || !planned.has('rxmembersim.rx_prior_authorizations')) return [];
  const pair = ['rx_member_id', 'formulary_id'];
  const asking = filter(
    table('rxmembersim', 'formulary'),
    call('or', column('prior_authorization'), call('not', call('is_null', column('step')))),
  );
  const paid = filter(table('rxmembersim', 'fills'), call('equal', cast(column('status'), text), 'paid'));
  const fills = joinOn(
    project(paid, ['fill_id', ...pair, 'filled_on'].map(keep)),
    project(asking, ['formulary_id', 'prior_authorization'].map(keep)),
    'formulary_id',
  );
  const answers = table('rxmembersim', 'rx_prior_authorizations');
  const isValid = call(
    'and',
    call('equal', column('answer'), 'approved'),
    call('less_or_equal', column('decided_on'), column('filled_on')),
    call('less_or_equal', column('filled_on'), column('valid_to')),
  );
  const given = project(answers, [
    ...[...pair, 'decided_on', 'valid_to'].map(keep),
    named('answer', cast(column('status'), text)),
  ]);
  const authorized = oneEach(
    filter(joinOn(fills, given, ...pair), isValid),
    ['fill_id'],
    'decided_on',
    'authorized_on',
  );
  const asked = oneEach(answers, pair, 'requested_on', 'first_asked');
  const isAsked = call('or', column('prior_authorization'), call('not', call('is_null', column('first_asked'))));
  return [
    {
      name: 'fill-with-authorization',
      table: 'rxmembersim.fills',
      statement: 'Nothing for which the plan asks for an authorization is paid without one that is valid on the day.',
      violations: filter(
        leftJoin(leftJoin(fills, asked, ...pair), authorized, 'fill_id'),
        call('and', call('is_null', column('authorized_on')), isAsked),
      ),
      ...slicedBy(planned, {
        'rxmembersim.fills': 'rx_member_id',
        'rxmembersim.rx_prior_authorizations': 'rx_member_id',
      }),
    },
  ];
}

function oneEach(input: Relation, by: readonly string[], of: string, name: string): Relation {
  return { kind: 'aggregate', input, by, columns: [{ name, how: 'min', of }] };
}

/** Where the card of the cohort has a limit. */
function shareWithinLimit(planned: Planned): Invariant[] {
  const members = planned.get('rxmembersim.rx_members');
  const isLimited = members?.columns.some(({ name }) => name === 'yearly_limit') ?? false;
  if (!isLimited || !planned.has('rxmembersim.fills')) return [];
  const paid = filter(table('rxmembersim', 'fills'), call('equal', cast(column('status'), text), 'paid'));
  const sums: Relation = {
    kind: 'aggregate',
    input: project(paid, [
      keep('rx_member_id'),
      named('year', call('year_of', column('filled_on'))),
      keep('patient_pay'),
    ]),
    by: ['rx_member_id', 'year'],
    columns: [{ name: 'shares', how: 'sum', of: 'patient_pay' }],
  };
  const limits = project(table('rxmembersim', 'rx_members'), ['rx_member_id', 'yearly_limit'].map(keep));
  const on = [{ left: 'rx_member_id', right: 'rx_member_id' }];
  const joined: Relation = { kind: 'join', how: 'inner', left: sums, right: limits, on };
  return [
    {
      name: 'share-within-limit',
      table: 'rxmembersim.fills',
      statement: 'No member pays more for medicines in a year than the limit on the card.',
      violations: filter(joined, call('greater', column('shares'), column('yearly_limit'))),
      ...slicedBy(planned, { 'rxmembersim.fills': 'rx_member_id', 'rxmembersim.rx_members': 'rx_member_id' }),
    },
  ];
}
