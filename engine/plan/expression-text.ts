/** An author's expression written out again, with parentheses only where they are needed to read it. */
import type { BinaryOperator, Expression } from '../model/index.ts';
import { formatMoment, formatOffset } from './offset-text.ts';

export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
    case 'boolean':
      return String(expression.value);
    case 'text':
      return `'${expression.value}'`;
    case 'name':
      return expression.name;
    case 'not':
      return `not ${operand(expression.operand)}`;
    case 'negate':
      return `-${operand(expression.operand)}`;
    case 'binary': {
      const [left, right] = [expression.left, expression.right].map((side) => sideOf(side, expression.operator));
      return `${left} ${expression.operator} ${right}`;
    }
    case 'in':
      return `${operand(expression.operand)} ${negation(expression)}in [${expression.options.map(formatExpression).join(', ')}]`;
    case 'between':
      if (isOneNumber(expression))
        return `${operand(expression.operand)} ${expression.negated ? '!=' : '='} ${operand(expression.low)}`;
      return `${operand(expression.operand)} ${negation(expression)}between ${operand(expression.low)} and ${operand(expression.high)}`;
    case 'call':
    case 'function':
      return `${expression.name}(${expression.arguments.map(formatExpression).join(', ')})`;
    case 'length':
      return formatOffset(expression.length);
    case 'moment':
      return `${operand(expression.operand)} at ${formatMoment(expression.after)}`;
  }
}

/** `age = 5 and gender = 'F'`: what compares stands by itself beside `and` and `or`, but for `between`, which has an `and` of its own. */
function sideOf(side: Expression, operator: BinaryOperator): string {
  if (operator !== 'and' && operator !== 'or') return operand(side);
  const compares =
    side.kind === 'binary' ? COMPARING.has(side.operator) || side.operator === operator : side.kind === 'in';
  return compares || (side.kind === 'between' && isOneNumber(side)) ? formatExpression(side) : operand(side);
}

const COMPARING: ReadonlySet<BinaryOperator> = new Set(['=', '!=', '<', '<=', '>', '>=']);

function operand(expression: Expression): string {
  const text = formatExpression(expression);
  return ['binary', 'in', 'between', 'not'].includes(expression.kind) ? `(${text})` : text;
}

/** `age between 5 and 5` */
function isOneNumber({ low, high }: Extract<Expression, { kind: 'between' }>): boolean {
  return low.kind === 'number' && high.kind === 'number' && low.value === high.value;
}

function negation({ negated }: { readonly negated: boolean }): string {
  return negated ? 'not ' : '';
}
