/** Rows about what becomes of claims to concepts: why they are adjusted, and how often what happens to them. */
import { ADJUSTMENT_REASONS } from '../../model/index.ts';
import type { ClaimFigure, ClaimKnowledge, Located } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { shaped } from '../knowledge/index.ts';
import type { ReferenceTables } from '../knowledge/index.ts';
import { amount, oneOf, payerOf, share } from './cells.ts';

export function readAdjustments(
  tables: ReferenceTables,
  context: Context,
): Pick<ClaimKnowledge, 'reasons' | 'figures' | 'payerFigures'> {
  return {
    reasons: tables.concepts(
      'adjustment_reasons',
      (row) => ({
        reason: oneOf(row, 'reason', ADJUSTMENT_REASONS),
        group: shaped(row, 'group', GROUP),
        code: shaped(row, 'code', ADJUSTMENT),
        display: row.text('display'),
      }),
      ({ reason }) => reason,
    ),
    ...readFigures(tables, context),
  };
}

const GROUP = { pattern: /^[A-Z]{2}$/, expected: 'two capital letters' };
const ADJUSTMENT = { pattern: /^[A-Z]?\d{1,3}$/, expected: 'up to three digits, or a letter and digits' };

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

function readFigures(tables: ReferenceTables, context: Context): Pick<ClaimKnowledge, 'figures' | 'payerFigures'> {
  const rows = tables.concepts(
    'claim_figures',
    (row) => {
      const figure = oneOf(row, 'figure', FIGURES);
      const value = figure.endsWith('_share') ? share(row, 'value') : amount(row, 'value');
      if (figure.endsWith('_days') && !Number.isInteger(value)) row.refuse('value', 'a whole number');
      return { figure, value, at: row.at, payer: row.cell('payer').value === '' ? undefined : payerOf(row, context) };
    },
    ({ figure, payer }) => (payer === undefined ? figure : `${figure} of ${payer}`),
  );
  const of = (payer: string | undefined): ReadonlyMap<ClaimFigure, Located<number>> =>
    new Map(rows.filter((one) => one.payer === payer).map(({ figure, value, at }) => [figure, { value, at }]));
  const payers = new Set(rows.flatMap(({ payer }) => payer ?? []));
  return { figures: of(undefined), payerFigures: new Map([...payers].map((payer) => [payer, of(payer)])) };
}
