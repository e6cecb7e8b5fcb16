/** What somebody asked for, after a phrase or a name has been understood. */
import type { Located, SourceRange } from './source.ts';
import type { Override } from './cohort.ts';
import type { Journey } from './journey.ts';
import type { Profile } from './profile.ts';

/** A template with what is laid over it. `reading` says how a phrase was read; it is empty for a name. */
export interface GenerationRequest {
  /** The cohort's name: it becomes the file's name. */
  readonly name: string;
  readonly profile: string;
  /** `undefined` leaves the profile's own journeys. */
  readonly journeys: readonly string[] | undefined;
  /** Where a cohort names each of them. */
  readonly journeyPlaces?: readonly SourceRange[];
  readonly overrides: readonly Override[];
  /** Only these of the cohort's people; all where absent. */
  readonly persons?: { readonly from: number; readonly to: number } | undefined;
  readonly reading: PhraseReading;
}

export interface PhraseReading {
  /** What each part of the phrase was taken to mean. */
  readonly understood: readonly Understanding[];
  /** Words that carry meaning and that nothing took up. */
  readonly unread: readonly Located<string>[];
  readonly candidates: readonly Candidate[];
}

export interface Understanding {
  readonly text: string;
  readonly meaning: string;
  readonly at: SourceRange;
}

/** Templates that were considered, best first. `score` is comparable within one phrase only. */
export interface Candidate {
  readonly skill: string;
  readonly score: number;
  readonly matched: readonly string[];
}

/** Everything the planner needs about one cohort, in canonical form. */
export interface CohortSpecification {
  readonly name: string;
  readonly profile: Profile;
  readonly journeys: readonly Journey[];
  /** Inclusive range of person numbers, counted from 1. */
  readonly persons: { readonly from: number; readonly to: number };
}
