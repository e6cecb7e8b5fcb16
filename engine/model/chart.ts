/** What reference skills say of the chart beyond diagnoses and measurements: procedures, vaccines, allergies, stays. */
import type { EventType } from './authored.generated.ts';
import type { ElementaryDistribution, LengthDistribution } from './distribution.ts';
import type { SourceRange } from './source.ts';

export interface ChartKnowledge {
  readonly procedures: readonly ProcedureConcept[];
  readonly vaccines: readonly VaccineConcept[];
  readonly vaccineDoses: readonly VaccineDose[];
  readonly allergens: readonly AllergenConcept[];
  readonly allergyShares: readonly AllergyShare[];
  readonly admissionSources: readonly AdmissionSource[];
  readonly dispositions: readonly DispositionShare[];
  readonly stayLengths: readonly StayLength[];
  readonly readmissions: readonly ReadmissionShare[];
  readonly withheld: readonly WithheldMedicines[];
}

/** Medicines that nobody is ordered within so many days before or after one of these events. */
export interface WithheldMedicines {
  readonly medicines: readonly string[];
  /** Names of events of the catalogue. */
  readonly events: readonly string[];
  readonly eventsAt: SourceRange;
  readonly daysBefore: number;
  readonly daysAfter: number;
  readonly at: SourceRange;
}

export interface ProcedureConcept {
  readonly name: string;
  readonly code: string;
  readonly system: string;
  readonly display: string;
  /** Names of events of the catalogue in which it is done without being listed. */
  readonly events: readonly string[];
  readonly eventsAt: SourceRange;
  /** Codes of what these are for then, or their beginnings; any where empty. */
  readonly reasons: readonly string[];
  readonly at: SourceRange;
}

export interface VaccineConcept {
  readonly name: string;
  readonly cvx: string;
  readonly display: string;
  /** Completed months of life from which it is given. */
  readonly fromMonths: number;
  readonly at: SourceRange;
}

/** Due in these completed months of life, both included. */
export interface VaccineDose {
  readonly vaccine: string;
  readonly dose: number;
  readonly fromMonths: number;
  readonly toMonths: number;
  readonly at: SourceRange;
}

export interface AllergenConcept {
  readonly name: string;
  readonly display: string;
  readonly category: string;
  readonly code: string;
  readonly system: string;
  readonly criticality: string;
  /** Names of medicines of the group; whoever is ordered one has the allergy only where the profile says so. */
  readonly medicines: readonly string[];
  readonly reaction: string;
  readonly at: SourceRange;
}

export interface Ages {
  readonly min: number;
  readonly max: number;
}

export interface AllergyShare {
  readonly allergen: string;
  readonly ages: Ages;
  readonly prevalence: number;
  readonly at: SourceRange;
}

/** How people come into hospital: of the rows that fit an admission the narrowest counts, for its share; else the one that fits all. */
export interface AdmissionSource {
  readonly name: string;
  readonly display: string;
  /** The type of the event that it follows; any where absent. */
  readonly after: EventType | undefined;
  /** Names of events of the catalogue; any where empty. */
  readonly events: readonly string[];
  readonly eventsAt: SourceRange;
  /** Codes of what it is for, or their beginnings; any where empty. */
  readonly reasons: readonly string[];
  readonly share: number;
  /** Nobody asks the payer before. */
  readonly unplanned: boolean;
  readonly at: SourceRange;
}

/** How long encounters of these events last, in place of what their class says. */
export interface StayLength {
  /** Names of events of the catalogue. */
  readonly events: readonly string[];
  readonly eventsAt: SourceRange;
  readonly durationMinutes: LengthDistribution;
  /** The same in whole nights, of stays that end at hours of discharge. */
  readonly nights: LengthDistribution;
  readonly at: SourceRange;
}

export interface DispositionShare {
  readonly disposition: string;
  /** Names of the events whose stays it is about; any that has no shares of its own where empty. */
  readonly events: readonly string[];
  readonly eventsAt: SourceRange;
  /** The encounter class of the stay; any that has no shares of its own where absent. */
  readonly encounterClass: string | undefined;
  readonly ages: Ages;
  /** It is the way only of who stayed so many nights; of shorter stays the others are shared in proportion. */
  readonly nights: number;
  readonly share: number;
  readonly at: SourceRange;
}

/** Of stays of these classes or for these events, that end with these dispositions, the part that leads back into hospital, and after what time. */
export interface ReadmissionShare {
  /** Of no payer that has rows of its own where absent. */
  readonly payer: string | undefined;
  readonly classes: readonly string[];
  /** Names of events of the catalogue; any that has no rows of its own where empty. */
  readonly events: readonly string[];
  readonly eventsAt: SourceRange;
  /** Any where empty. */
  readonly dispositions: readonly string[];
  readonly ages: Ages;
  readonly share: number;
  readonly minutes: ElementaryDistribution;
  readonly at: SourceRange;
}
