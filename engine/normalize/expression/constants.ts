/** What an expression says of everybody alike, since it reads nothing of a person: a comparison that always holds or never, a division by 0. */
import { partsOf } from '../../trees/index.ts';
import type { Expression, SourceRange } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { allParts, divisorsIn } from './walk.ts';

/** Whether it can have a value. `given` are places of parameters: what they are compared with is a choice of whoever sets them. */
export function checkConstants(expression: Expression, given: ReadonlySet<SourceRange>, problems: Problems): boolean {
  const isGiven = (part: Expression): boolean => allParts(part).some(({ at }) => given.has(at));
  const divisor = divisorsIn(expression).find((part) => !isGiven(part) && constantOf(part) === 0);
  if (divisor !== undefined) {
    problems.report('normalize-expression-divides', {}, divisor.at);
    return false;
  }
  for (const part of comparisonsIn(expression)) {
    const holds = isGiven(part) ? undefined : constantOf(part);
    if (typeof holds === 'boolean') problems.report('normalize-expression-constant', { holds }, part.at);
  }
  return true;
}

/** The outermost of them. */
function comparisonsIn(expression: Expression): readonly Expression[] {
  const { kind } = expression;
  const compares = kind === 'in' || kind === 'between' || (kind === 'binary' && expression.operator in COMPARED);
  return compares ? [expression] : partsOf(expression).flatMap(comparisonsIn);
}

type Constant = number | string | boolean;

/** `undefined` where it depends on the person. */
function constantOf(expression: Expression): Constant | undefined {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return expression.value;
    case 'negate': {
      const value = constantOf(expression.operand);
      return typeof value === 'number' ? -value : undefined;
    }
    case 'binary':
      return constantOfBinary(expression);
    case 'in': {
      const [value, ...options] = [expression.operand, ...expression.options].map(constantOf);
      if (value === undefined || options.some((option) => option === undefined)) return undefined;
      return options.includes(value) !== expression.negated;
    }
    case 'between': {
      const [value, low, high] = [expression.operand, expression.low, expression.high].map(constantOf);
      if (typeof value !== 'number' || typeof low !== 'number' || typeof high !== 'number') return undefined;
      return (value >= low && value <= high) !== expression.negated;
    }
    default:
      return undefined;
  }
}

function constantOfBinary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Constant | undefined {
  const [one, other] = [constantOf(left), constantOf(right)];
  if (typeof one === 'number' && typeof other === 'number' && operator in RECKONED)
    return RECKONED[operator]?.(one, other);
  if (one === undefined || other === undefined || typeof one !== typeof other) return undefined;
  return COMPARED[operator]?.(one, other);
}

const RECKONED: Readonly<Record<string, (one: number, other: number) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
};

type Compare = (one: Constant, other: Constant) => boolean;

const COMPARED: Readonly<Record<string, Compare>> = {
  '=': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};
