/** Rows about medical claims to concepts: services and what they cost, stays, plans, adjustments and the figures of claims. */
import { hasErrors } from '../../diagnostics/index.ts';
import type { AccompanyingDiagnosis, ClaimKnowledge, ClaimRule, EmployerKind } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { forReasons } from '../knowledge/index.ts';
import type { ReferenceTables, TableRow } from '../knowledge/index.ts';
import { readAdjustments } from './adjustments.ts';
import { readBenchmark, readSpendingAmount } from './benchmarks.ts';
import { readBenefits } from './benefits.ts';
import { above, payerOf, share } from './cells.ts';
import { readRates } from './rates.ts';
import { readAccompanying, readClaimRule } from './rules.ts';
import { readServices } from './services.ts';
import { readStays } from './stays.ts';

export function readClaims(tables: ReferenceTables, context: Context): ClaimKnowledge {
  const services = readServices(tables, context);
  const accompanying = tables.concepts(
    'accompanying_diagnoses',
    (row) => readAccompanying(row, context),
    ({ name, reasons, code }) => forReasons(`${name} ${code}`, reasons),
  );
  const names = {
    services: services.services.map(({ name }) => name),
    accompanying: accompanying.map(({ name }) => name),
  };
  const rules = tables.concepts(
    'claim_rules',
    (row) => readClaimRule(row, names, context),
    ({ name }) => name,
  );
  tellUnnamed(accompanying, rules, context);
  return {
    ...services,
    accompanying,
    rules,
    ...readRates(tables, services.classes, context),
    benefits: readBenefits(tables, services.classes, context),
    ...readStays(tables, context),
    ...readAdjustments(tables, context),
    employers: tables.concepts(
      'employer_groups',
      (row) => readEmployers(row, context),
      ({ payer, industry }) => `${payer} ${industry}`,
    ),
    benchmarks: tables.concepts(
      'spending_benchmarks',
      (row) => readBenchmark(row, context),
      ({ people, payer = '' }) => `${people} ${payer}`,
    ),
    spendingAmounts: tables.concepts(
      'spending_amounts',
      (row) => readSpendingAmount(row, context),
      ({ of, payer }) => `${of} ${payer}`,
    ),
  };
}

/** What no rule names stands on no claim, as long as there are any. In a tree with errors the rule that names it may be left out. */
function tellUnnamed(
  accompanying: readonly AccompanyingDiagnosis[],
  rules: readonly ClaimRule[],
  { problems }: Context,
): void {
  if (rules.length === 0 || hasErrors(problems.found)) return;
  const used = new Set(rules.flatMap(({ withDiagnoses }) => withDiagnoses));
  const unused = new Map(accompanying.toReversed().flatMap((one) => (used.has(one.name) ? [] : [[one.name, one.at]])));
  const reason = 'no rule of claims names it in `with_diagnosis`';
  for (const [part, at] of unused) problems.report('normalize-without-effect', { part, reason }, at);
}

function readEmployers(row: TableRow, context: Context): EmployerKind {
  const groups = above(row, 'groups');
  if (!Number.isInteger(groups) || groups > 999) row.refuse('groups', 'a whole number from 1 to 999');
  return {
    payer: payerOf(row, context),
    industry: row.text('industry'),
    share: above(row, 'share'),
    groups,
    employees: above(row, 'employees'),
    selfFunded: share(row, 'self_funded'),
    at: row.at,
  };
}
