/** No two files whose paths are one path on another system. */
import { diagnostic } from '../../diagnostics/index.ts';
import { folded } from './folded.ts';
import type { Rule } from './rule.ts';

export const pathsAreUnique: Rule = {
  name: 'paths are unique',
  check: ({ documents }) => {
    const seen = new Map<string, string>();
    return documents.flatMap(({ path, at }) => {
      const first = seen.get(folded(path));
      if (first !== undefined) return [diagnostic('validate-path-taken', { path, first }, { ...at, end: at.start })];
      seen.set(folded(path), path);
      return [];
    });
  },
};
