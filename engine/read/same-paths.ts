/** Sorted paths into diagnostics about those that a file system blind to letter case or Unicode form takes for one. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { wholeFile } from './whole-file.ts';

export function findSamePaths(paths: readonly string[]): readonly Diagnostic[] {
  const known = new Map<string, string>();
  const reported = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const file of paths) {
    for (const path of prefixes(file)) {
      const other = known.get(fold(path));
      if (other === undefined) known.set(fold(path), path);
      else if (other !== path && !reported.has(path)) {
        reported.add(path);
        diagnostics.push(diagnostic('read-same-path', { path, other }, wholeFile(file)));
      }
    }
  }
  return diagnostics;
}

/** `a/b/c.md` as `a`, `a/b`, `a/b/c.md`. */
function prefixes(path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** Upper case first: it is what makes `ß` and `ss` one. */
function fold(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
