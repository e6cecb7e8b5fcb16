/** What the claims of a cohort need of the reference skills, and do not find. Without rules there are no claims, and no needs. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { ADJUSTMENT_REASONS } from '../model/index.ts';
import type { AdjustmentReasonName, ClaimFigure, ClaimKnowledge, ClaimRule } from '../model/index.ts';
import { claimsOfPayer } from './billing/of-payer.ts';
import { rulesOf } from './billing/rules.ts';
import { servicesOf } from './billing/templates.ts';
import type { CohortInLibrary } from './context.ts';
import { placeEvents } from './events.ts';
import type { PlacedEvent } from './planned-event.ts';

interface Billed {
  readonly event: PlacedEvent;
  readonly rule: ClaimRule;
}

export function checkClaims(input: CohortInLibrary): readonly Diagnostic[] {
  const { profile } = input.cohort;
  const claims = claimsOfPayer(input);
  if (claims === undefined || profile.coverage === undefined || !profile.products.includes('membersim')) return [];
  const billed = placeEvents(input.cohort).flatMap((event) => rulesOf(event, claims).map((rule) => ({ event, rule })));
  if (billed.length === 0) return [];
  const payer = profile.coverage.payer.value;
  const what = [...new Set([...missingPrices(billed, claims, payer), ...missingTerms(input, claims)])];
  return what.length === 0 ? [] : [diagnostic('plan-claims-missing', { what }, billed[0]?.rule.at)];
}

/** Of each claim: its services, their class, the payer's rate for it, and for stays the groups and charges. */
function missingPrices(billed: readonly Billed[], claims: ClaimKnowledge, payer: string): readonly string[] {
  return billed.flatMap(({ event, rule }) => {
    const ofReasons = claims.eventServices
      .filter((one) => one.event === event.use.definition.name)
      .flatMap((one) => one.reasons)
      .flatMap((reason) => servicesOf(event, rule, claims, reason));
    const services = [...new Set([...servicesOf(event, rule, claims), ...ofReasons])];
    if (services.length === 0) return [`a service of the rule "${rule.name}" (\`services\`)`];
    const rates = services.flatMap(({ class: name }) => {
      const sector = claims.classes.find((one) => one.name === name)?.sector;
      const isRated = claims.rates.some((one) => one.payer === payer && one.sector === sector);
      return isRated ? [] : [`the rate of ${payer} for the sector "${sector}" (\`payer_rates\`)`];
    });
    if (rule.per !== 'stay') return rates;
    return [
      ...rates,
      ...[true, false].flatMap((surgical) =>
        claims.drgs.some((one) => (one.surgical ?? surgical) === surgical && one.conditions.length === 0)
          ? []
          : [`a group for any stay ${surgical ? 'with' : 'without'} an operation (\`drgs\`)`],
      ),
      ...(claims.stayLines.some(({ medical }) => medical > 0) && claims.stayLines.some(({ surgical }) => surgical > 0)
        ? []
        : ['the charges of a stay (`stay_lines`)']),
    ];
  });
}

const FIGURES: readonly ClaimFigure[] = [
  'duplicate_share',
  'incomplete_share',
  'correction_share',
  'unauthorized_share',
  'refused_share',
  'correction_days_min',
  'correction_days_max',
  'authorization_lead_days',
  'authorization_decision_days',
  'authorization_valid_days',
];

function missingTerms({ cohort, library }: CohortInLibrary, claims: ClaimKnowledge): readonly string[] {
  const payer = cohort.profile.coverage?.payer.value;
  const types = library.knowledge.plans.filter((plan) => plan.payer === payer).map(({ type }) => type);
  return [
    ...types
      .filter((type) => !claims.planRules.some((one) => one.type === type))
      .map((type) => `the rules of plans of the type "${type}" (\`plan_rules\`)`),
    ...ADJUSTMENT_REASONS.filter(
      (reason) => isGiven(reason, claims) && !claims.reasons.some((one) => one.reason === reason),
    ).map((reason) => `the code of \`${reason}\` (\`adjustment_reasons\`)`),
    ...FIGURES.filter((figure) => !claims.figures.has(figure)).map((figure) => `\`${figure}\` (\`claim_figures\`)`),
  ];
}

/** What is denied for these reasons only where plans or figures say so. */
function isGiven(reason: AdjustmentReasonName, { benefits, figures }: ClaimKnowledge): boolean {
  if (reason === 'unnecessary') return (figures.get('unnecessary_share')?.value ?? 0) > 0;
  if (reason !== 'not_covered') return true;
  return (figures.get('uncovered_share')?.value ?? 0) > 0 || benefits.some(({ covered }) => !covered);
}
