/** The claims that each event makes as rows of data, which what happened is joined with. */
import type { Distribution, Relation, Scalar, ValuesColumn } from '../../../model/index.ts';
import { principalOf } from '../../billing/templates.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import type { PlanContext } from '../../context.ts';
import { boolean, double, integer, smallint } from '../../terms.ts';
import type { Billing } from './billing.ts';

/** Ways to share the cost of a claim, as numbers. */
export const SHARING = { none: 0, primary_care: 1, specialist: 2, coinsurance: 3 } as const;

const STREAMS = ['submission', 'payment', 'intensity', 'drg', 'fate', 'duplicate', 'correction', 'waiting', 'approval'];

/** Distributions that claims of the cohort draw from, each once; a claim knows its own by the number. */
export interface Chosen {
  readonly submission: readonly Distribution[];
  readonly payment: readonly Distribution[];
  readonly intensity: readonly Distribution[];
  /** By the codes of the groups that are drawn from. */
  readonly stays: ReadonlyMap<string, ClaimTemplate['drgs']>;
}

export function chosenOf({ templates }: Billing): Chosen {
  return {
    submission: distinct(templates.map(({ rule }) => rule.submission)),
    payment: distinct(templates.map(({ rule }) => rule.payment)),
    intensity: distinct(templates.map((one) => one.class.intensity)),
    stays: new Map(templates.filter(({ drgs }) => drgs.length > 0).map(({ drgs }) => [stayKey(drgs), drgs])),
  };
}

function distinct(all: readonly (Distribution | undefined)[]): readonly Distribution[] {
  const seen = new Map(all.filter((one) => one !== undefined).map((one) => [JSON.stringify(one), one]));
  return [...seen.values()];
}

function numberOf(one: Distribution | undefined, all: readonly Distribution[]): number {
  return all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one));
}

function stayKey(drgs: ClaimTemplate['drgs']): string {
  return drgs.map(({ drg }) => drg).join(' ');
}

export function claimValues(
  billing: Billing,
  { cohort }: PlanContext,
): Extract<Relation, { kind: 'values' }> {
  const { types, templates } = billing;
  const chosen = chosenOf(billing);
  const columns: readonly ValuesColumn[] = [
    { name: 'event_key', type: integer },
    { name: 'claim_key', type: integer },
    { name: 'again_key', type: integer },
    { name: 'form', type: types.form },
    { name: 'place_of_service', type: types.place },
    { name: 'bill_type', type: types.billType },
    { name: 'about', type: types.diagnosis },
    { name: 'otherwise_about', type: types.diagnosis },
    { name: 'is_problem', type: boolean },
    { name: 'per_day', type: boolean },
    { name: 'emergency', type: boolean },
    { name: 'needs_approval', type: boolean },
    { name: 'sharing', type: smallint },
    { name: 'price', type: double },
    { name: 'rate_in', type: double },
    { name: 'rate_out', type: double },
    { name: 'list_rate', type: double },
    { name: 'submission_number', type: smallint },
    { name: 'payment_number', type: smallint },
    { name: 'intensity_number', type: smallint },
    { name: 'stay_number', type: smallint },
    ...STREAMS.map((name) => ({ name, type: { kind: 'stream' as const } })),
  ];
  const primary = cohort.profile.conditions[0]?.code;
  const payer = cohort.profile.coverage?.payer.value;
  const stays = [...chosen.stays.keys()];
  const rows = templates.map((template): Scalar[] => {
    const { event, rule, path } = template;
    const about = principalOf(event, primary);
    const rates = billing.claims.rates.find((one) => one.payer === payer && one.sector === template.class.sector);
    return [
      template.event.key,
      template.key,
      template.againKey,
      rule.form,
      rule.placeOfService ?? null,
      rule.billType ?? null,
      about ?? null,
      rule.diagnosis ?? null,
      about !== undefined && billing.problems.includes(about),
      rule.per === 'day',
      EMERGENCIES.has(event.use.definition.type),
      rule.authorization && !EMERGENCIES.has(event.use.definition.type),
      SHARING[template.class.costSharing],
      template.total,
      rates?.inNetwork ?? 0,
      rates?.outOfNetwork ?? 0,
      template.class.charge,
      numberOf(rule.submission, chosen.submission),
      numberOf(rule.payment, chosen.payment),
      numberOf(template.class.intensity, chosen.intensity),
      template.drgs.length === 0 ? null : stays.indexOf(stayKey(template.drgs)),
      ...STREAMS.map((name) => `${path}/claim/${name}`),
    ];
  });
  return { kind: 'values', columns, rows };
}

/** Care that nobody plans is covered out of network and needs no approval. */
const EMERGENCIES: ReadonlySet<string> = new Set(['er_visit']);
