/** Medicines that nobody takes, since they are given for conditions that nobody of the profile has. */
import type { Expression, Probability, Profile } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { isKnownPrefix } from '../concepts/index.ts';
import { allParts, expressionsOfProbability } from '../expression/index.ts';

/** A code that is in no reference has been told of already. */
export function checkMedications({ conditions, medications }: Profile, { knowledge, problems }: Context): void {
  const codes = conditions.map(({ code }) => code);
  for (const { drug, prevalence, at } of medications) {
    if (prevalence.kind === 'constant' || !isNever(prevalence, codes)) continue;
    const missing = prefixesOf(prevalence).filter((prefix) => !isHad(prefix, codes));
    if (!missing.every((prefix) => isKnownPrefix(prefix, knowledge))) continue;
    const reason = `it is given for ${missing.join(' or ')}, and nobody of this profile has such a condition`;
    problems.report('normalize-without-effect', { part: drug, reason }, at);
  }
}

function isHad(prefix: string, codes: readonly string[]): boolean {
  return codes.some((code) => code.startsWith(prefix));
}

function prefixesOf(prevalence: Probability): readonly string[] {
  const parts = expressionsOfProbability(prevalence).flatMap(({ expression }) => allParts(expression));
  return [...new Set(parts.flatMap((part) => prefixOf(part) ?? []))];
}

function prefixOf(part: Expression): string | undefined {
  const [first] = part.kind === 'call' && part.name === 'has_condition' ? part.arguments : [];
  return first?.kind === 'text' ? first.value : undefined;
}

/** Whether it comes to nothing for everybody. */
function isNever(probability: Probability, codes: readonly string[]): boolean {
  if (probability.kind === 'constant') return probability.value <= 0;
  const { given, holds, fails } = probability;
  const truth = truthOf(given, codes);
  return (truth === true || isNever(fails, codes)) && (truth === false || isNever(holds, codes));
}

/** What is so for everybody, as far as it follows from conditions that nobody has. */
function truthOf(expression: Expression, codes: readonly string[]): boolean | undefined {
  const prefix = prefixOf(expression);
  if (prefix !== undefined) return isHad(prefix, codes) ? undefined : false;
  if (expression.kind === 'not') {
    const inner = truthOf(expression.operand, codes);
    return inner === undefined ? undefined : !inner;
  }
  if (expression.kind !== 'binary' || (expression.operator !== 'and' && expression.operator !== 'or')) return undefined;
  const sides = new Set([expression.left, expression.right].map((side) => truthOf(side, codes)));
  const decisive = expression.operator === 'or';
  if (sides.has(decisive)) return decisive;
  return sides.has(undefined) ? undefined : !decisive;
}
