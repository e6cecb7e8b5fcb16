/** In skills whose blocks are run, every block is a specification; words behind the language are ones that mean something. */
import { diagnostic, nearest } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Block, SkillKind } from '../../model/index.ts';
import { isExample } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { blockWords, specificationKinds } from '../specification-kind.ts';
import type { Rule } from './rule.ts';

/** Other kinds may show any data. */
const CARRIERS: ReadonlySet<SkillKind> = new Set([
  'builder',
  'distribution',
  'journey-pattern',
  'profile-template',
  'journey-template',
  'event',
  'cohort',
]);

export const blocksAreKnown: Rule = {
  name: 'blocks are known',
  check: ({ drafts }) => drafts.flatMap((draft) => [...misspelledWords(draft), ...unknownBlocks(draft)]),
};

function misspelledWords({ document }: Draft): readonly Diagnostic[] {
  return document.blocks.flatMap(({ words, at }) =>
    words
      .filter(isMisspelled)
      .map((word) => diagnostic('validate-block-word', { word, known: blockWords }, { ...at, end: at.start })),
  );
}

function isMisspelled(word: string): boolean {
  return !blockWords.includes(word.toLowerCase()) && /^[a-z-]{4,}$/i.test(word) && nearest(word, blockWords).length > 0;
}

function unknownBlocks({ kind, others }: Draft): readonly Diagnostic[] {
  if (!CARRIERS.has(kind)) return [];
  return others.filter(({ words }) => !words.some(isMisspelled)).map(unknownBlock);
}

function unknownBlock(block: Block): Diagnostic {
  const code = isExample(block) ? 'validate-example-unknown' : 'validate-block-unknown';
  return diagnostic(code, { known: specificationKinds }, { ...block.at, end: block.at.start });
}
