/** Authors' expressions to terms. Names were checked before; here each finds the column that holds it. */
import type { Expression, Offset, Operation, Term } from '../model/index.ts';
import { call, literal, when } from './terms.ts';

/** What the names and questions of an expression stand for. */
export interface Scope {
  readonly name: (name: string) => Term;
  /** Whether the person has a condition whose code begins so. */
  readonly hasCondition: (prefix: string) => Term;
  readonly hasMedication: (drug: string) => Term;
  /** Present where the expression is asked at a moment of a journey; elsewhere nothing that it reads moves, so it is as it began. */
  readonly overTime?: TimeScope;
}

/** Where nothing is read of a person. */
export const readsNothing: Scope = {
  name: () => literal(null),
  hasCondition: () => literal(false),
  hasMedication: () => literal(false),
};

export interface TimeScope {
  /** The scope at so long after the journey's start. */
  readonly at: (after: Offset) => Scope;
  /** How often something happened, within a length of time before. */
  readonly countEvents: (event: string, within: Offset | undefined) => Term;
  readonly daysSince: (event: string) => Term;
  /** What was measured last. */
  readonly latest: (observation: string) => Term;
}

const operations: Readonly<Record<Extract<Expression, { kind: 'binary' }>['operator'], Operation>> = {
  and: 'and',
  or: 'or',
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '=': 'equal',
  '!=': 'not_equal',
  '<': 'less',
  '<=': 'less_or_equal',
  '>': 'greater',
  '>=': 'greater_or_equal',
};

export function expressionTerm(expression: Expression, scope: Scope): Term {
  const lower = (one: Expression): Term => expressionTerm(one, scope);
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return literal(expression.value);
    case 'name':
      return scope.name(expression.name);
    case 'not':
      return call('not', lower(expression.operand));
    case 'negate':
      return call('negate', lower(expression.operand));
    case 'binary':
      return call(operations[expression.operator], lower(expression.left), lower(expression.right));
    case 'in':
      return inTerm(expression, lower);
    case 'between':
      return betweenTerm(expression, lower);
    case 'call':
      return callTerm(expression, scope);
    case 'function':
      return functionTerm(expression, lower);
    case 'moment':
      return expressionTerm(expression.operand, scope.overTime?.at(expression.after) ?? scope);
    case 'length':
      throw new Error('This is a bug in normalize: a length of time stands where a value must.');
  }
}

function inTerm(
  { operand, options, negated }: Extract<Expression, { kind: 'in' }>,
  lower: (e: Expression) => Term,
): Term {
  const matches = options.map((option) => call('equal', lower(operand), lower(option)));
  const any = matches.length === 0 ? literal(false) : call('or', ...matches);
  return negated ? call('not', any) : any;
}

function betweenTerm(
  { operand, low, high, negated }: Extract<Expression, { kind: 'between' }>,
  lower: (e: Expression) => Term,
): Term {
  const inside = call(
    'and',
    call('greater_or_equal', lower(operand), lower(low)),
    call('less_or_equal', lower(operand), lower(high)),
  );
  return negated ? call('not', inside) : inside;
}

function callTerm({ name, arguments: given }: Extract<Expression, { kind: 'call' }>, scope: Scope): Term {
  const [first, second] = given;
  if (first?.kind === 'text' && name === 'has_condition') return scope.hasCondition(first.value);
  if (first?.kind === 'text' && name === 'has_medication') return scope.hasMedication(first.value);
  if (first?.kind === 'text') {
    const within = second?.kind === 'length' ? second.length : undefined;
    const { countEvents, daysSince, latest } = timeScope(scope);
    if (name === 'count_events') return countEvents(first.value, within);
    if (name === 'has_event') return call('greater', countEvents(first.value, within), 0);
    if (name === 'days_since') return daysSince(first.value);
    if (name === 'latest') return latest(first.value);
  }
  throw new Error(`This is a bug in normalize: the function "${name}" was let through.`);
}

/** What is unknown stays so: the database's own least and greatest would pass it over. */
function functionTerm(
  { name, arguments: given }: Extract<Expression, { kind: 'function' }>,
  lower: (e: Expression) => Term,
): Term {
  const terms = given.map(lower);
  const [first = literal(null), second = literal(null), third = literal(null)] = terms;
  switch (name) {
    case 'power':
      return call('power', first, second);
    case 'if':
      return when(first, second, third);
    case 'least':
    case 'greatest': {
      const unsure = terms.filter((_, at) => given[at]?.kind !== 'number').map((one) => call('is_null', one));
      const chosen = call(name, ...terms);
      return unsure.length === 0 ? chosen : when(call('or', ...unsure), literal(null), chosen);
    }
  }
}

function timeScope({ overTime }: Scope): TimeScope {
  if (overTime === undefined)
    throw new Error('This is a bug in normalize: a time of a journey is asked for before any.');
  return overTime;
}
