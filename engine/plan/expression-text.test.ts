/** An expression as a report tells it. */
import { expect, test } from 'vitest';
import type { BinaryOperator, Expression } from '../model/index.ts';
import { formatExpression } from './expression-text.ts';

const at = { file: 'x.md', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const age: Expression = { kind: 'name', name: 'age', at };
const is = (operator: BinaryOperator, left: Expression, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
  at,
});
const between = (low: number, high: number): Expression => ({
  kind: 'between',
  operand: age,
  low: { kind: 'number', value: low, at },
  high: { kind: 'number', value: high, at },
  negated: false,
  at,
});
const woman = is('=', { kind: 'name', name: 'gender', at }, { kind: 'text', value: 'F', at });

test.each<[text: string, expression: Expression]>([
  ["age = 5 and gender = 'F'", is('and', between(5, 5), woman)],
  ["(age between 5 and 9) and gender = 'F'", is('and', between(5, 9), woman)],
  ["(age = 5 or age = 7) and gender = 'F'", is('and', is('or', between(5, 5), between(7, 7)), woman)],
  [
    "if(gender = 'F', power(age, 2), 1)",
    {
      kind: 'function',
      name: 'if',
      arguments: [
        woman,
        { kind: 'function', name: 'power', arguments: [age, { kind: 'number', value: 2, at }], at },
        { kind: 'number', value: 1, at },
      ],
      at,
    },
  ],
  ["not (gender = 'F')", { kind: 'not', operand: woman, at }],
])('%s has the parentheses that are needed to read it', (text, expression) => {
  expect(formatExpression(expression)).toBe(text);
});
