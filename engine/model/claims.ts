/** What the reference skills say of medical claims: which events make them, what they bill, what is allowed and who pays. */
import type { Distribution } from './distribution.ts';
import type { Located, SourceRange } from './source.ts';

/** Empty lists where the tree has no table of that kind. */
export interface ClaimKnowledge {
  readonly rules: readonly ClaimRule[];
  readonly accompanying: readonly AccompanyingDiagnosis[];
  readonly services: readonly ServiceConcept[];
  readonly codes: readonly ServiceCode[];
  readonly eventServices: readonly EventServices[];
  readonly classes: readonly ServiceClass[];
  readonly rates: readonly PayerRate[];
  readonly planRules: readonly PlanRule[];
  readonly benefits: readonly PlanBenefit[];
  readonly drgs: readonly DrgConcept[];
  readonly stayLines: readonly StayLine[];
  readonly reasons: readonly AdjustmentReason[];
  readonly figures: ReadonlyMap<ClaimFigure, Located<number>>;
  /** By payer, in place of those. */
  readonly payerFigures: ReadonlyMap<string, ReadonlyMap<ClaimFigure, Located<number>>>;
  readonly employers: readonly EmployerKind[];
  readonly benchmarks: readonly SpendingBenchmark[];
  readonly spendingAmounts: readonly SpendingAmount[];
}

/** What is spent on a person in a year, as published. */
export interface SpendingAmount {
  /** What claims allow, or what pharmacies are paid. */
  readonly of: 'claims' | 'pharmacies';
  readonly payer: string;
  /** US dollars. */
  readonly low: number;
  readonly high: number;
  /** The name of what published it, in a few words. */
  readonly published: string;
  readonly at: SourceRange;
}

/** What share of all spending a part of the people has, as published. */
export interface SpendingBenchmark {
  /** As written: `top 1 %`, `bottom 50 %`. */
  readonly people: string;
  readonly end: 'top' | 'bottom';
  /** Of all people. */
  readonly part: number;
  /** Any where absent. */
  readonly payer: string | undefined;
  readonly low: number;
  readonly high: number;
  /** The name of what published it, in a few words. */
  readonly published: string;
  readonly at: SourceRange;
}

/** Employers of an industry whose people a payer insures. */
export interface EmployerKind {
  readonly payer: string;
  readonly industry: string;
  /** Of the payer's members. */
  readonly share: number;
  readonly groups: number;
  readonly employees: number;
  /** Share of its groups that bear the cost of care themselves. */
  readonly selfFunded: number;
  readonly at: SourceRange;
}

/** What an event makes: a claim on a form, an authorization that is asked for, or nothing. */
export type ClaimForm = 'professional' | 'institutional' | 'authorization' | 'none';

/** One claim of every event that fits. */
export interface ClaimRule {
  readonly name: string;
  /** Types of events, or names of the catalogue. */
  readonly events: readonly string[];
  /** Encounter classes; any where empty. */
  readonly classes: readonly string[];
  readonly form: ClaimForm;
  readonly placeOfService: string | undefined;
  readonly billType: string | undefined;
  /** Where the event has none of its own. */
  readonly services: readonly string[];
  readonly per: 'event' | 'day' | 'stay';
  /** Days from the service to the receipt of the claim, and from there to its payment. */
  readonly submission: Distribution | undefined;
  readonly payment: Distribution | undefined;
  readonly authorization: boolean;
  /** ICD-10-CM, where the event is about no condition. */
  readonly diagnosis: string | undefined;
  /** What stands on each claim beside what it is for: ICD-10-CM codes, or names of codes of which one is drawn. */
  readonly withDiagnoses: readonly string[];
  readonly at: SourceRange;
}

/** Diagnoses that a claim shows beside the principal one. */
export const DIAGNOSES_BESIDE = 3;

