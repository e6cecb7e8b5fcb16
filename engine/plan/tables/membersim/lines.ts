/**
 * `membersim.claim_lines`: what each claim bills, to the cent. A line has what lies between two points along its claim: of the
 * charge, of what is allowed, of each part of the member's share. So lines sum to their claim whatever is rounded.
 */
import type { NamedTerm, PlannedTable, Relation, Term } from '../../../model/index.ts';
import {
  boolean,
  call,
  cast,
  column,
  double,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  when,
  wideMoney,
} from '../../terms.ts';
import { dollars } from '../columns.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { adjudicated } from './adjudication.ts';
import type { Billing } from './billing.ts';
import { claim, isPending } from './claims.ts';

const OF_CLAIM = [
  'claim_id',
  'claim_key',
  'days',
  'status',
  'adjustment_group',
  'adjustment_code',
  'charge_factor',
  'factor',
  'secondary',
] as const;
const WHOLE = {
  allowed: 'allowed',
  deductible: 'deductible',
  copay: 'copay_paid',
  coinsurance: 'coinsurance',
} as const;

export function claimLinesTable(billing: Billing): PlannedTable {
  const { types, templates } = billing;
  return planTable({
    schema: 'membersim',
    name: 'claim_lines',
    comment: 'Services of claims: one row a line.',
    fill: 'person',
    from: split(billing),
    primaryKey: ['claim_id', 'line_number'],
    origins: templates.map(({ rule }) => rule.at),
    columns: [
      claim,
      { name: 'line_number', type: smallint, term: column('line_number'), comment: 'Number of the line, from 1.' },
      ...serviceOf(billing),
      { name: 'units', type: smallint, term: column('units'), comment: 'How often, or how many days.' },
      dollars('charge', 'US dollars charged.'),
      dollars('allowed', 'US dollars allowed by the plan.'),
      dollars('deductible', 'US dollars of the deductible.'),
      dollars('copay', 'US dollars of copay.'),
      dollars('coinsurance', 'US dollars of coinsurance.'),
      dollars('plan_paid', 'US dollars that the plan pays.'),
      dollars('other_paid', "US dollars of the member's share that a second insurance pays."),
      {
        name: 'adjustment_group',
        type: types.group,
        term: column('adjustment_group'),
        nullable: true,
        comment: 'Who bears what is not allowed: CO contractual, PR patient, OA other; empty while pending.',
      },
      {
        name: 'adjustment_code',
        type: types.code,
        term: column('adjustment_code'),
        nullable: true,
        comment: 'Claim adjustment reason code of what is not allowed; empty while pending.',
      },
      dollars(
        'adjustment_amount',
        'US dollars charged and not allowed.',
        when(
          isPending(billing),
          literal(0, wideMoney),
          cast(call('subtract', column('charge'), column('allowed')), wideMoney),
        ),
      ),
    ],
  });
}

function serviceOf({ types }: Billing): readonly ColumnDefinition[] {
  return [
    { name: 'service', type: types.service, term: column('service'), comment: 'Service, by its name in the skills.' },
    {
      name: 'procedure_code',
      type: types.procedure,
      term: column('procedure_code'),
      nullable: true,
      comment: 'HCPCS code, where the skills map the service to one.',
    },
    {
      name: 'modifier',
      type: types.modifier,
      term: column('modifier'),
      nullable: true,
      comment: 'Modifier of the procedure code; empty where the skills name none.',
    },
    {
      name: 'revenue_code',
      type: types.revenue,
      term: column('revenue_code'),
      nullable: true,
      comment: 'Revenue code; empty on professional claims.',
    },
  ];
}

function lineValues({ templates, types }: Billing): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'claim_key', type: integer },
      { name: 'line_number', type: smallint },
      { name: 'service', type: types.service },
      { name: 'procedure_code', type: types.procedure },
      { name: 'modifier', type: types.modifier },
      { name: 'revenue_code', type: types.revenue },
      { name: 'per_day', type: boolean },
      { name: 'before', type: double },
      { name: 'after', type: double },
    ],
    rows: templates.flatMap(({ key, lines }) =>
      lines.map((line, index) => [
        key,
        index + 1,
        line.service,
        line.code ?? null,
        line.modifier ?? null,
        line.revenueCode ?? null,
        line.perDay,
        line.before,
        line.after,
      ]),
    ),
  };
}

/** The lines of each claim beside its amounts, and the part of what is shared that its member owes. */
function linesOfClaims(billing: Billing): Relation {
  const wholes = Object.entries(WHOLE).map(([name, of]) => named(`${name}_whole`, column(of)));
  const shared = call('subtract', column(WHOLE.allowed), column(WHOLE.deductible));
  const part = call('divide', cast(column(WHOLE.coinsurance), double), cast(shared, double));
  const claims = project(adjudicated(billing), [
    ...OF_CLAIM.map(keep),
    ...wholes,
    named('coinsurance_part', call('coalesce', part, literal(0, double))),
  ]);
  return joinOn(claims, lineValues(billing), 'claim_key');
}

/** Each claim's amounts, between where a line begins and where it ends. */
function split(billing: Billing): Relation {
  const along: Relation = {
    kind: 'extend',
    input: linesOfClaims(billing),
    columns: [
      named('units', when(column('per_day'), column('days'), literal(1, smallint))),
      ...points('charge', (place) => dollarsOf(column('charge_factor'), place)),
      ...points('allowed', (place) => dollarsOf(column('factor'), place)),
    ],
  };
  const first: Relation = {
    kind: 'extend',
    input: along,
    columns: points('deductible', (_, side) => call('least', column('deductible_whole'), column(`allowed_${side}`))),
  };
  const rest = (side: Side): Term => call('subtract', column(`allowed_${side}`), column(`deductible_${side}`));
  const second: Relation = {
    kind: 'extend',
    input: first,
    columns: [
      ...points('copay', (_, side) => call('least', column('copay_whole'), rest(side))),
      ...points('coinsurance', (_, side) =>
        cast(call('multiply', column('coinsurance_part'), cast(rest(side), double)), wideMoney),
      ),
    ],
  };
  const member = call('add', call('add', output('deductible'), output('copay')), output('coinsurance'));
  return project(second, [
    ...[
      ...OF_CLAIM.slice(0, 1),
      'line_number',
      'service',
      'procedure_code',
      'modifier',
      'revenue_code',
      'units',
      'status',
    ].map(keep),
    ...['adjustment_group', 'adjustment_code'].map(keep),
    ...['charge', 'allowed', 'deductible', 'copay', 'coinsurance'].map((name) =>
      named(name, cast(call('subtract', column(`${name}_after`), column(`${name}_before`)), wideMoney)),
    ),
    named('plan_paid', cast(call('subtract', output('allowed'), member), wideMoney)),
    named('other_paid', when(column('secondary'), cast(member, wideMoney), literal(0, wideMoney))),
  ]);
}

type Side = 'before' | 'after';

function points(name: string, of: (place: Term, side: Side) => Term): readonly NamedTerm[] {
  return (['before', 'after'] as const).map((side) => named(`${name}_${side}`, of(column(side), side)));
}

function dollarsOf(factor: Term, place: Term): Term {
  return cast(call('multiply', factor, place), wideMoney);
}
