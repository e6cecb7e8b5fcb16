/** Rows about payers and their plans to concepts. */
import type { PayerConcept, PlanConcept } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { codesOf } from './code-cells.ts';
import { named } from './named-rows.ts';
import type { ReferenceTables } from './read-tables.ts';
import { optionalWhole } from './shapes.ts';
import type { TableRow } from './table-row.ts';

export function readPayers(tables: ReferenceTables, problems: Problems): readonly PayerConcept[] {
  return tables.concepts(
    'payers',
    (row) => readPayer(row, problems),
    ({ name }) => name,
  );
}

function readPayer(row: TableRow, problems: Problems): PayerConcept {
  const [minAge, maxAge] = ['min_age', 'max_age'].map((column) =>
    optionalWhole(row, column, 'a whole number of years'),
  );
  if (minAge !== undefined && maxAge !== undefined && minAge > maxAge)
    row.refuse('max_age', 'a number not below `min_age`');
  return {
    name: row.text('name'),
    display: row.text('display'),
    phrases: row.list('phrases'),
    minAge,
    maxAge,
    exemptConditions: codesOf(row, 'exempt_conditions', problems),
    at: row.at,
  };
}

export function readPlans(
  tables: ReferenceTables,
  payers: readonly PayerConcept[],
  problems: Problems,
): readonly PlanConcept[] {
  const types = tables.concepts('plan_rules', (row) => row.cell('type').value);
  return tables.concepts(
    'plans',
    (row) => readPlan(row, { payers, types }, problems),
    ({ name }) => name,
  );
}

interface Known {
  readonly payers: readonly PayerConcept[];
  /** That have rules; a tree without any has no claims, and may have plans. */
  readonly types: readonly string[];
}

function readPlan(row: TableRow, { payers, types }: Known, problems: Problems): PlanConcept {
  const payer = named(row, 'payer', { kind: 'payer', names: payers.map(({ name }) => name), problems });
  return {
    name: row.text('name'),
    payer,
    type:
      types.length === 0
        ? row.text('type')
        : named(row, 'type', { kind: 'type of plan rules', names: types, problems }),
    deductible: amount(row, 'deductible'),
    outOfPocketLimit: optionalAmount(row, 'out_of_pocket_limit'),
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

/** An empty cell is no copay, or no limit. */
function optionalAmount(row: TableRow, column: string): number | undefined {
  return row.cell(column).value === '' ? undefined : amount(row, column);
}

/** What a family owes together is no less than what one of its members can owe alone. */
function familyAmount(row: TableRow, column: string, own: string): number | undefined {
  const [value, least] = [optionalAmount(row, column), optionalAmount(row, own)];
  if (value !== undefined && least !== undefined && value < least) row.refuse(column, `no less than \`${own}\``);
  return value;
}

function share(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value < 0 || value > 1) row.refuse(column, 'a share from 0 to 1');
  return value;
}
