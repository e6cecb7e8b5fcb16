/** What happens while a tree is watched, as data; the command line has the words for it. */
import type { Diagnostic } from '../diagnostics/index.ts';

export interface FileChange {
  readonly how: 'added' | 'changed' | 'removed' | 'renamed';
  readonly file: string;
  /** The name before, where it was renamed. */
  readonly before: string | undefined;
}

/** What the watch itself has to say. Codes are stable. */
export interface Notice {
  readonly code:
    | 'watch-root-lost'
    | 'watch-root-back'
    | 'watch-limit'
    | 'watch-trouble'
    | 'watch-fault'
    | 'watch-more'
    | 'watch-output-gone'
    | 'watch-no-cohort'
    | 'watch-stopped'
    | 'watch-waiting'
    | 'watch-trying';
  readonly message: string;
}

export interface RowCount {
  readonly name: string;
  readonly rows: number;
  /** Rows in the build before; absent for the first one. */
  readonly before: number | undefined;
}

export type WatchEvent =
  | ({ readonly event: 'change' } & FileChange)
  | { readonly event: 'diagnostic'; readonly diagnostic: Diagnostic }
  /** `builtAt` is in milliseconds since 1970, absent where there is no such file yet. */
  | { readonly event: 'kept'; readonly cohort: string; readonly file: string; readonly builtAt: number | undefined }
  | {
      readonly event: 'built';
      readonly cohort: string;
      readonly file: string;
      readonly tables: readonly RowCount[];
      /** Tables that were filled; the others stayed as they were. */
      readonly filled: number;
      readonly milliseconds: Readonly<Record<string, number>>;
    }
  | { readonly event: 'cancelled'; readonly cohort: string; readonly file: string }
  | { readonly event: 'removed'; readonly cohort: string; readonly file: string }
  | { readonly event: 'fixed' }
  | ({ readonly event: 'notice' } & Notice)
  /** The end of a round: nothing happens before the next edit. */
  | {
      readonly event: 'watching';
      readonly skills: number;
      readonly errors: number;
      readonly built: number;
      readonly kept: number;
      /** Cohorts that have no file and could not be built. */
      readonly missing: number;
      readonly unchanged: number;
    };

export type Tell = (event: WatchEvent) => void;
