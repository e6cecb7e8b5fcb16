/** What the pharmacy's record needs of the profile and of the reference skills, and does not find. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type {
  CohortSpecification,
  DispensingRule,
  Knowledge,
  Located,
  PharmacyKnowledge,
  SourceRange,
} from '../model/index.ts';
import { ADHERENCE, isAdherence } from './adherence.ts';
import type { CohortInLibrary } from './context.ts';
import { timesOf } from './occurrence-counts.ts';
import { productPlace } from './product-place.ts';
import { plainType } from './sampling.ts';

/** Orders of one event times fills of one order have 10,000 keys. */
const ORDER_KEYS = 100;

export function checkPharmacy({ cohort, library }: CohortInLibrary): readonly Diagnostic[] {
  const { profile } = cohort;
  const { pharmacy } = library.knowledge;
  const asked = profile.products.includes('rxmembersim');
  if (!asked && !profile.products.includes('networksim')) return [];
  const kinds = (pharmacy?.kinds ?? []).length === 0 ? ['a kind of pharmacy (`pharmacy_kinds`)'] : [];
  const payer = profile.coverage?.payer.value;
  const unpaid = asked ? unpaidTiers(pharmacy, payer) : [];
  const missing = asked ? [...kinds, ...missingOf(pharmacy, payer)] : kinds;
  const at = productPlace(profile, asked ? 'rxmembersim' : 'networksim');
  const lacking = missing.length === 0 ? [] : [diagnostic('plan-pharmacy-missing', { what: missing }, at)];
  if (!asked) return lacking;
  return [
    ...(profile.coverage === undefined
      ? [diagnostic('plan-pharmacy-without-coverage', { profile: profile.id }, at)]
      : [...lacking, ...unpaid.map(({ what, row }) => diagnostic('plan-pharmacy-missing', { what: [what] }, row))]),
    ...checkAdherence(cohort),
    ...checkDrugs(cohort, library.knowledge),
  ];
}

const NEEDED: readonly DispensingRule[] = [
  'days_supply_unstated',
  'refills_unstated',
  'prescription_valid_days',
  'refill_threshold',
  'early_attempt_share',
  'reversal_share',
  'authorization_approved_share',
  'authorization_days_min',
  'authorization_days_max',
  'authorization_valid_days',
];
const REASONS = [
  'not_enrolled',
  'not_covered',
  'prior_authorization',
  'step_therapy',
  'plan_limit',
  'refill_too_soon',
] as const;

function missingOf(pharmacy: PharmacyKnowledge | undefined, payer: string | undefined): readonly string[] {
  if (pharmacy === undefined || pharmacy.formulary.length === 0) return ['a medicine (`formulary`)'];
  const { benefits, costSharing, rejects, rules } = pharmacy;
  return [
    ...(benefits.some((one) => one.payer === payer) ? [] : [`the card of ${payer} (\`pharmacy_benefits\`)`]),
    ...(costSharing.some((one) => one.payer === payer) ? [] : [`what members of ${payer} pay (\`drug_cost_sharing\`)`]),
    ...NEEDED.filter((rule) => !rules.has(rule)).map((rule) => `\`${rule}\` (\`pharmacy_rules\`)`),
    ...REASONS.filter((reason) => !rejects.some((one) => one.reason === reason)).map(
      (reason) => `the code of \`${reason}\` (\`pharmacy_rejects\`)`,
    ),
  ];
}

/** Tiers of which nobody says what members of the payer pay, who do of others; each at the first medicine in it. */
function unpaidTiers(
  pharmacy: PharmacyKnowledge | undefined,
  payer: string | undefined,
): readonly { readonly what: string; readonly row: SourceRange }[] {
  const { costSharing = [], formulary = [] } = pharmacy ?? {};
  const paid = new Set(costSharing.filter((one) => one.payer === payer).map(({ tier }) => tier));
  if (paid.size === 0) return [];
  const first = new Map(formulary.toReversed().map((one) => [one.tier, one]));
  return [...first.values()]
    .filter(({ tier }) => !paid.has(tier))
    .toSorted((one, other) => one.tier - other.tier)
    .map(({ tier, drug, at }) => ({
      what: `what members of ${payer} pay in tier ${tier}, that of \`${drug}\` (\`drug_cost_sharing\`)`,
      row: at,
    }));
}

function checkAdherence({ profile }: CohortSpecification): Diagnostic[] {
  const adherence = profile.attributes.find(({ name }) => name === ADHERENCE);
  if (adherence === undefined)
    return [diagnostic('plan-pharmacy-missing', { what: ['how people take it (`adherence`)'] }, profile.at)];
  const type = plainType(adherence.distribution);
  const isNumber = type?.kind === 'double' || type?.kind === 'integer';
  return isNumber && isAdherence(adherence.distribution)
    ? []
    : [diagnostic('plan-adherence-no-share', { profile: profile.id }, adherence.at)];
}

function checkDrugs({ profile, journeys }: CohortSpecification, { pharmacy }: Knowledge): Diagnostic[] {
  const listed = new Set(pharmacy?.formulary.map(({ drug }) => drug));
  const all = journeys.flatMap(({ phases }) => phases.flatMap(({ events }) => events));
  const uses = all.filter(
    ({ definition }) => definition.type === 'prescription' && definition.medication !== undefined,
  );
  const ordered: readonly Located<string>[] = [
    ...uses.flatMap(({ definition }) => (definition.medication === undefined ? [] : [definition.medication.drug])),
    ...profile.medications.map(({ drug, at }) => ({ value: drug, at })),
  ];
  const known = new Set(ordered.map(({ value }) => value));
  const refills = all.flatMap(({ id, definition: { type, medication } }) =>
    type === 'refill' && medication !== undefined && !known.has(medication.drug.value)
      ? [{ id, drug: medication.drug }]
      : [],
  );
  const unlisted = new Map(ordered.filter(({ value }) => !listed.has(value)).map(({ value, at }) => [value, at]));
  return [
    ...[...unlisted].map(([drug, at]) => diagnostic('plan-drug-not-listed', { drug }, at)),
    ...refills.map(({ id, drug }) => diagnostic('plan-refill-of-nothing', { event: id, drug: drug.value }, drug.at)),
    ...journeys.flatMap((journey) =>
      uses
        .filter((use) => journey.phases.some(({ events }) => events.includes(use)))
        .map((use) => ({ use, times: timesOf({ journey, use }) }))
        .filter(({ times }) => times > ORDER_KEYS)
        .map(({ use, times }) => diagnostic('plan-too-often', { event: use.id, times, limit: ORDER_KEYS }, use.at)),
    ),
  ];
}
