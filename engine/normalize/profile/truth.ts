/** Whether a condition holds where some of what it reads is known and the rest is not: yes, no, or it depends. */
import type { ConditionDefinition, Expression, Probability, Scalar } from '../../model/index.ts';

/** Both answer `undefined` to what is not known. */
export interface Known {
  readonly value?: (name: string) => Scalar | undefined;
  /** Whether a person has a condition whose code begins so. */
  readonly hasCondition?: (prefix: string) => boolean | undefined;
}

/** The greatest share that it can be. */
export function greatestShare(probability: Probability, known: Known): number {
  if (probability.kind === 'constant') return probability.value;
  const holds = truthOf(probability.given, known);
  return Math.max(
    holds === false ? 0 : greatestShare(probability.holds, known),
    holds === true ? 0 : greatestShare(probability.fails, known),
  );
}

/** What of the conditions follows from the values: nobody has one that no condition of the list gives them, as far as each tells by itself. */
export function withConditions(known: Known, conditions: readonly ConditionDefinition[]): Known {
  const isGiven = (prefix: string): boolean =>
    conditions.some(({ code, prevalence }) => code.startsWith(prefix) && greatestShare(prevalence, known) > 0);
  return { ...known, hasCondition: (prefix) => (isGiven(prefix) ? undefined : false) };
}

/** The code with which the conditions begin that it asks for, if it asks for any. */
export function conditionAsked(expression: Expression): string | undefined {
  const [first] = expression.kind === 'call' && expression.name === 'has_condition' ? expression.arguments : [];
  return first?.kind === 'text' ? first.value : undefined;
}

/** `undefined` where it depends. */
function truthOf(expression: Expression, known: Known): boolean | undefined {
  switch (expression.kind) {
    case 'boolean':
      return expression.value;
    case 'not':
      return opposite(truthOf(expression.operand, known));
    case 'in': {
      const matches = expression.options.map((option) => sameness(expression.operand, option, known));
      const isAny = any(matches);
      return expression.negated ? opposite(isAny) : isAny;
    }
    case 'between': {
      const { operand, low, high } = expression;
      const isWithin = all([comparison('>=', operand, low, known), comparison('<=', operand, high, known)]);
      return expression.negated ? opposite(isWithin) : isWithin;
    }
    case 'binary':
      return truthOfBinary(expression, known);
    case 'call': {
      const prefix = conditionAsked(expression);
      return prefix === undefined ? undefined : known.hasCondition?.(prefix);
    }
    default:
      return undefined;
  }
}

function truthOfBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  known: Known,
): boolean | undefined {
  switch (operator) {
    case 'and':
      return all([left, right].map((side) => truthOf(side, known)));
    case 'or':
      return any([left, right].map((side) => truthOf(side, known)));
    case '=':
      return sameness(left, right, known);
    case '!=':
      return opposite(sameness(left, right, known));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right, known);
    default:
      return undefined;
  }
}

function sameness(left: Expression, right: Expression, known: Known): boolean | undefined {
  const [one, other] = [valueOf(left, known), valueOf(right, known)];
  return one === undefined || other === undefined ? undefined : one === other;
}

type Comparison = '<' | '<=' | '>' | '>=';

function comparison(operator: Comparison, left: Expression, right: Expression, known: Known): boolean | undefined {
  const [one, other] = [valueOf(left, known), valueOf(right, known)];
  if (typeof one !== 'number' || typeof other !== 'number') return undefined;
  const isAbove = one > other;
  const isBelow = one < other;
  return { '<': isBelow, '<=': !isAbove, '>': isAbove, '>=': !isBelow }[operator];
}

function valueOf(expression: Expression, known: Known): Scalar | undefined {
  if (expression.kind === 'name') return known.value?.(expression.name);
  return expression.kind === 'text' || expression.kind === 'number' ? expression.value : undefined;
}

function any(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

function all(values: readonly (boolean | undefined)[]): boolean | undefined {
  return opposite(any(values.map(opposite)));
}

function opposite(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