/** One of the codes that may stand beside what a claim is for. */
export interface AccompanyingDiagnosis {
  /** Of the codes of which one is drawn. */
  readonly name: string;
  /** Beginnings of codes of what the claim is for; any that no other row names where empty. */
  readonly reasons: readonly string[];
  readonly code: string;
  /** Compares with the other codes of the name and the reasons. */
  readonly share: number;
  readonly at: SourceRange;
}

export interface ServiceConcept {
  readonly name: string;
  readonly display: string;
  readonly class: string;
  /** US dollars that Medicare pays for it. */
  readonly base: number;
  readonly revenueCode: string | undefined;
  /** Results that it gives. */
  readonly observations: readonly string[];
  readonly at: SourceRange;
}

export interface ServiceCode {
  readonly service: string;
  readonly code: string;
  readonly modifier: string | undefined;
}

export interface EventServices {
  /** The name of an event of the catalogue. */
  readonly event: string;
  /** Any where absent. */
  readonly payer: string | undefined;
  /** Codes, or their beginnings: it speaks only of what is for one of them. All else where empty. */
  readonly reasons: readonly string[];
  readonly services: readonly string[];
}

export type CostSharing = 'none' | 'primary_care' | 'specialist' | 'coinsurance';

export interface ServiceClass {
  readonly name: string;
  readonly sector: string;
  readonly costSharing: CostSharing;
  /** By which the price of one claim differs from the mean. */
  readonly intensity: Distribution;
  /** The list price as a multiple of the reference price. */
  readonly charge: number;
  readonly at: SourceRange;
}

/** Multiples of the reference price. */
export interface PayerRate {
  readonly payer: string;
  readonly sector: string;
  readonly inNetwork: number;
  readonly outOfNetwork: number;
}

export interface PlanRule {
  /** Of plans. */
  readonly type: string;
  readonly outOfNetwork: boolean;
  readonly outOfNetworkCoinsurance: number;
  /** Share of members with a second insurance that pays what the plan leaves. */
  readonly secondary: number;
}

/** What a plan asks of its members for one class of services, in place of how the class shares its cost. */
export interface PlanBenefit {
  readonly plan: string;
  readonly class: string;
  readonly covered: boolean;
  /** US dollars a claim, without deductible; and besides for each day from one to another, by their numbers. */
  readonly copay: number | undefined;
  readonly dayCopay: number;
  readonly fromDay: number;
  readonly toDay: number;
  /** The member's part after the deductible, where it is not that of the plan. */
  readonly coinsurance: number | undefined;
  readonly at: SourceRange;
}

export interface DrgConcept {
  readonly drg: string;
  readonly title: string;
  readonly weight: number;
  /** Beginnings of ICD-10-CM codes; any where empty. */
  readonly conditions: readonly string[];
  /** Names of the catalogue of which alone it speaks; any where empty. */
  readonly events: readonly string[];
  /** With an operation or without; either where absent. */
  readonly surgical: boolean | undefined;
  readonly share: number;
  readonly at: SourceRange;
}

export interface StayLine {
  readonly revenueCode: string;
  readonly service: string;
  /** Its units are the days of the stay. */
  readonly perDay: boolean;
  /** Parts of what a stay without and with an operation is billed. */
  readonly medical: number;
  readonly surgical: number;
  readonly at: SourceRange;
}

/** Why the payer does not pay what was charged. */
export const ADJUSTMENT_REASONS = [
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
] as const;

export type AdjustmentReasonName = (typeof ADJUSTMENT_REASONS)[number];

export interface AdjustmentReason {
  readonly reason: AdjustmentReasonName;
  /** Of X12 835: `CO`, `PR`, `OA`, `PI`. */
  readonly group: string;
  readonly code: string;
  readonly display: string;
}

export type ClaimFigure =
  | 'duplicate_share'
  | 'incomplete_share'
  | 'uncovered_share'
  | 'unnecessary_share'
  | 'misdirected_share'
  | 'correction_share'
  | 'unauthorized_share'
  | 'refused_share'
  | 'correction_days_min'
  | 'correction_days_max'
  | 'authorization_lead_days'
  | 'authorization_decision_days'
  | 'authorization_valid_days';
