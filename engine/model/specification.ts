/** Canonical specifications: what an author wrote, in the one form the planner reads, each part with its origin. */
import type { EventType, ProductName, Sampling } from './authored.generated.ts';
import type { Distribution, Probability } from './distribution.ts';
import type { Offset } from './offset.ts';
import type { Located, SourceRange } from './source.ts';
import type { DoseChange, Hazard, Study } from './study.ts';

export interface Profile {
  /** The name of the skill; streams are named after it. */
  readonly id: string;
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
  readonly coverage: CoverageDefinition | undefined;
  readonly products: readonly ProductName[];
  /** Where each is asked for. */
  readonly productPlaces?: readonly Located<ProductName>[];
  readonly journeys: readonly JourneyUse[];
  /** How often care is used outside of journeys; absent where nothing is said. */
  readonly utilization?: Utilization;
  readonly at: SourceRange;
}

/** Counts within the time before `as_of`, each an attribute of the role `utilization`. */
export interface Utilization {
  readonly window: Offset;
  readonly events: readonly UsedEvent[];
  readonly at: SourceRange;
}

export interface UsedEvent {
  /** The attribute that says how often. */
  readonly times: string;
  /** The name of the catalogue's event. */
  readonly event: string;
  readonly at: SourceRange;
}

/** `role` is the section it was written in; its stream is `<profile>/<role>/<name>`. */
export interface AttributeDefinition {
  readonly name: string;
  readonly role: 'demographics' | 'attributes' | 'labs' | 'utilization';
  readonly distribution: Distribution;
  readonly at: SourceRange;
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

/** `probability` is the share of people who take the journey. */
export interface JourneyUse {
  readonly journey: string;
  readonly probability: Probability;
  readonly start: JourneyStart | undefined;
  readonly at: SourceRange;
}

export interface Journey {
  readonly id: string;
  readonly title: string;
  /** The profile that a journey standing alone takes its people from. */
  readonly profile: string | undefined;
  readonly duration: Offset;
  readonly start: JourneyStart;
  /** How many people where it stands alone. */
  readonly count?: Located<number>;
  readonly phases: readonly Phase[];
  /** One within another stands behind it. */
  readonly branchPoints?: readonly BranchPoint[];
  /** Present where it is the protocol of a study. */
  readonly study?: Study;
  readonly at: SourceRange;
}

/**
 * Where the ways of people part: one draw a person, laid over the shares of the branches in their order. The stream is
 * `<journey>/<id>/branch`; `id` is unique in the journey.
 */
export interface BranchPoint {
  readonly id: string;
  /** Only those who took this way come here. */
  readonly within: Way | undefined;
  readonly branches: readonly BranchDefinition[];
  /** The id of the event at whose moment shares that ask about time are decided. */
  readonly after?: string;
  readonly at: SourceRange;
}

/** `share` is that of the people who come to the branch point; those of all branches before it are taken off first. */
export interface BranchDefinition {
  readonly name: string;
  readonly share: Probability;
  readonly at: SourceRange;
}

export interface Way {
  readonly point: string;
  readonly branch: string;
}

/**
 * Where on the calendar a person's journey begins: on one date, or evenly spread over a window. `trailing` windows end
 * a journey's duration before `as_of`, so that every journey is over by then.
 */
export type JourneyStart =
  | { readonly kind: 'date'; readonly date: string; readonly at: SourceRange }
  | {
      readonly kind: 'between';
      readonly from: string;
      readonly to: string;
      /** In days from `from`; evenly where absent. It may depend on the person. */
      readonly spread?: Distribution;
      readonly at: SourceRange;
    }
  | { readonly kind: 'trailing'; readonly days: number; readonly at: SourceRange }
  | { readonly kind: 'enrollment'; readonly at: SourceRange }
  /** On the birthday on which they become so old, for people who have by `as_of`. */
  | { readonly kind: 'age'; readonly years: number; readonly at: SourceRange }
  /** When a condition whose code begins so begins, for people who have it. */
  | { readonly kind: 'diagnosis'; readonly code: string; readonly at: SourceRange }
  /** When an event of another journey happens for the first time; the one journey beside it that has it, where none is named. */
  | { readonly kind: 'event'; readonly event: string; readonly journey: string | undefined; readonly at: SourceRange };

/** `from` and `to` are measured from the journey's start, whether the author wrote a window or a length. */
export interface Phase {
  readonly name: string;
  readonly from: Offset;
  readonly to: Offset;
  readonly events: readonly EventUse[];
  readonly at: SourceRange;
}

/** An event in a phase. `id` is unique in the journey; streams are named `<journey>/<id>/…`. */
export interface EventUse {
  readonly id: string;
  readonly definition: EventDefinition;
  readonly timing: Timing;
  readonly recurrence: Recurrence | undefined;
  readonly probability: Probability;
  /** The attribute that says how often it happens to the person, in any order of time. */
  readonly times?: string;
  /** The branch on which it lies. */
  readonly way?: Way;
  /** Groups of events that are over together, the innermost first. */
  readonly lasts?: readonly string[];
  /** It is not told; the first of these that happens to a person ends its group. */
  readonly leaves?: Leaving;
  /** A journey that it calls begins with it: what follows counts from its day. */
  readonly opens?: true;
  readonly at: SourceRange;
}

/**
 * `series`: from the occurrence on at which it happens, what it follows does not recur. `phase`: the phase is over behind it,
 * and the phase `to`, where there is one, begins. `journey`: all of the journey is over behind it.
 */
export interface Leaving {
  readonly group: string;
  readonly kind: 'series' | 'phase' | 'journey';
  readonly to: string | undefined;
  /** It is over anew behind each occurrence of the event of this id, from which all of the group comes. */
  readonly each?: string;
}

/** `all`: the last of events all of which must happen. `entry`: when people came into a phase that others lead to. */
export type Anchor =
  | { readonly kind: 'journey' }
  | { readonly kind: 'event'; readonly id: string }
  | { readonly kind: 'all'; readonly ids: readonly string[] }
  | { readonly kind: 'entry'; readonly phase: string }
  /** The first time that an event of another journey happened. */
  | { readonly kind: 'elsewhere'; readonly journey: string; readonly id: string };

/** The event falls evenly between `earliest` and `latest` (equal: exactly there), measured from the anchor. */
export interface Timing {
  readonly anchor: Anchor;
  /** It follows every occurrence of its anchor, each by its number, instead of the first. */
  readonly eachTime?: true;
  /** Of what it waits for it follows the first alone behind each occurrence of the event of this id. */
  readonly onceFor?: string;
  /** Counted from the journey's start, though it waits for the event of the anchor. */
  readonly countedFrom?: 'start';
  readonly earliest: Offset;
  readonly latest: Offset;
  /**
   * In days from the anchor, between `earliest` and `latest`; evenly where absent. What it reads of the person is what they
   * began with.
   */
  readonly spread?: Distribution;
  /** Between `earliest` and `latest` it falls by its hazard instead of evenly, and it happens only where that is in time. */
  readonly hazard?: Hazard;
  /** Where the author gives a `window`: when it is due, and how far from then is still in time. */
  readonly due?: { readonly at: Offset; readonly window: Offset };
  /** It keeps its day where others move from weekends and holidays. */
  readonly anyDay?: true;
  /** Minutes after midnight; absent where the opening hours of the encounter class decide. */
  readonly minuteOfDay: number | undefined;
  readonly at: SourceRange;
}

/**
 * Occurrence 0 is the timing itself; further ones follow every `every`, while they begin before `until` (from the journey's start)
 * and below `count`. `within`: each of these is a run of so many, and occurrences are numbered through all runs. An event that
 * follows each occurrence of another has its own recurrence behind each.
 */
export interface Recurrence {
  readonly every: Offset;
  readonly count: number;
  readonly until: Offset;
  readonly within?: { readonly every: Offset; readonly count: number };
  readonly at: SourceRange;
}

/** What an event is: the catalogue's entry with the use's own details on top. */
export interface EventDefinition {
  readonly name: string;
  readonly type: EventType;
  readonly title: string;
  /** `code` of a row of the encounter classes reference; present for events that are an encounter. */
  readonly encounterClass: string | undefined;
  /** `primary` stands for the person's primary condition. */
  readonly conditions: readonly Located<string>[];
  /** Names of rows of the observations reference. */
  readonly observations: readonly Located<string>[];
  readonly medication: MedicationOrder | undefined;
  /** Names of rows of the procedures reference. */
  readonly procedures?: readonly Located<string>[];
  /** Names of rows of the vaccines reference; `due` stands for the doses of the schedule. */
  readonly vaccines?: readonly Located<string>[];
  /** The quality measure whose gap is found, by its name in the reference. */
  readonly measure?: Located<string>;
  /** `name` of a row of the plans reference: the plan that people are in from then on. */
  readonly plan?: Located<string>;
  /** What else a profile's `utilization` calls it. */
  readonly utilization?: readonly string[];
  /** It ends the journey, whatever its type. */
  readonly ends?: true;
  /** Term of an adverse event; drawn where absent. */
  readonly term?: Located<string>;
  /** What it does to doses of the study treatment: of the same occurrence and later. */
  readonly dosing?: DoseChange;
  /** Absent where it moves nothing. */
  readonly effects?: readonly Effect[];
  readonly at: SourceRange;
}

/**
 * What an event adds to the true value of a number of the person: nothing for `onset`, then evenly more `over` a time until
 * it is whole. One that `lasts` so long from its onset wears off in the time in which it came about.
 */
export interface Effect {
  readonly attribute: Located<string>;
  /**
   * `share`: the amount is a part of the value that the person began with; `factor`: that value is multiplied by it; `set`: it is
   * the value from then on, whatever came before, and what comes behind is added to it.
   */
  readonly unit: 'value' | 'share' | 'factor' | 'set';
  /** What it reads of the person is what they began with. */
  readonly amount: Distribution;
  readonly onset: Offset;
  readonly over: Offset;
  readonly lasts: Offset | undefined;
  readonly at: SourceRange;
}

export interface MedicationOrder {
  readonly drug: Located<string>;
  readonly daysSupply: number;
  readonly refills: number;
}

/** A named thing to keep built. Its overrides are laid over the template, in the language of the template. */
export interface Cohort {
  readonly id: string;
  readonly profile: string | undefined;
  readonly journeys: readonly string[];
  /** Where each journey is named. */
  readonly journeyPlaces?: readonly SourceRange[];
  readonly overrides: readonly Override[];
  readonly at: SourceRange;
}

/** `path` names a place in the authored profile (`demographics`, `age`); the value replaces what stands there. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly at: SourceRange;
}
