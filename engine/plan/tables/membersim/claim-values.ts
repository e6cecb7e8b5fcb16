/** The claims that each event makes as rows of data, which what happened is joined with. */
import type { Distribution, Relation, Scalar, ValuesColumn } from '../../../model/index.ts';
import { principalOf } from '../../billing/templates.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import type { PlanContext } from '../../context.ts';
import { madeOnce } from '../../made-once.ts';
import { boolean, double, integer, smallint } from '../../terms.ts';
import { besideColumns, besideValues } from './accompanying.ts';
import type { Billing } from './billing.ts';
import { billedClasses } from './cost-sharing.ts';
import { drawnDrgs, stayKey } from './drawn-stays.ts';

/** Distributions that claims of the cohort draw from, each once; a claim knows its own by the number. */
export interface Chosen {
  readonly submission: readonly Distribution[];
  readonly payment: readonly Distribution[];
  readonly intensity: readonly Distribution[];
  /** By the codes of the groups that are drawn from. */
  readonly stays: ReadonlyMap<string, ClaimTemplate['drgs']>;
}

export const chosenOf: (billing: Billing) => Chosen = madeOnce((billing) => {
  const { templates } = billing;
  const groups = templates.flatMap((template) => [
    template.drgs,
    template.otherDrgs,
    ...drawnDrgs(template, billing.drawn).map(({ drgs }) => drgs),
  ]);
  return {
    submission: distinct(templates.map(({ rule }) => rule.submission)),
    payment: distinct(templates.map(({ rule }) => rule.payment)),
    intensity: distinct(templates.map((one) => one.class.intensity)),
    stays: new Map(groups.filter((drgs) => drgs.length > 0).map((drgs) => [stayKey(drgs), drgs])),
  };
});

function distinct(all: readonly (Distribution | undefined)[]): readonly Distribution[] {
  const seen = new Map(all.filter((one) => one !== undefined).map((one) => [JSON.stringify(one), one]));
  return [...seen.values()];
}

function numberOf(one: Distribution | undefined, all: readonly Distribution[]): number {
  return all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one));
}

/** What decides on the price and the course of a claim. */
export function claimTerms(billing: Billing, { cohort }: PlanContext): Relation {
  const { types, templates } = billing;
  const chosen = chosenOf(billing);
  const columns: readonly ValuesColumn[] = [
    { name: 'claim_key', type: integer },
    { name: 'again_key', type: integer },
    { name: 'about', type: types.diagnosis },
    { name: 'otherwise_about', type: types.diagnosis },
    { name: 'is_drawn', type: boolean },
    { name: 'per_day', type: boolean },
    { name: 'emergency', type: boolean },
    { name: 'needs_approval', type: boolean },
    { name: 'class_number', type: smallint },
    { name: 'price', type: double },
    { name: 'rate_in', type: double },
    { name: 'rate_out', type: double },
    { name: 'list_rate', type: double },
    { name: 'submission_number', type: smallint },
    { name: 'payment_number', type: smallint },
    { name: 'intensity_number', type: smallint },
    { name: 'stay_number', type: smallint },
    { name: 'other_stay_number', type: smallint },
  ];
  const primary = cohort.profile.conditions[0]?.code;
  const payer = cohort.profile.coverage?.payer.value;
  const stays = [...chosen.stays.keys()];
  const classes = billedClasses(billing);
  const rows = templates.map((template): Scalar[] => {
    const { event, rule } = template;
    const rates = billing.claims.rates.find((one) => one.payer === payer && one.sector === template.class.sector);
    return [
      template.key,
      template.againKey,
      principalOf(event, primary) ?? null,
      rule.diagnosis ?? null,
      billing.drawn.events.includes(event),
      rule.per === 'day',
      template.isEmergency,
      needsApproval(template),
      classes.indexOf(template.class),
      template.total,
      rates?.inNetwork ?? 0,
      rates?.outOfNetwork ?? 0,
      template.class.charge,
      numberOf(rule.submission, chosen.submission),
      numberOf(rule.payment, chosen.payment),
      numberOf(template.class.intensity, chosen.intensity),
      ...[template.drgs, template.otherDrgs].map((drgs) => (drgs.length === 0 ? null : stays.indexOf(stayKey(drgs)))),
    ];
  });
  return { kind: 'values', columns, rows };
}

/** Of stays whose reason is drawn: the number of the groups for each reason that has some of its own. */
export function drawnStays(
  billing: Billing,
): readonly { readonly key: number; readonly code: string; readonly stay: number }[] {
  const stays = [...chosenOf(billing).stays.keys()];
  return billing.templates.flatMap((template) =>
    drawnDrgs(template, billing.drawn).map(({ code, key: stay }) => ({
      key: template.key,
      code,
      stay: stays.indexOf(stay),
    })),
  );
}

/** What is written of a claim and follows from what made it. */
export function claimLabels(billing: Billing, isEncounter: (template: ClaimTemplate) => boolean): Relation {
  const { templates, types } = billing;
  return {
    kind: 'values',
    columns: [
      { name: 'claim_key', type: integer },
      { name: 'event_key', type: integer },
      { name: 'is_encounter', type: boolean },
      { name: 'form', type: types.form },
      { name: 'place_of_service', type: types.place },
      { name: 'bill_type', type: types.billType },
      ...besideColumns(billing),
    ],
    rows: templates.map((template) => [
      template.key,
      template.event.key,
      isEncounter(template),
      template.rule.form,
      template.rule.placeOfService ?? null,
      template.rule.billType ?? null,
      ...besideValues(template, billing),
    ]),
  };
}

/** Whether an authorization is to be asked for before. */
export function needsApproval({ rule, isEmergency }: ClaimTemplate): boolean {
  return rule.authorization && !isEmergency;
}
