/** Clinical and payer knowledge as it stands in the reference skills, typed. The engine knows no code, drug or plan but these. */
import type { Distribution, ElementaryDistribution, LengthDistribution } from './distribution.ts';
import type { Expression } from './expression.ts';
import type { ClaimKnowledge } from './claims.ts';
import type { ChartKnowledge } from './chart.ts';
import type { ReasonKnowledge } from './reasons.ts';
import type { NetworkKnowledge } from './network.ts';
import type { PharmacyKnowledge } from './pharmacy.ts';
import type { TrialKnowledge } from './study.ts';
import type { QualityMeasure } from './quality.ts';
import type { EventDefinition } from './event.ts';
import type { SourceRange } from './source.ts';

export interface Knowledge {
  readonly conditions: readonly ConditionConcept[];
  readonly observations: readonly ObservationConcept[];
  /** How what is measured of children grows. */
  readonly growth?: readonly GrowthPoint[];
  readonly signs?: readonly SignOfIllness[];
  readonly medications: readonly MedicationConcept[];
  readonly encounterClasses: readonly EncounterClassConcept[];
  /** Days off work. */
  readonly holidays?: readonly HolidayConcept[];
  readonly plans: readonly PlanConcept[];
  readonly chart?: ChartKnowledge;
  /** Reasons for which people seek care. */
  readonly reasons?: ReasonKnowledge;
  readonly measures?: readonly QualityMeasure[];
  readonly pharmacy?: PharmacyKnowledge;
  readonly trials?: TrialKnowledge;
  readonly claims?: ClaimKnowledge;
  readonly network?: NetworkKnowledge;
  readonly places: readonly Place[];
  readonly population: PopulationKnowledge;
  readonly events: readonly EventDefinition[];
}

