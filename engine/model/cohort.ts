/** What is kept built: a cohort, and the values that are laid over its template. */
import type { SourceRange } from './source.ts';

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
  /** Where its key stands, if elsewhere. */
  readonly keyAt?: SourceRange;
}
