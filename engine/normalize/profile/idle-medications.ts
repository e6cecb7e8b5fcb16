/** Medicines that nobody takes, since they are given for conditions that nobody of the profile has. */
import type { Probability, Profile } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { isKnownPrefix } from '../concepts/index.ts';
import { allParts, expressionsOfProbability } from '../expression/index.ts';
import { conditionAsked, greatestShare } from './truth.ts';

/** A code that is in no reference has been told of already. */
export function checkMedications({ conditions, medications }: Profile, { knowledge, problems }: Context): void {
  const isHad = (prefix: string): boolean => conditions.some(({ code }) => code.startsWith(prefix));
  const hasCondition = (prefix: string): false | undefined => (isHad(prefix) ? undefined : false);
  for (const { drug, prevalence, at } of medications) {
    if (prevalence.kind === 'constant' || greatestShare(prevalence, { hasCondition }) > 0) continue;
    const missing = conditionsAsked(prevalence).filter((prefix) => !isHad(prefix));
    if (missing.length === 0 || !missing.every((prefix) => isKnownPrefix(prefix, knowledge))) continue;
    const reason = `it is given for ${missing.join(' or ')}, and nobody of this profile has such a condition`;
    problems.report('normalize-without-effect', { part: drug, reason }, at);
  }
}

function conditionsAsked(prevalence: Probability): readonly string[] {
  const parts = expressionsOfProbability(prevalence).flatMap(({ expression }) => allParts(expression));
  return [...new Set(parts.flatMap((part) => conditionAsked(part) ?? []))];
}
