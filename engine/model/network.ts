/** What the reference skills say of who provides care: specialties, facilities, networks, and who sees which visit. */
import type { SourceRange } from './source.ts';

/** Empty lists where the tree has no table of that kind. */
export interface NetworkKnowledge {
  readonly specialties: readonly SpecialtyConcept[];
  readonly facilityKinds: readonly FacilityKind[];
  readonly visits: readonly VisitRule[];
  readonly networks: readonly NetworkConcept[];
  readonly rules: ReadonlyMap<NetworkRule, number>;
  /** From a loaded registry. In the places where it has some, they stand for those that are invented elsewhere. */
  readonly listed: readonly ListedProvider[];
}

export interface SpecialtyConcept {
  readonly specialty: string;
  /** NUCC. */
  readonly taxonomyCode: string;
  /** Providers for 100,000 people. */
  readonly density: number;
  /** Ages of the people whose primary care it is; absent for a specialty that is none. */
  readonly primaryCareAges: { readonly min: number; readonly max: number } | undefined;
  /** Part of the people of those ages who keep one of it; without it, what the others leave is shared by how many providers there are. */
  readonly primaryCareShare: number | undefined;
  /** People whom one provider looks after, where the specialty has people of its own. */
  readonly panel: { readonly mean: number; readonly sd: number } | undefined;
  /** Codes, or their beginnings, of the conditions whose visits it sees. */
  readonly conditions: readonly string[];
  /** Of those that primary care looks after, and that it sees where somebody is sent to a specialist. */
  readonly onReferral: readonly string[];
  readonly at: SourceRange;
}

export interface FacilityKind {
  readonly kind: string;
  readonly taxonomyCode: string;
  /** Facilities for 100,000 people. */
  readonly density: number;
  readonly beds: { readonly mean: number; readonly sd: number; readonly min: number; readonly max: number } | undefined;
  readonly at: SourceRange;
}

export type Seer =
  | { readonly kind: 'specialty'; readonly specialty: string }
  /** The one who sees the condition, by itself or on referral; primary care where nobody does. */
  | { readonly kind: 'specialist' }
  /** The one who sees the condition by itself, else primary care. */
  | { readonly kind: 'condition' }
  | { readonly kind: 'primary_care' };

/** Who sees encounters of an event or of a class, and where: exactly one of `event` and `encounterClass` is given. */
export interface VisitRule {
  /** Its name, or the type of all that have no row of their own. */
  readonly event: string | undefined;
  readonly eventAt: SourceRange;
  readonly encounterClass: string | undefined;
  /** Codes, or their beginnings: it speaks only of visits of the event that are for one of them. All where empty. */
  readonly reasons: readonly string[];
  /** What is no encounter may be given by the facility itself, and by nobody in it. */
  readonly by: Seer | { readonly kind: 'facility' };
  /** Who orders what is no encounter. */
  readonly orderedBy: Seer | undefined;
  /** The kind of facility; none for an office, a home or a call. */
  readonly facility: string | undefined;
  readonly at: SourceRange;
}

export interface NetworkConcept {
  readonly network: string;
  readonly payer: string;
  /** The one plan whose network it is; absent for that of all other plans of the payer. */
  readonly plan: string | undefined;
  readonly providerShare: number;
  readonly facilityShare: number;
  /** The share of its providers that are in the first tier; the others are in the second. */
  readonly preferredShare: number;
  /** Of visits that are neither to one's primary care provider nor on a referral. */
  readonly outOfNetworkShare: number;
  /** Of its members, of whom it is known that they leave within so many days. */
  readonly notice: { readonly share: number; readonly days: number } | undefined;
  readonly at: SourceRange;
}

/**
 * How many of a place's providers a cohort lists. `fewest_providers` of each specialty are there for the first
 * `first_round` people; each further round of people is `round_growth` times as long, and has those opened whom it needs.
 */
export type NetworkRule = 'fewest_providers' | 'first_round' | 'round_growth';

export interface ListedProvider {
  readonly npi: string;
  readonly name: string;
  readonly taxonomyCode: string;
  readonly address: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly at: SourceRange;
}
