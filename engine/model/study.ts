/** A study as a journey of the pattern protocol declares it, and what the reference skills say of trials. */
import type { Located, SourceRange } from './source.ts';

export interface Study {
  /** SDTM STUDYID; part of every subject's identifier. */
  readonly id: string;
  readonly title: string;
  /** `1` to `4`, or two of them as `2/3`. */
  readonly phase: string;
  readonly indication: string;
  readonly sponsor: string;
  readonly masking: string | undefined;
  readonly sites: Located<number>;
  /** At least one; allocations sum to 1. */
  readonly arms: readonly StudyArm[];
  /** Share of the screened who are not randomized. */
  readonly screeningFailure: Located<number> | undefined;
  /** By chance alone where absent. */
  readonly randomization?: Randomization;
  readonly dropout: Dropout | undefined;
  readonly doseRules: readonly DoseRule[];
  readonly at: SourceRange;
}

/** In permuted blocks, apart for each combination of the values of the strata. */
export interface Randomization {
  /** Places of a block, in which each arm stands as often as it is allocated. */
  readonly block: number;
  /** Attributes of the person that have named values. */
  readonly strata: readonly Located<string>[];
  readonly at: SourceRange;
}

export interface StudyArm {
  /** SDTM ARMCD, and what expressions call it. */
  readonly code: string;
  readonly title: string;
  readonly allocation: number;
  readonly treatments: readonly StudyTreatment[];
  /** Terms of the reference with the share of the treated who have them while treatment lasts. */
  readonly adverseEvents: readonly ArmAdverseEvent[];
  readonly at: SourceRange;
}

export interface ArmAdverseEvent {
  readonly term: string;
  readonly share: number;
  /** Shares of CTCAE grades 1 to 4, where they are not those of the reference; they sum to 1. */
  readonly grades: readonly number[] | undefined;
  readonly at: SourceRange;
}

export interface StudyTreatment {
  readonly name: string;
  /** Each administration, unless a rule changes it. */
  readonly dose: number;
  readonly unit: string;
  readonly route: string | undefined;
  readonly frequency: string | undefined;
  /** Days that each event of type `dose` stands for. */
  readonly days: number;
  /** Lower doses, each behind the one before; below the last it is not given. */
  readonly levels?: readonly number[];
  readonly at: SourceRange;
}

/** Leaving by a hazard from the first dose on. */
export type Dropout = { readonly at: SourceRange } &
  /** `share` would leave before the journey's end if nothing else ended it; a shape below 1 is a hazard that is highest in the beginning. */
  (
    | { readonly kind: 'weibull'; readonly share: number; readonly shape: number }
    /** The same hazard throughout, as leavers a person-year. */
    | { readonly kind: 'exponential'; readonly rate: number }
    /** A hazard of its own in each piece; the last lasts. */
    | { readonly kind: 'piecewise'; readonly pieces: readonly HazardPiece[] }
  );

export interface HazardPiece {
  /** In days from the first dose. */
  readonly from: number;
  /** Leavers a person-year. */
  readonly rate: number;
}

/** What an adverse event of this grade or above does to doses that are due after its onset. */
export interface DoseRule {
  /** One term of the reference; any where absent. */
  readonly term: string | undefined;
  readonly grade: number;
  readonly change: DoseChange;
  readonly at: SourceRange;
}

export interface DoseChange {
  /** No dose on so many days from then on. */
  readonly holdDays: number | undefined;
  /** By which later doses are multiplied; 0 ends treatment. */
  readonly factor: number | undefined;
  /** By how many levels later doses are lowered, where treatments have levels. */
  readonly reduce?: number;
  /** Names of the treatments it is about; all where absent. */
  readonly treatments: readonly string[] | undefined;
}

/** Time to an event by its hazard: the event falls so many days after its anchor, or not at all where that is too late. */
export interface Hazard {
  readonly curve:
    | { readonly kind: 'weibull'; readonly shape: number; readonly scaleDays: number }
    | { readonly kind: 'piecewise'; readonly pieces: readonly HazardPiece[] };
  /** Days after the anchor beyond which it does not happen. */
  readonly horizonDays: number;
}

/** Empty lists where the tree has no table of that kind. */
export interface TrialKnowledge {
  readonly adverseEvents: readonly AdverseEventConcept[];
  readonly assessments: readonly AssessmentConcept[];
  readonly deviations: readonly DeviationConcept[];
  readonly discontinuations: readonly DiscontinuationConcept[];
  readonly rules: ReadonlyMap<TrialRule, Located<number>>;
}

export interface AdverseEventConcept {
  readonly term: string;
  /** Body system, in own words. */
  readonly system: string;
  /** Shares of CTCAE grades 1 to 4; they sum to 1. */
  readonly grades: readonly number[];
  /** Share of those of grade 3 and above that are serious. */
  readonly serious: number;
  /** Share that the investigator holds to be related to the treatment. */
  readonly related: number;
  /** Mean of days that it lasts. */
  readonly days: number;
  readonly at: SourceRange;
}

/** Why people leave a study, with the share of it among those who leave. */
export interface DiscontinuationConcept {
  readonly reason: string;
  readonly share: number;
  /** Who leaves for it has an adverse event that led to leaving. */
  readonly byAdverseEvent: boolean;
  readonly at: SourceRange;
}

/** Where an observation stands in SDTM. */
export interface AssessmentConcept {
  /** The `name` of a row of the observations reference. */
  readonly name: string;
  readonly domain: 'LB' | 'VS' | 'QS';
  readonly code: string;
  readonly title: string;
  /** Where SDTM has another word for the unit of the observation. */
  readonly unit: string | undefined;
  readonly at: SourceRange;
}

export type DeviationOccasion = 'window' | 'missed' | 'any';

export interface DeviationConcept {
  readonly category: string;
  readonly term: string;
  /** What makes it: a visit outside its window, a visit that was missed, or an event of type `deviation`. */
  readonly occasion: DeviationOccasion;
  /** Among those of the same occasion. */
  readonly weight: number;
  /** Share that is major. */
  readonly major: number;
  readonly at: SourceRange;
}

export type TrialRule = 'consent_lead_days_max' | 'discontinuation_lead_days_max';
