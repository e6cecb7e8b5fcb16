/** What an expression is for all people of a profile alike, as far as its conditions tell. */
import type { Expression, Profile } from '../../model/index.ts';

export function settledTruth(expression: Expression, profile: Profile): boolean | undefined {
  const settled = (one: Expression): boolean | undefined => settledTruth(one, profile);
  switch (expression.kind) {
    case 'boolean':
      return expression.value;
    case 'not': {
      const inner = settled(expression.operand);
      return inner === undefined ? undefined : !inner;
    }
    case 'binary': {
      if (expression.operator !== 'and' && expression.operator !== 'or') return undefined;
      const sides = new Set([settled(expression.left), settled(expression.right)]);
      const decisive = expression.operator === 'or';
      if (sides.has(decisive)) return decisive;
      return sides.has(undefined) ? undefined : !decisive;
    }
    case 'call': {
      const [first] = expression.arguments;
      return expression.name === 'has_condition' && first?.kind === 'text'
        ? hasCondition(first.value, profile)
        : undefined;
    }
    default:
      return undefined;
  }
}

function hasCondition(prefix: string, { conditions }: Profile): boolean | undefined {
  const shares = conditions
    .filter(({ code }) => code.startsWith(prefix))
    .map(({ prevalence }) => (prevalence.kind === 'constant' ? prevalence.value : 0.5));
  if (shares.some((share) => share >= 1)) return true;
  return shares.every((share) => share <= 0) ? false : undefined;
}
