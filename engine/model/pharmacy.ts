/** What the reference skills say of medicines at the pharmacy: what is covered at which cost, and how it is dispensed. */
import type { ElementaryDistribution } from './distribution.ts';
import type { Located, SourceRange } from './source.ts';

/** Empty lists where the tree has no table of that kind. */
export interface PharmacyKnowledge {
  readonly formulary: readonly FormularyDrug[];
  readonly costSharing: readonly TierCost[];
  readonly benefits: readonly PharmacyBenefit[];
  readonly interactions: readonly DrugInteraction[];
  readonly rejects: readonly RejectConcept[];
  readonly kinds: readonly PharmacyKind[];
  readonly rules: ReadonlyMap<DispensingRule, Located<number>>;
  /** Share of days on which people have their medicine, where a profile says nothing; absent without a table of it. */
  readonly adherence: ElementaryDistribution | undefined;
}

export interface FormularyDrug {
  /** The `name` of a row of the medications reference. */
  readonly drug: string;
  readonly tier: number;
  readonly brand: boolean;
  readonly covered: boolean;
  readonly priorAuthorization: boolean;
  /** Medicines of which one is to be ordered before. */
  readonly step: readonly string[];
  readonly unit: string;
  readonly unitsPerDay: number;
  /** US dollars. */
  readonly unitCost: number;
  /** Units that one fill may hold. */
  readonly quantityLimit: number | undefined;
  readonly at: SourceRange;
}

/** What members of a payer pay for a fill of a tier: dollars for 30 days or a share, whichever is given. */
export interface TierCost {
  readonly payer: string;
  readonly tier: number;
  readonly name: string;
  readonly copay: number | undefined;
  readonly coinsurance: number | undefined;
  readonly at: SourceRange;
}

export interface PharmacyBenefit {
  readonly payer: string;
  /** Six digits, 9999 first. */
  readonly bin: string;
  readonly processorControlNumber: string;
  readonly group: string;
  /** US dollars a fill. */
  readonly dispensingFee: number;
  /** US dollars that a member pays for medicines in a calendar year at most. */
  readonly yearlyLimit: number | undefined;
  readonly at: SourceRange;
}

export interface DrugInteraction {
  readonly drug: string;
  readonly other: string;
  readonly severity: string;
  readonly effect: string;
  readonly at: SourceRange;
}

export type RejectReason =
  | 'not_enrolled'
  | 'not_covered'
  | 'prior_authorization'
  | 'step_therapy'
  | 'plan_limit'
  | 'refill_too_soon';

export interface RejectConcept {
  /** NCPDP. */
  readonly code: string;
  readonly reason: RejectReason;
  readonly display: string;
  readonly at: SourceRange;
}

export interface PharmacyKind {
  readonly kind: string;
  /** Pharmacies per 10,000 people. */
  readonly density: number;
  readonly at: SourceRange;
}

export type DispensingRule =
  | 'days_supply_unstated'
  | 'refills_unstated'
  | 'prescription_valid_days'
  | 'refill_threshold'
  | 'early_attempt_share'
  | 'reversal_share'
  | 'generic_least_share'
  | 'generic_most_share'
  | 'authorization_approved_share'
  | 'authorization_days_min'
  | 'authorization_days_max'
  | 'authorization_valid_days';
