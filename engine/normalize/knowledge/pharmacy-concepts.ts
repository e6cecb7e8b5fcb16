/** Rows about medicines at the pharmacy to concepts: what is covered, what members pay, how it is dispensed. */
import type {
  DispensingRule,
  DrugInteraction,
  ElementaryDistribution,
  FormularyDrug,
  MedicationConcept,
  PayerConcept,
  PharmacyBenefit,
  PharmacyKind,
  PharmacyKnowledge,
  QuantilePoint,
  RejectConcept,
  RejectReason,
  TierCost,
} from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { wordsOf } from '../vocabulary.ts';
import { named } from './named-rows.ts';
import type { NamedKind } from './named-rows.ts';
import type { ReferenceTables } from './read-tables.ts';
import type { TableRow } from './table-row.ts';

interface Known {
  readonly payers: readonly PayerConcept[];
  readonly medications: readonly MedicationConcept[];
  readonly problems: Problems;
}

export function readPharmacy(tables: ReferenceTables, known: Known): PharmacyKnowledge {
  return {
    formulary: tables.concepts(
      'formulary',
      (row) => readDrug(row, known),
      ({ drug }) => drug,
    ),
    costSharing: tables.concepts(
      'drug_cost_sharing',
      (row) => readTierCost(row, known),
      ({ payer, tier }) => `${payer} tier ${tier}`,
    ),
    benefits: tables.concepts(
      'pharmacy_benefits',
      (row) => readBenefit(row, known),
      ({ payer }) => payer,
    ),
    interactions: tables.concepts(
      'drug_interactions',
      (row) => readInteraction(row, known),
      ({ drug, other }) => [drug, other].toSorted().join(' with '),
    ),
    rejects: tables.concepts(
      'pharmacy_rejects',
      (row) => readReject(row, known),
      ({ reason }) => reason,
    ),
    kinds: tables.concepts('pharmacy_kinds', readKind, ({ kind }) => kind),
    rules: readRules(tables, known),
    adherence: readAdherence(tables),
  };
}

function drugs({ medications, problems }: Known): NamedKind {
  return { kind: 'medication', names: medications.map(({ name }) => name), problems };
}

function payerOf(row: TableRow, { payers, problems }: Known): string {
  return named(row, 'payer', { kind: 'payer', names: payers.map(({ name }) => name), problems });
}

function readDrug(row: TableRow, known: Known): FormularyDrug {
  const medicines = drugs(known);
  const step = row.list('step');
  for (const name of step.filter((one) => !medicines.names.includes(one))) {
    const found = { kind: 'medication', name, known: medicines.names };
    known.problems.report('normalize-reference-unknown', found, row.cell('step').at);
  }
  const unitsPerDay = above(row, 'units_per_day');
  const quantityLimit = row.optionalNumber('quantity_limit');
  if (quantityLimit !== undefined && quantityLimit < unitsPerDay)
    row.refuse('quantity_limit', 'at least the units of one day, or nothing');
  return {
    drug: named(row, 'drug', medicines),
    tier: tierOf(row),
    brand: row.flag('brand'),
    covered: row.cell('covered').value === '' || row.flag('covered'),
    priorAuthorization: row.cell('prior_authorization').value !== '' && row.flag('prior_authorization'),
    step,
    unit: row.text('unit'),
    unitsPerDay,
    unitCost: above(row, 'unit_cost'),
    quantityLimit,
    at: row.at,
  };
}

/** With at most four decimals, as the table of the file holds it. */
function above(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value <= 0 || value >= 1_000_000) row.refuse(column, 'a number above 0 and below a million');
  if (Number(value.toFixed(4)) !== value) row.refuse(column, 'at most four decimals');
  return value;
}

function tierOf(row: TableRow): number {
  const tier = row.number('tier');
  if (!Number.isInteger(tier) || tier < 1 || tier > 9) row.refuse('tier', 'a whole number from 1 to 9');
  return tier;
}

function dollars(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value < 0) row.refuse(column, '0 or more');
  return value;
}

function readTierCost(row: TableRow, known: Known): TierCost {
  const isCopay = row.cell('copay').value !== '';
  if (isCopay === (row.cell('coinsurance').value !== ''))
    row.refuse(isCopay ? 'coinsurance' : 'copay', isCopay ? 'nothing beside a copay' : 'dollars, or a `coinsurance`');
  const coinsurance = row.optionalNumber('coinsurance');
  if (coinsurance !== undefined && (coinsurance < 0 || coinsurance > 1))
    row.refuse('coinsurance', 'a share from 0 to 1');
  return {
    payer: payerOf(row, known),
    tier: tierOf(row),
    name: row.text('name'),
    copay: isCopay ? dollars(row, 'copay') : undefined,
    coinsurance,
    at: row.at,
  };
}