/** Both ends are within. */
export interface AgeBounds {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface ConditionConcept {
  /** ICD-10-CM with its dot. A category (`E11`) may stand in the table; it names a family, not a diagnosis. */
  readonly code: string;
  readonly display: string;
  /** Words for it in a request: `diabetic`, `type 2 diabetes`. */
  readonly phrases: readonly string[];
  /** Ages, in completed years, at which it can begin; those of its family where it has none of its own. */
  readonly ages?: AgeBounds;
  /** The age before which it did not begin, or but a year ago, in those who are younger; that of its family where it has none of its own. */
  readonly usualFrom?: number;
  /** Days from its last diagnosis until it is over; those of its family where it has none of its own. It stays where absent. */
  readonly course?: { readonly from: number; readonly to: number; readonly at: SourceRange };
  /** Administrative sex it is confined to. */
  readonly sex: 'F' | 'M' | undefined;
  /** Codes, or their beginnings, that no claim for it gives beside it; none where absent. */
  readonly excludes?: readonly string[];
  readonly at: SourceRange;
}

export interface ObservationConcept {
  /** What authors and expressions call it: `a1c`. */
  readonly name: string;
  /** LOINC. */
  readonly code: string;
  readonly display: string;
  /** UCUM. */
  readonly unit: string;
  /** Words for it in a request: `hemoglobin a1c`. */
  readonly phrases: readonly string[];
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly decimals: number;
  /** The baseline of a person about whom the profile says nothing; `given` rules on conditions come from the table's rows. */
  readonly baseline: Distribution;
  /** Coefficient of variation between two measurements of one person. */
  readonly withinPersonVariation: number;
  /** The observations of which the value of a person is made whom no rule names, where it is a formula; it varies with the first. */
  readonly madeOf?: readonly string[];
  /** The observation that is made of this one alone, and what a measurement of that makes of this: both say the same, and vary together. */
  readonly workedOut?: { readonly from: string; readonly formula: Expression };
  /** The observation that a person's value is always below by at least `gap`, and with which it varies in a measurement. */
  readonly below?: ObservationBelow;
  /** The observation with which its ranks among people go together, where a profile says nothing of either. */
  readonly goesWith?: { readonly name: string; readonly rankCorrelation: number };
  readonly at: SourceRange;
}

/** Another unit in which requests say an observation; in the observation's own it is so many times as much, and something besides. */
export interface UnitConcept {
  readonly observation: string;
  readonly words: readonly string[];
  readonly times: number;
  readonly plus: number;
  readonly at: SourceRange;
}

export interface ObservationBelow {
  readonly name: string;
  readonly gap: number;
}

/** What a measurement shows of what its event is for, beside the person's own value. */
export interface SignOfIllness {
  readonly observation: string;
  /** Codes, or their beginnings. */
  readonly reasons: readonly string[];
  /** Of encounters that show it; of all events where empty. */
  readonly classes: readonly string[];
  /** Of those whose event is for one of them. */
  readonly share: number;
  /** What is added to the person's own value. */
  readonly change: Distribution;
  readonly at: SourceRange;
}

/** The median of an observation at an age; between two of a sex it grows evenly. */
export interface GrowthPoint {
  readonly name: string;
  /** Of both where absent. */
  readonly sex: 'F' | 'M' | undefined;
  readonly months: number;
  readonly median: number;
  readonly at: SourceRange;
}

export interface MedicationConcept {
  readonly name: string;
  /** RxNorm concept. */
  readonly code: string;
  readonly display: string;
  readonly phrases: readonly string[];
  readonly at: SourceRange;
}

/** FHIR `v3-ActCode` encounter classes, with when such encounters happen. */
export interface EncounterClassConcept {
  readonly code: string;
  readonly display: string;
  readonly opensMinute: number;
  readonly closesMinute: number;
  readonly workingDaysOnly: boolean;
  /** When what is planned in it begins, on working days; as everything else where absent. */
  readonly planned?: { readonly opensMinute: number; readonly closesMinute: number };
  readonly durationMinutes: LengthDistribution;
  /** The same in whole nights, of stays that end at hours of discharge. */
  readonly nights: LengthDistribution;
  /** Minutes after midnight at which what nobody plans begins; evenly over the time in which it is open where absent. */
  readonly arrival?: ElementaryDistribution;
  /** Minutes after midnight at which stays end, so many nights later; after as many minutes as they last where absent. */
  readonly discharge?: ElementaryDistribution;
  /** Whoever is in one lies in a bed, and can be cared for nowhere else. */
  readonly isStay?: true;
  /** Care that nobody plans. */
  readonly isEmergency?: true;
  /** Of what a profile counts of one event, a person has one a day at most. */
  readonly onceADay?: true;
  readonly at: SourceRange;
}

export interface HolidayConcept {
  readonly name: string;
  readonly rule: HolidayRule;
  /** Friday's where it falls on a Saturday, Monday's where it falls on a Sunday. */
  readonly onNearestWeekday: boolean;
  /** The first year. */
  readonly since: number | undefined;
  readonly at: SourceRange;
}

/** Months and weekdays are counted from 1, the week from Monday. */
export type HolidayRule =
  | { readonly kind: 'fixed'; readonly month: number; readonly day: number }
  | {
      readonly kind: 'weekday';
      readonly month: number;
      readonly weekday: number;
      readonly place: number | 'last';
    };

export interface PlanConcept {
  readonly name: string;
  readonly payer: string;
  /** X12-like product type: `HMO`, `PPO`, `HDHP`. */
  readonly type: string;
  /** US dollars a year, for one person. */
  readonly deductible: number;
  readonly outOfPocketLimit: number | undefined;
  /** The same for all members of a family together, beside those of each; `undefined`: none. */
  readonly familyDeductible: number | undefined;
  readonly familyOutOfPocketLimit: number | undefined;
  /** `undefined`: deductible and coinsurance apply instead. */
  readonly primaryCareCopay: number | undefined;
  readonly specialistCopay: number | undefined;
  /** Share paid by the member after the deductible. */
  readonly coinsurance: number;
  /** Its share of the payer's members where a profile names no plan. */
  readonly share: number;
  readonly phrases: readonly string[];
  readonly at: SourceRange;
}

export interface Place {
  readonly city: string;
  /** Postal abbreviation. */
  readonly state: string;
  readonly postalCode: string;
  readonly countyFips: string;
  /** As a request may call it, without the word "County". */
  readonly county?: string;
  readonly areaCode: string;
  /** Weight of the place among all. */
  readonly population: number;
  readonly urban: boolean;
  /** Names of what is larger, a city of several counties or several cities, of which it is one place. */
  readonly partOf?: readonly string[];
  readonly at: SourceRange;
}

/** What the population of the country is like, for profiles that name it as their source. */
export interface PopulationKnowledge {
  readonly shares: readonly PopulationShare[];
  readonly prevalences: readonly Prevalence[];
  /** Counties by age and sex, by how common diseases are, by social vulnerability; empty until a user loads them. */
  readonly geographies: readonly AreaFigures[];
  readonly healthIndicators: readonly AreaFigures[];
  readonly socialIndicators: readonly AreaFigures[];
  readonly healthMeasures: readonly { readonly measure: string; readonly code: string; readonly at: SourceRange }[];
}

export interface AreaFigures {
  /** County FIPS. */
  readonly area: string;
  readonly name: string;
  /** Postal abbreviation. */
  readonly state: string;
  readonly population: number;
  /** By column of the table. */
  readonly figures: ReadonlyMap<string, number>;
  readonly at: SourceRange;
}

export interface PopulationShare {
  /** The ethnicity of the people it is a share of; any where absent. */
  readonly ethnicity: string | undefined;
  /** And their race. */
  readonly race: string | undefined;
  /** An attribute under `demographics`. */
  readonly attribute: string;
  /** In the words of a profile; a band (`18-64`) where the attribute is age. */
  readonly value: string;
  readonly share: number;
  /** Completed years of the people it is a share of; everybody where absent. */
  readonly ages: Years | undefined;
  readonly at: SourceRange;
}

/** The share of people of these ages who have the condition. */
export interface Prevalence {
  readonly code: string;
  readonly ages: Years;
  readonly prevalence: number;
  readonly at: SourceRange;
}

/** Completed years, both ends included. */
export interface Years {
  readonly min: number;
  readonly max: number;
}
