/** The rules between files, in the order in which they are checked. */
import { anchorsExist } from './anchors-exist.ts';
import { blocksAreKnown } from './blocks-are-known.ts';
import { charactersArePlain } from './characters-are-plain.ts';
import { distributionsExist } from './distributions-exist.ts';
import { eventsExist } from './events-exist.ts';
import { kindsCarryTheirs } from './kinds-carry-theirs.ts';
import { linksResolve } from './links-resolve.ts';
import { namesAreUnique } from './names-are-unique.ts';
import { namesFit } from './names-fit.ts';
import { proseIsProse } from './prose-is-prose.ts';
import type { Rule } from './rule.ts';
import { skillsExist } from './skills-exist.ts';
import { tablesExist } from './tables-exist.ts';
import { triggersAreSpecific } from './triggers-are-specific.ts';
import { triggersAreUnique } from './triggers-are-unique.ts';

export { linkTarget } from './link-target.ts';
export { possibleNames } from './paths.ts';
export type { Rule, RuleContext } from './rule.ts';

export const rules: readonly Rule[] = [
  charactersArePlain,
  namesFit,
  namesAreUnique,
  triggersAreSpecific,
  triggersAreUnique,
  proseIsProse,
  linksResolve,
  anchorsExist,
  tablesExist,
  blocksAreKnown,
  kindsCarryTheirs,
  skillsExist,
  distributionsExist,
  eventsExist,
];
