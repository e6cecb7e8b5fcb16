/** What may be named once and is named again, in any spelling. */
import type { Located } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { plainWord } from '../scalars.ts';

export function reportTwice(what: string, names: readonly Located<string>[], problems: Problems): void {
  const known = new Set<string>();
  for (const { value, at } of names) {
    const word = plainWord(value);
    if (known.has(word)) problems.report('normalize-duplicate', { what, name: value }, at);
    known.add(word);
  }
}
