/** A template, an event catalogue and a cohort hold the specification that makes them one, or extend a skill that does. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { SkillKind, SpecificationKind } from '../../model/index.ts';
import { entryOf } from '../locate.ts';
import type { Rule } from './rule.ts';

const CARRIED: Partial<Readonly<Record<SkillKind, readonly [SpecificationKind, string]>>> = {
  'profile-template': ['profile', 'a profile'],
  'journey-template': ['journey', 'a journey'],
  event: ['events', 'events'],
  cohort: ['cohort', 'a cohort'],
};

export const kindsCarryTheirs: Rule = {
  name: 'kinds carry theirs',
  check: ({ drafts }) =>
    drafts.flatMap(({ kind, frontMatter, specifications, others }) => {
      if (entryOf(frontMatter, 'extends') !== undefined) return [];
      const [carried, specification] = CARRIED[kind] ?? [];
      if (carried === undefined || specification === undefined || others.length > 0) return [];
      if (specifications.some((one) => one.kind === carried && one.runnable)) return [];
      return [diagnostic('validate-specification-missing', { kind, specification }, frontMatter.at)];
    }),
};
