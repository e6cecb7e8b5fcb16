/** Paths of the tree: relative to its root, with forward slashes. */
import { basename, dirname } from 'node:path/posix';

/** `medicare-diabetic` of `templates/profiles/medicare-diabetic.md`. */
export function baseName(path: string): string {
  return basename(path).replace(/\.md$/i, '');
}

/** The folder that the file lies in; empty at the root of the tree. */
export function folderName(path: string): string {
  const folder = basename(dirname(path));
  return folder === '.' ? '' : folder;
}

/** The names that an unreadable file may have. */
export function possibleNames(path: string): readonly string[] {
  return baseName(path) === 'SKILL' ? [folderName(path)] : [baseName(path)];
}
