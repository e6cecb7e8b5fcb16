/**
 * `scratch.adjudicated`: claims with who pays what. In the order of service a member's claims of a year use up the deductible,
 * then copay or coinsurance, until the limit: each adds what it raises the running sum by, below the bound.
 */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import { call, cast, column, keep, literal, money, named, output, project, table, when } from '../../terms.ts';
import type { Billing } from './billing.ts';
import { BILLS, billColumns } from './bills.ts';

export const ADJUDICATED: Relation = table('scratch', 'adjudicated');

/** What only adjudication reads. */
const USED: ReadonlySet<string> = new Set(['copay', 'shared', 'coinsurance_rate']);

export function adjudicatedColumns(billing: Billing): readonly { readonly name: string; readonly type: ColumnType }[] {
  return [
    ...billColumns(billing).filter(({ name }) => !USED.has(name)),
    ...['deductible', 'copay_paid', 'coinsurance', 'plan_paid', 'member_paid', 'other_paid'].map((name) => ({
      name,
      type: money,
    })),
  ];
}

export function adjudicatedTable(billing: Billing): PlannedTable {
  const columns = adjudicatedColumns(billing);
  return {
    schema: 'scratch',
    name: 'adjudicated',
    fill: 'scratch',
    comment: 'Claims with who pays what.',
    columns: columns.map((one) => ({ ...one, nullable: true, comment: '', references: undefined })),
    primaryKey: ['claim_id'],
    relation: project(
      paid(limited(shared(BILLS, billing), billing)),
      columns.map(({ name }) => keep(name)),
    ),
    origins: billing.templates.map(({ rule }) => rule.at),
  };
}

/** What the member owes by deductible, copay and coinsurance. */
function shared(bills: Relation, { plans }: Billing): Relation {
  const hasDeductible = plans.some(({ deductible }) => deductible > 0);
  const summed = hasDeductible ? running(bills, 'shared') : bills;
  const deductible = hasDeductible ? below('plan_deductible', 'shared') : literal(0, money);
  const rest = call('subtract', column('shared'), output('deductible_due'));
  const coinsurance = cast(call('multiply', rest, column('coinsurance_rate')), money);
  const due: Relation = {
    kind: 'extend',
    input: summed,
    columns: [
      named('deductible_due', deductible),
      named('owed', cast(call('add', call('add', output('deductible_due'), column('copay')), coinsurance), money)),
    ],
  };
  return due;
}

/** What of that lies below the limit of the year. */
function limited(owing: Relation, { plans }: Billing): Relation {
  const owesNothing = plans.every(({ outOfPocketLimit }) => outOfPocketLimit === 0);
  const member = owesNothing ? literal(0, money) : below('plan_limit', 'owed');
  return { kind: 'extend', input: owesNothing ? owing : running(owing, 'owed'), columns: [named('member_due', member)] };
}

function running(input: Relation, of: string): Relation {
  return {
    kind: 'running',
    input,
    by: ['person_id', 'plan_year'],
    along: ['service_from', 'claim_id'],
    columns: [{ name: `${of}_by_now`, of }],
  };
}

/** The part of a row that lies below the bound, by the running sum. */
function below(bound: string, of: string): Term {
  const now = column(`${of}_by_now`);
  const before = call('subtract', now, column(of));
  const part = call('subtract', call('least', column(bound), now), call('least', column(bound), before));
  return cast(part, money);
}

/** The limit takes from coinsurance first, then from the copay, last from the deductible. */
function paid(bills: Relation): Relation {
  const rest = call('subtract', column('member_due'), output('deductible'));
  const left = call('subtract', call('subtract', column('member_due'), output('deductible')), output('copay_paid'));
  const nothing = literal(0, money);
  return {
    kind: 'extend',
    input: bills,
    columns: [
      named('deductible', cast(call('least', column('deductible_due'), column('member_due')), money)),
      named('copay_paid', cast(call('least', column('copay'), rest), money)),
      named('coinsurance', cast(left, money)),
      named('plan_paid', cast(call('subtract', column('allowed'), column('member_due')), money)),
      named('member_paid', when(column('secondary'), nothing, column('member_due'))),
      named('other_paid', when(column('secondary'), column('member_due'), nothing)),
    ],
  };
}
