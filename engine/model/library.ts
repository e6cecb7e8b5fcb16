/** Everything the tree of skills offers, in canonical form: what a request is resolved against and a plan is made from. */
import type { Knowledge, UnitConcept } from './knowledge.ts';
import type { Skill } from './skill.ts';
import type { DataNode, Located, MapNode, SourceRange } from './source.ts';
import type { Cohort, Override } from './cohort.ts';
import type { Journey, JourneyStart } from './journey.ts';
import type { Profile } from './profile.ts';

/** Only what is free of errors; a specification with an error is absent, and diagnostics say why. */
export interface Library {
  readonly skills: readonly Skill[];
  /** Runnable ones. `id` is the skill's name. */
  readonly profiles: readonly Profile[];
  readonly journeys: readonly Journey[];
  readonly cohorts: readonly Cohort[];
  readonly knowledge: Knowledge;
  readonly payers: readonly PayerConcept[];
  readonly states: readonly StateConcept[];
  readonly regions: readonly RegionConcept[];
  readonly units: readonly UnitConcept[];
  readonly phrases: readonly PhraseDefinition[];
  readonly distributions: readonly NamedDistribution[];
  readonly defaults: Defaults;
}

/** What a specification leaves out. */
export interface Defaults {
  /** In the language of a profile, as authored. */
  readonly profile: MapNode;
  /** The profile of a journey that stands alone and names none. */
  readonly journeyProfile: Located<string> | undefined;
  /** Whose people a phrase asks for that speaks for no template. */
  readonly phraseProfile?: Located<string> | undefined;
  readonly journeyStart: JourneyStart | undefined;
  readonly limits: BuildLimits;
}

/** How much one build may make and take. */
export interface BuildLimits {
  readonly people: Located<number>;
  /** Of all tables of the file together. */
  readonly rows: Located<number>;
  /** Of all journeys and all use of care together, whether each happens or not. */
  readonly eventsPerPerson: Located<number>;
  readonly memoryMegabytes: Located<number>;
  /** What the database may write beside the file while it is built. */
  readonly temporaryMegabytes: Located<number>;
  readonly minutes: Located<number>;
}

/** A distribution that stands wherever one can, by `use: <name>`. Kept as authored, so that a use can lay values over it. */
export interface NamedDistribution {
  readonly name: string;
  readonly data: DataNode;
  readonly at: SourceRange;
}

export interface PayerConcept {
  readonly name: string;
  readonly display: string;
  readonly phrases: readonly string[];
  /** Completed years of its members where a profile gives no bounds. */
  readonly minAge: number | undefined;
  readonly maxAge: number | undefined;
  /** Codes, or their beginnings, of conditions that make members of any age. */
  readonly exemptConditions?: readonly string[];
  readonly at: SourceRange;
}

export interface StateConcept {
  /** Postal abbreviation. */
  readonly code: string;
  readonly name: string;
  readonly population: number;
  readonly at: SourceRange;
}

/** States that have a name together. */
export interface RegionConcept {
  readonly name: string;
  /** Postal abbreviations. */
  readonly states: readonly string[];
  readonly phrases: readonly string[];
  readonly at: SourceRange;
}

/** Words of a request that are no code, drug, plan, age or count, and what they ask for. */
export interface PhraseDefinition {
  readonly phrases: readonly string[];
  /** Where each of them stands. */
  readonly places: readonly SourceRange[];
  /** Laid over the template. */
  readonly set: readonly Override[];
  /** Laid over it instead where the phrase is denied; `undefined` where it cannot be. */
  readonly without?: readonly Override[];
  /** Events of the catalogue that satisfy the phrase where a journey has them. */
  readonly covers: readonly string[];
  /** What to write in its place, where a profile can hold nothing of it. */
  readonly instead?: string;
  /** What to tell of it, where it changes nobody and nothing that happens. */
  readonly aside?: string;
  readonly at: SourceRange;
}
