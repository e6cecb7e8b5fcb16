/** A template's phrase has at least one word that not every request has. */
import { diagnostic } from '../../diagnostics/index.ts';
import { folded } from './folded.ts';
import type { Rule } from './rule.ts';
import { isTemplate } from './templates.ts';

/** Words of any request, whatever it is about. */
const COMMON = new Set(
  `a an and any all are as at be build can cohort cohorts count create data for from generate get give group groups have i in
  is it journey journeys like make me member members my need new of on one or our patient patients people person persons
  please population populations profile profiles record records run sample set show simulate some synthetic template templates
  test that the them this to up us use want we with year years you`.split(/\s+/),
);

export const triggersAreSpecific: Rule = {
  name: 'triggers are specific',
  check: ({ drafts }) =>
    drafts
      .filter(isTemplate)
      .flatMap(({ triggers }) =>
        triggers
          .filter(({ value }) => !isSpecific(value))
          .map(({ value, at }) => diagnostic('validate-trigger-generic', { trigger: value }, at)),
      ),
};

function isSpecific(trigger: string): boolean {
  const words = folded(trigger).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.some((word) => !COMMON.has(word) && /\p{L}{2}/u.test(word));
}
