/** What an expression is put together from. */
import type { Expression } from '../model/index.ts';

/** Those it holds itself, not what these hold. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
    case 'name':
    case 'length':
      return [];
    case 'not':
    case 'negate':
    case 'moment':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'in':
      return [expression.operand, ...expression.options];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'call':
    case 'function':
      return expression.arguments;
  }
}

/** The names that stand in it, each once. */
export function namesIn(expression: Expression): readonly string[] {
  if (expression.kind === 'name') return [expression.name];
  return [...new Set(partsOf(expression).flatMap(namesIn))];
}
