/** A profile: who the people are, what they have and take, how they are covered and which journeys they go through. */
import type { ProductName, Sampling } from './authored.generated.ts';
import type { Distribution, Probability } from './distribution.ts';
import type { BehindStays, JourneyStart } from './journey.ts';
import type { Offset } from './offset.ts';
import type { ParameterSetting } from './parameter.ts';
import type { Located, SourceRange } from './source.ts';

export interface Profile {
  /** The name of the skill; streams are named after it, unless it extends another. */
  readonly id: string;
  /** What its streams are named after where that is another: the root of the line of those that it extends. */
  readonly drawnAs?: string;
  readonly title: string;
  readonly count: Located<number>;
  /** Any integer, 0 included. */
  readonly seed: Located<number>;
  /** `YYYY-MM-DD`. */
  readonly asOf: Located<string>;
  readonly sampling: Located<Sampling>;
  /** `age` and `gender` are always among them, then what the author adds. Order carries no meaning. */
  readonly attributes: readonly AttributeDefinition[];
  readonly geography: Geography;
  /** Where what the profile does not say of its people comes from; the defaults where absent. */
  readonly source?: 'populationsim';
  /** How they live together; everybody alone where absent. */
  readonly household?: Household;
  /** The first is the primary condition, the one a bare `diagnosis` event is about. */
  readonly conditions: readonly ConditionDefinition[];
  readonly medications: readonly MedicationDefinition[];
  /** All that there are; by the shares of the reference where absent. */
  readonly allergies?: readonly AllergyDefinition[];
  readonly correlations: readonly Correlation[];
  /**
   * What observations of this profile's people have in place of what the reference says of everybody: without its rows about medicines where it follows
   * from the observation who takes these, and as it is worked out from another where the profile says that one.
   */
  readonly usual?: readonly UsualObservation[];
  /** Within which everybody lies, as drawn; absent where nothing is said. */
  readonly bounds?: readonly AttributeBound[];
  readonly coverage: CoverageDefinition | undefined;
  readonly products: readonly ProductName[];
  /** Where each is asked for. */
  readonly productPlaces?: readonly Located<ProductName>[];
  readonly journeys: readonly JourneyUse[];
  /** How often care is used outside of journeys; absent where nothing is said. */
  readonly utilization?: Utilization;
  readonly at: SourceRange;
}

export interface UsualObservation {
  readonly name: string;
  readonly baseline: Distribution;
}

/** Counts within the time before `as_of`, each an attribute of the role `utilization`. */
export interface Utilization {
  readonly window: Offset;
  readonly events: readonly UsedEvent[];
  readonly at: SourceRange;
}

export type AfterDischarge = GoneBy | { readonly kind: 'readmission' };

/** A way out of hospital. Without `series` what follows comes once, at the moment of the discharge. */
export interface GoneBy {
  readonly kind: 'disposition';
  readonly name: string;
  readonly series?: SeriesBehind;
}

/** What follows a part of the stays: so many days after the discharge the first, and how often in all. */
export interface SeriesBehind extends BehindStays {
  readonly from: Offset;
  readonly to: Offset;
}

/** As often as people's counts say, or each time that they go one way from a stay that is counted. */
export interface UsedEvent {
  /** The attribute that says how often. */
  readonly times?: string;
  /** The way out of hospital that it follows, or the readmission that it is. */
  readonly afterDischarge?: AfterDischarge;
  /** The name of the catalogue's event. */
  readonly event: string;
  readonly at: SourceRange;
}

/** `role` is the section it was written in; its stream is `<profile>/<role>/<name>`. */
export interface AttributeDefinition {
  readonly name: string;
  readonly role: 'demographics' | 'attributes' | 'labs' | 'utilization';
  readonly distribution: Distribution;
  /** The values of an observation that the reference gives, and not the profile. */
  readonly usual?: true;
  readonly at: SourceRange;
}

/** Of an attribute, a count of care or an observation; of the latter, of the person's own value before events move it. */
export interface AttributeBound {
  readonly name: string;
  readonly low?: BoundEnd;
  readonly high?: BoundEnd;
  /** The part of the people who lie within, in [0, 1]; the others lie without. Absent where everybody lies within. */
  readonly share?: number;
  readonly at: SourceRange;
}

export interface BoundEnd {
  readonly value: number;
  /** Nobody has the value itself. */
  readonly isOpen: boolean;
}

export interface Geography {
  readonly kind: 'national' | 'states' | 'counties';
  /** Only urban or only rural places of it; all where absent. */
  readonly settlement?: 'urban' | 'rural';
  /** Postal abbreviations or county FIPS with their share of the people; empty for the country. */
  readonly areas: readonly { readonly code: string; readonly weight: number; readonly at: SourceRange }[];
  readonly at: SourceRange;
}

/** The age and gender of a profile with households are those of its adults. */
export interface Household {
  /** Weights are shares of households and sum to 1. */
  readonly kinds: readonly HouseholdKind[];
  /** The youngest subscriber or spouse, in completed years. */
  readonly adultFrom: number;
  /** The oldest child. */
  readonly childTo: number;
  /** The age at which a subscriber can have become a parent. */
  readonly parentAtBirth: { readonly min: number; readonly max: number };
  readonly at: SourceRange;
}

export interface HouseholdKind {
  readonly adults: number;
  readonly children: number;
  readonly weight: number;
}

export interface ConditionDefinition {
  /** ICD-10-CM, with its dot. */
  readonly code: string;
  readonly prevalence: Probability;
  readonly severity: Distribution | undefined;
  readonly at: SourceRange;
}

/**
 * Two conditions by their odds ratio, or two numbers, or a number and having a condition (0 or 1), by their rank
 * correlation; names in alphabetical order. Shares and
 * curves of both stay as they are declared: only who of them goes with whom changes, and only the second is moved.
 */
export interface Correlation {
  readonly between: readonly [string, string];
  readonly measure: 'odds_ratio' | 'rank_correlation';
  readonly value: number;
  readonly at: SourceRange;
}

export interface MedicationDefinition {
  /** The `name` of a row of the medications reference. */
  readonly drug: string;
  readonly prevalence: Probability;
  readonly at: SourceRange;
}

export interface AllergyDefinition {
  /** The `name` of a row of the allergens reference. */
  readonly allergen: string;
  readonly prevalence: Probability;
  readonly at: SourceRange;
}

export interface CoverageDefinition {
  readonly payer: Located<string>;
  /** Names of rows of the plans reference, with shares that sum to 1. */
  readonly plans: Distribution;
  readonly at: SourceRange;
}

export interface JourneyUse {
  readonly journey: string;
  /** The share of people who take the journey; that of the journey itself where absent. */
  readonly probability: Probability | undefined;
  readonly start: JourneyStart | undefined;
  /** What it gives the journey's parameters. */
  readonly parameters?: readonly ParameterSetting[];
  readonly at: SourceRange;
}
