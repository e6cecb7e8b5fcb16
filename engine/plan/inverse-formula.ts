/** Bounds of a formula as bounds of the one quantity that it is made of. */
import type { AttributeBound, BoundEnd, Expression } from '../model/index.ts';

/** `undefined` where the formula reads more than one quantity, or one of them more than once, or does more than arithmetic. */
export function inverseBound(formula: Expression, bound: AttributeBound): AttributeBound | undefined {
  switch (formula.kind) {
    case 'name':
      return { ...bound, name: formula.name };
    case 'negate':
      return inverseBound(
        formula.operand,
        turned(bound, (value) => -value),
      );
    case 'binary': {
      const { operator, left, right } = formula;
      const [first, second] = [constantOf(left), constantOf(right)];
      if (second !== undefined) return undone(operator, second, { of: left, bound });
      if (first === undefined) return undefined;
      if (operator === '+' || operator === '*') return undone(operator, first, { of: right, bound });
      return operator === '-'
        ? inverseBound(
            right,
            turned(bound, (value) => first - value),
          )
        : undefined;
    }
    default:
      return undefined;
  }
}

interface Bounded {
  readonly of: Expression;
  readonly bound: AttributeBound;
}

/** `of` operator `constant` lies within the bound. */
function undone(operator: string, constant: number, { of, bound }: Bounded): AttributeBound | undefined {
  switch (operator) {
    case '+':
      return inverseBound(
        of,
        moved(bound, (value) => value - constant),
      );
    case '-':
      return inverseBound(
        of,
        moved(bound, (value) => value + constant),
      );
    case '*':
      if (constant === 0) return undefined;
      return inverseBound(
        of,
        (constant > 0 ? moved : turned)(bound, (value) => value / constant),
      );
    case '/':
      return inverseBound(
        of,
        (constant > 0 ? moved : turned)(bound, (value) => value * constant),
      );
    default:
      return undefined;
  }
}

function constantOf(expression: Expression): number | undefined {
  if (expression.kind === 'number') return expression.value;
  const inner = expression.kind === 'negate' ? constantOf(expression.operand) : undefined;
  return inner === undefined ? undefined : -inner;
}

function moved({ name, low, high, at }: AttributeBound, change: (value: number) => number): AttributeBound {
  const end = (one: BoundEnd | undefined): BoundEnd | undefined => one && { ...one, value: change(one.value) };
  const [from, to] = [end(low), end(high)];
  return { name, ...(from === undefined ? {} : { low: from }), ...(to === undefined ? {} : { high: to }), at };
}

/** Where the formula falls as the quantity rises. */
function turned({ low, high, ...rest }: AttributeBound, change: (value: number) => number): AttributeBound {
  const ends = { ...(high === undefined ? {} : { low: high }), ...(low === undefined ? {} : { high: low }) };
  return moved({ ...rest, ...ends }, change);
}
