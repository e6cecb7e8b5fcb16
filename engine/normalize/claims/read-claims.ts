/** Rows about medical claims to concepts: services and what they cost, stays, plans, adjustments and the figures of claims. */
import type {
  AdjustmentReasonName,
  ClaimFigure,
  ClaimKnowledge,
  CostSharing,
  DrgConcept,
  EmployerKind,
  Located,
  PlanRule,
  ServiceClass,
  ServiceConcept,
  StayLine,
} from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readBenchmark, readSpendingAmount } from './benchmarks.ts';
import { readBenefits } from './benefits.ts';
import { namedDistribution, readClaimRule } from './rules.ts';
import { amount, known, share } from './cells.ts';
import { codesOf, forReasons, optionallyShaped, shaped, someOf } from '../knowledge/index.ts';
import type { ReferenceTables, TableRow } from '../knowledge/index.ts';

export function readClaims(tables: ReferenceTables, context: Context): ClaimKnowledge {
  const rated = [...new Set(tables.concepts('payer_rates', (row) => row.cell('sector').value))];
  const classes = tables.concepts(
    'service_classes',
    (row) => readClass(row, rated, context),
    ({ name }) => name,
  );
  const services = tables.concepts(
    'services',
    (row) => readService(row, classes, context),
    ({ name }) => name,
  );
  const names = services.map(({ name }) => name);
  const service = { kind: 'service', known: names };
  const ofClasses = { kind: 'sector of services', known: [...new Set(classes.map((one) => one.sector))] };
  const planType = { kind: 'type of plans', known: [...new Set(context.knowledge.plans.map(({ type }) => type))] };
  const insurer = { kind: 'payer', known: context.payers.map(({ name }) => name) };
  return {
    classes,
    services,
    codes: tables.concepts(
      'service_codes',
      (row) => ({
        service: known(row, 'service', service, context),
        code: procedureCode(row),
        modifier: optionallyShaped(row, 'modifier', MODIFIER),
      }),
      (one) => one.service,
    ),
    eventServices: tables.concepts(
      'event_services',
      (row) => ({
        event: known(row, 'event', { kind: 'event', known: context.knowledge.events.map(({ name }) => name) }, context),
        payer: row.cell('payer').value === '' ? undefined : known(row, 'payer', insurer, context),
        reasons: codesOf(row, 'reasons', context.problems),
        services: someOf(row, 'services').map((name) => known(row, 'services', { ...service, name }, context)),
      }),
      ({ event, payer = '', reasons }) => forReasons(`${event}${payer === '' ? '' : ` of ${payer}`}`, reasons),
    ),
    rules: tables.concepts(
      'claim_rules',
      (row) => readClaimRule(row, names, context),
      ({ name }) => name,
    ),
    rates: tables.concepts(
      'payer_rates',
      (row) => ({
        payer: known(row, 'payer', insurer, context),
        sector: known(row, 'sector', ofClasses, context),
        inNetwork: above(row, 'in_network'),
        outOfNetwork: above(row, 'out_of_network'),
      }),
      ({ payer, sector }) => `${payer} ${sector}`,
    ),
    planRules: tables.concepts(
      'plan_rules',
      (row) => readPlanRule(row, known(row, 'type', planType, context)),
      ({ type }) => type,
    ),
    benefits: readBenefits(tables, classes, context),
    drgs: tables.concepts(
      'drgs',
      (row) => readDrg(row, context),
      ({ drg }) => drg,
    ),
    stayLines: tables.concepts('stay_lines', readStayLine, ({ revenueCode }) => revenueCode),
    reasons: tables.concepts(
      'adjustment_reasons',
      (row) => ({
        reason: oneOf(row, 'reason', REASONS),
        group: shaped(row, 'group', GROUP),
        code: shaped(row, 'code', ADJUSTMENT),
        display: row.text('display'),
      }),
      ({ reason }) => reason,
    ),
    ...readFigures(tables, (row) => known(row, 'payer', insurer, context)),
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

/** The first word stands for one that is refused. */
function oneOf<Word extends string>(row: TableRow, column: string, words: readonly [Word, ...Word[]]): Word {
  const written = row.text(column);
  const found = words.find((word) => word === written);
  if (found === undefined && written !== '') row.refuse(column, `one of ${words.join(', ')}`);
  return found ?? words[0];
}

const COST_SHARING = ['none', 'primary_care', 'specialist', 'coinsurance'] as const satisfies readonly CostSharing[];

/** With the sectors that some payer has rates of; a tree without any has no claims, and may have classes. */
function readClass(row: TableRow, rated: readonly string[], context: Context): ServiceClass {
  const intensity = namedDistribution(row, 'intensity', context);
  if (intensity === undefined) row.refuse('intensity', 'the name of a distribution');
  const charge = row.number('charge');
  if (charge < 1) row.refuse('charge', 'a number of at least 1');
  return {
    name: row.text('class'),
    sector:
      rated.length === 0
        ? row.text('sector')
        : known(row, 'sector', { kind: 'sector of payer rates', known: rated }, context),
    costSharing: oneOf(row, 'cost_sharing', COST_SHARING),
    intensity: intensity ?? { kind: 'fixed', value: 1, at: row.at },
    charge,
    at: row.at,
  };
}

function readService(row: TableRow, classes: readonly ServiceClass[], context: Context): ServiceConcept {
  const observations = { kind: 'observation', known: context.knowledge.observations.map(({ name }) => name) };
  const base = amount(row, 'base');
  if (base <= 0) row.refuse('base', 'a number above 0');
  return {
    name: row.text('name'),
    display: row.text('display'),
    class: known(row, 'class', { kind: 'class of services', known: classes.map(({ name }) => name) }, context),
    base,
    revenueCode: optionallyShaped(row, 'revenue_code', REVENUE_CODE),
    observations: row
      .list('observations')
      .map((name) => known(row, 'observations', { ...observations, name }, context)),
    at: row.at,
  };
}

const REVENUE_CODE = { pattern: /^\d{4}$/, expected: 'four digits' };
const MODIFIER = { pattern: /^[A-Z0-9]{2}$/, expected: 'two letters or digits' };
const GROUP = { pattern: /^[A-Z]{2}$/, expected: 'two capital letters' };
const ADJUSTMENT = { pattern: /^[A-Z]?\d{1,3}$/, expected: 'up to three digits, or a letter and digits' };

function procedureCode(row: TableRow): string {
  const code = row.text('code');
  if (code !== '' && !/^[A-Z0-9]{5}$/.test(code)) row.refuse('code', 'a procedure code of five letters and digits');
  return code;
}

function above(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value <= 0) row.refuse(column, 'a number above 0');
  return value;
}

function readPlanRule(row: TableRow, type: string): PlanRule {
  return {
    type,
    outOfNetwork: row.flag('out_of_network'),
    outOfNetworkCoinsurance: share(row, 'out_of_network_coinsurance'),
    secondary: share(row, 'secondary'),
  };
}

function readDrg(row: TableRow, { problems }: Context): DrgConcept {
  const drg = row.text('drg');
  if (drg !== '' && !/^\d{3}$/.test(drg)) row.refuse('drg', 'three digits');
  return {
    drg,
    title: row.text('title'),
    weight: above(row, 'weight'),
    conditions: codesOf(row, 'conditions', problems),
    surgical: row.cell('surgical').value === '' ? undefined : row.flag('surgical'),
    share: above(row, 'share'),
    at: row.at,
  };
}

function readStayLine(row: TableRow): StayLine {
  const per = row.cell('per').value || 'stay';
  if (per !== 'stay' && per !== 'day') row.refuse('per', '`stay` or `day`');
  return {
    perDay: per === 'day',
    revenueCode: shaped(row, 'revenue_code', REVENUE_CODE),
    service: row.text('service'),
    medical: share(row, 'medical'),
    surgical: share(row, 'surgical'),
    at: row.at,
  };
}

function readEmployers(row: TableRow, context: Context): EmployerKind {
  const groups = above(row, 'groups');
  if (!Number.isInteger(groups) || groups > 999) row.refuse('groups', 'a whole number from 1 to 999');
  return {
    payer: known(row, 'payer', { kind: 'payer', known: context.payers.map(({ name }) => name) }, context),
    industry: row.text('industry'),
    share: above(row, 'share'),
    groups,
    employees: above(row, 'employees'),
    selfFunded: share(row, 'self_funded'),
    at: row.at,
  };
}

const REASONS = [
  'contractual',
  'before_coverage',
  'after_coverage',
  'duplicate',
  'incomplete',
  'no_authorization',
  'out_of_network',
  'not_covered',
  'unnecessary',
  'reversed',
] as const satisfies readonly AdjustmentReasonName[];

const FIGURES = [
  'duplicate_share',
  'incomplete_share',
  'uncovered_share',
  'unnecessary_share',
  'misdirected_share',
  'correction_share',
  'unauthorized_share',
  'refused_share',
  'correction_days_min',
  'correction_days_max',
  'authorization_lead_days',
  'authorization_decision_days',
  'authorization_valid_days',
] as const satisfies readonly ClaimFigure[];

function readFigures(
  tables: ReferenceTables,
  payerOf: (row: TableRow) => string,
): Pick<ClaimKnowledge, 'figures' | 'payerFigures'> {
  const rows = tables.concepts(
    'claim_figures',
    (row) => {
      const figure = oneOf(row, 'figure', FIGURES);
      const value = figure.endsWith('_share') ? share(row, 'value') : amount(row, 'value');
      if (figure.endsWith('_days') && !Number.isInteger(value)) row.refuse('value', 'a whole number');
      return { figure, value, at: row.at, payer: row.cell('payer').value === '' ? undefined : payerOf(row) };
    },
    ({ figure, payer }) => (payer === undefined ? figure : `${figure} of ${payer}`),
  );
  const of = (payer: string | undefined): ReadonlyMap<ClaimFigure, Located<number>> =>
    new Map(rows.filter((one) => one.payer === payer).map(({ figure, value, at }) => [figure, { value, at }]));
  const payers = new Set(rows.flatMap(({ payer }) => payer ?? []));
  return { figures: of(undefined), payerFigures: new Map([...payers].map((payer) => [payer, of(payer)])) };
}
