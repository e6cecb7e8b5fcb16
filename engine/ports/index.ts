/**
 * The world as stages see it: each effect is an interface that the front end hands in, beside what all who write files need. Times are
 * milliseconds.
 */

export { makeFolder } from './make-folder.ts';
export { openNew } from './open-new.ts';
export { systemReason } from './system-reason.ts';

/** Monotonic. Used for durations that are printed, never for anything that is generated. */
export interface Clock {
  readonly milliseconds: () => number;
}

/** Notes for people, on stderr. */
export interface Log {
  readonly note: (message: string) => void;
}

/** A folder's entries, following no symbolic links. Paths are as the caller's, joined with forward slashes. */
export interface FileSystem {
  readonly list: (folder: string) => Promise<readonly FileEntry[]>;
  readonly readText: (path: string) => Promise<string>;
}

export interface FileEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
}
