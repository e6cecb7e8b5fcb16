/** Rows about payers and their plans to concepts. */
import type { PayerConcept, PlanConcept } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import type { ReferenceTables } from './read-tables.ts';
import type { TableRow } from './table-row.ts';

export function readPayers(tables: ReferenceTables): readonly PayerConcept[] {
  return tables.concepts('payers', readPayer, ({ name }) => name);
}

function readPayer(row: TableRow): PayerConcept {
  const [minAge, maxAge] = [row.optionalNumber('min_age'), row.optionalNumber('max_age')];
  if (minAge !== undefined && maxAge !== undefined && minAge > maxAge)
    row.refuse('max_age', 'a number not below `min_age`');
  return {
    name: row.text('name'),
    display: row.text('display'),
    phrases: row.list('phrases'),
    minAge,
    maxAge,
    exemptConditions: row.list('exempt_conditions'),
    at: row.at,
  };
}

export function readPlans(
  tables: ReferenceTables,
  payers: readonly PayerConcept[],
  problems: Problems,
): readonly PlanConcept[] {
  return tables.concepts(
    'plans',
    (row) => readPlan(row, payers, problems),
    ({ name }) => name,
  );
}

function readPlan(row: TableRow, payers: readonly PayerConcept[], problems: Problems): PlanConcept {
  const payer = row.text('payer');
  if (payer !== '' && !payers.some(({ name }) => name === payer)) {
    const known = payers.map(({ name }) => name);
    problems.report('normalize-reference-unknown', { kind: 'payer', name: payer, known }, row.cell('payer').at);
  }
  return {
    name: row.text('name'),
    payer,
    type: row.text('type'),
    deductible: amount(row, 'deductible'),
    outOfPocketLimit: amount(row, 'out_of_pocket_limit'),
    familyDeductible: familyAmount(row, 'family_deductible', 'deductible'),
    familyOutOfPocketLimit: familyAmount(row, 'family_out_of_pocket_limit', 'out_of_pocket_limit'),
    primaryCareCopay: optionalAmount(row, 'primary_care_copay'),
    specialistCopay: optionalAmount(row, 'specialist_copay'),
    coinsurance: share(row, 'coinsurance'),
    share: share(row, 'share'),
    phrases: row.list('phrases'),
    at: row.at,
  };
}

function amount(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value < 0) row.refuse(column, '0 or more');
  return value;
}

/** An empty cell is no copay, or no limit of families. */
function optionalAmount(row: TableRow, column: string): number | undefined {
  return row.cell(column).value === '' ? undefined : amount(row, column);
}

/** What a family owes together is no less than what one of its members can owe alone. */
function familyAmount(row: TableRow, column: string, own: string): number | undefined {
  const value = optionalAmount(row, column);
  if (value !== undefined && value < row.number(own)) row.refuse(column, `no less than \`${own}\``);
  return value;
}

function share(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value < 0 || value > 1) row.refuse(column, 'a share from 0 to 1');
  return value;
}
