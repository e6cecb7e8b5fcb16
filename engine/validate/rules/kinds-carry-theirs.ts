/** A template, an event catalogue and a cohort hold the specification that makes them one, or extend a skill that does; of others none is meant that is prose by its fence. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { SkillKind, SpecificationKind } from '../../model/index.ts';
import { entryOf } from '../locate.ts';
import { kindInHeir, specificationKind } from '../specification-kind.ts';
import type { Rule } from './rule.ts';

const CARRIED: Partial<Readonly<Record<SkillKind, readonly [SpecificationKind, string]>>> = {
  'profile-template': ['profile', 'a profile'],
  'journey-template': ['journey', 'a journey'],
  event: ['events', 'events'],
  cohort: ['cohort', 'a cohort'],
};

/** What these hold is prose alone, or examples, where they hold none. */
const MAY_CARRY: typeof CARRIED = {
  distribution: ['distributions', 'distributions'],
  builder: ['phrases', 'phrases'],
};

export const kindsCarryTheirs: Rule = {
  name: 'kinds carry theirs',
  check: ({ drafts }) =>
    drafts.flatMap(({ kind, frontMatter, document, specifications, others }) => {
      const [carried, specification] = CARRIED[kind] ?? MAY_CARRY[kind] ?? [];
      if (carried === undefined || specification === undefined || others.length > 0) return [];
      const isHeir = entryOf(frontMatter, 'extends') !== undefined;
      const holdsOne = isHeir
        ? document.blocks.length > 0
        : specifications.some((one) => one.kind === carried && one.runnable);
      if (holdsOne) return [];
      const unmarked = document.unmarked.find(
        (block) => (isHeir ? kindInHeir(block, carried) : specificationKind(block)) === carried,
      );
      if (unmarked !== undefined) {
        const at = { ...unmarked.at, end: unmarked.at.start };
        return [diagnostic('validate-block-unmarked', { specification, language: unmarked.language }, at)];
      }
      return isHeir || MAY_CARRY[kind] !== undefined
        ? []
        : [diagnostic('validate-specification-missing', { kind, specification }, frontMatter.at)];
    }),
};