function readBenefit(row: TableRow, known: Known): PharmacyBenefit {
  const bin = row.text('bin');
  if (!/^9999\d\d$/.test(bin)) row.refuse('bin', 'six digits that begin with 9999, which no card issuer has');
  return {
    payer: payerOf(row, known),
    bin,
    processorControlNumber: row.text('pcn'),
    group: row.text('group'),
    dispensingFee: dollars(row, 'dispensing_fee'),
    yearlyLimit: row.cell('yearly_limit').value === '' ? undefined : dollars(row, 'yearly_limit'),
    at: row.at,
  };
}

function readInteraction(row: TableRow, known: Known): DrugInteraction {
  return {
    drug: named(row, 'drug', drugs(known)),
    other: named(row, 'other', drugs(known)),
    severity: row.text('severity'),
    effect: row.text('effect'),
    at: row.at,
  };
}

const REASONS = wordsOf<RejectReason>({
  not_enrolled: true,
  not_covered: true,
  prior_authorization: true,
  step_therapy: true,
  plan_limit: true,
  refill_too_soon: true,
});

function readReject(row: TableRow, { problems }: Known): RejectConcept {
  const written = named(row, 'reason', { kind: 'reason of a reject', names: REASONS, problems });
  const reason = REASONS.find((one) => one === written) ?? 'not_covered';
  return { code: row.text('code'), reason, display: row.text('display'), at: row.at };
}

function readKind(row: TableRow): PharmacyKind {
  const density = row.number('density');
  if (density <= 0) row.refuse('density', 'a number above 0');
  return { kind: row.text('kind'), density, at: row.at };
}

const RULES = wordsOf<DispensingRule>({
  days_supply_unstated: true,
  refills_unstated: true,
  prescription_valid_days: true,
  refill_threshold: true,
  early_attempt_share: true,
  reversal_share: true,
  generic_least_share: true,
  generic_most_share: true,
  authorization_approved_share: true,
  authorization_days_min: true,
  authorization_days_max: true,
  authorization_valid_days: true,
});
const SHARES = /_share$|_threshold$/;
/** Where the least is not 0: so that a medicine is not ordered anew every day. */
const LEAST: Readonly<Record<string, number>> = {
  days_supply_unstated: 7,
  prescription_valid_days: 7,
  authorization_valid_days: 1,
};

function readRules(tables: ReferenceTables, { problems }: Known): PharmacyKnowledge['rules'] {
  const rows = tables.concepts(
    'pharmacy_rules',
    (row) => {
      const rule = named(row, 'rule', { kind: 'rule of the pharmacy', names: RULES, problems });
      const value = row.number('value');
      const least = LEAST[rule] ?? 0;
      const isFit = SHARES.test(rule) ? value >= 0 && value <= 1 : Number.isInteger(value) && value >= least;
      if (!isFit) row.refuse('value', SHARES.test(rule) ? 'a share from 0 to 1' : `a whole number, ${least} or more`);
      return { rule, value, at: row.at };
    },
    ({ rule }) => rule,
  );
  return new Map(
    RULES.flatMap((rule) => rows.filter((row) => row.rule === rule).map(({ value, at }) => [rule, { value, at }])),
  );
}

/** Bands of shares of days that follow each other, evenly filled each. */
function readAdherence(tables: ReferenceTables): ElementaryDistribution | undefined {
  let reached: number | undefined;
  const bands = tables.concepts('adherence', (row) => {
    const [from, to, weight] = [row.number('from'), row.number('to'), row.number('share')];
    if (from <= 0 || from >= 1) row.refuse('from', 'a share above 0 and below 1');
    if (reached !== undefined && from !== reached) row.refuse('from', 'the `to` of the row above');
    if (to <= from || to > 1) row.refuse('to', 'a share above `from`, at most 1');
    if (weight <= 0) row.refuse('share', 'a number above 0');
    reached = to;
    return { from, to, weight, at: row.at };
  });
  const [first] = bands;
  if (first === undefined) return undefined;
  const total = bands.reduce((sum, { weight }) => sum + weight, 0);
  const points: QuantilePoint[] = [{ probability: 0, value: first.from }];
  let below = 0;
  for (const [at, { to, weight }] of bands.entries()) {
    below += weight / total;
    points.push({ probability: at === bands.length - 1 ? 1 : below, value: to });
  }
  return { kind: 'empirical', points, at: first.at };
}
