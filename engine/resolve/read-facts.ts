/** All that a text says, independent of any template. Every token belongs to a fact, if only to an unknown one. */
import { attachModifiers } from './attach-modifiers.ts';
import type { Fact } from './fact.ts';
import type { Lexicon } from './lexicon.ts';
import { readCounts } from './read-count.ts';
import { readGroups } from './read-groups.ts';
import { scanPhrase } from './scan-phrase.ts';
import type { Token } from './tokens.ts';

export function readFacts(
  tokens: readonly Token[],
  lexicon: Lexicon,
  isTemplateWord: (stem: string) => boolean = () => false,
  isNumbered: (stem: string) => boolean = () => false,
): readonly Fact[] {
  const scanned = scanPhrase(tokens, lexicon, isTemplateWord);
  return readGroups(attachModifiers(readCounts(scanned, { tokens, isTemplateWord, isNumbered }), tokens), tokens);
}
