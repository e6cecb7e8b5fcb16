/** The types of an expression against the names a specification defines. Everything that does not fit is reported where it stands. */
import type { Expression, Scalar, SourceRange, ValueType } from '../../model/index.ts';
import { FUNCTIONS } from './functions.ts';
import type { Problems } from '../problems.ts';
import type { ExpressionUse } from './walk.ts';

/** What a name stands for: its type, and its values where they can be listed. `undefined` type: it may be any. */
export interface NameMeaning {
  readonly type: ValueType | undefined;
  readonly values: readonly Scalar[] | undefined;
}

export type Names = ReadonlyMap<string, NameMeaning>;

/** What expressions may ask about the journeys of a person. */
export interface JourneyNames {
  /** Ids, names and types of events. */
  readonly events: ReadonlySet<string>;
  readonly observations: ReadonlySet<string>;
}

/** The type of a formula, or of what is checked as a condition; with `journeys`, it may ask about times of these. `undefined` where it is unknown or was reported. */
export function checkExpression(
  { role, expression }: ExpressionUse,
  names: Names,
  problems: Problems,
  journeys?: JourneyNames,
): ValueType | undefined {
  const checker: Checker = { names, problems, journeys };
  if (role === 'formula') return typeOf(expression, checker);
  demand(expression, 'boolean', { ...checker, part: 'A condition' });
  return 'boolean';
}

interface Checker {
  readonly names: Names;
  readonly problems: Problems;
  /** Absent where nothing has happened yet. */
  readonly journeys: JourneyNames | undefined;
}

function typeOf(expression: Expression, checker: Checker): ValueType | undefined {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return expression.kind;
    case 'name':
      return typeOfName(expression, checker);
    case 'not':
      demand(expression.operand, 'boolean', { ...checker, part: 'What `not` turns round' });
      return 'boolean';
    case 'negate':
      demand(expression.operand, 'number', { ...checker, part: 'What `-` turns round' });
      return 'number';
    case 'binary':
      return typeOfBinary(expression, checker);
    case 'in':
      for (const option of expression.options) checkAlike(expression.operand, option, checker);
      return 'boolean';
    case 'between':
      for (const part of [expression.operand, expression.low, expression.high]) {
        demand(part, 'number', { ...checker, part: 'What `between` compares' });
      }
      return 'boolean';
    case 'call':
      return typeOfCall(expression, checker);
    case 'function':
      return typeOfFunction(expression, checker);
    case 'length':
      return undefined;
    case 'moment':
      return typeOfMoment(expression, checker);
  }
}

/** Functions that ask about a time of a journey, with the type of their answer. */
const OVER_TIME: ReadonlyMap<string, ValueType> = new Map([
  ['has_event', 'boolean'],
  ['count_events', 'number'],
  ['days_since', 'number'],
  ['latest', 'number'],
]);

function typeOfCall(
  { name, arguments: given, at }: Extract<Expression, { kind: 'call' }>,
  { journeys, problems }: Checker,
): ValueType {
  const type = OVER_TIME.get(name);
  if (type === undefined) return 'boolean';
  if (journeys === undefined) {
    problems.report('normalize-expression-moment', { part: `${name}(…)` }, at);
    return type;
  }
  const [asked] = given;
  const known = name === 'latest' ? journeys.observations : journeys.events;
  if (asked?.kind === 'text' && !known.has(asked.value)) {
    const kind = name === 'latest' ? 'observation that an event of these journeys makes' : 'event of these journeys';
    problems.report('normalize-reference-unknown', { kind, name: asked.value, known: [...known] }, asked.at);
  }
  return type;
}

function typeOfFunction(
  { name, arguments: given, at }: Extract<Expression, { kind: 'function' }>,
  checker: Checker,
): ValueType | undefined {
  const { problems } = checker;
  const { least, most, words } = FUNCTIONS[name];
  const part = `What \`${name}(…)\` takes`;
  const length = given.find((one) => one.kind === 'length');
  if (given.length < least || given.length > most || length !== undefined) {
    const found = length === undefined ? `${given.length} ${given.length === 1 ? 'value' : 'values'}` : 'a time';
    return problems.report('normalize-expression-type', { part, expected: words, found }, length?.at ?? at);
  }
  if (name !== 'if') {
    for (const one of given) demand(one, 'number', { ...checker, part });
    return 'number';
  }
  const [condition, then, otherwise] = given;
  if (condition !== undefined) demand(condition, 'boolean', { ...checker, part: 'What `if(…)` asks' });
  const type = then && typeOf(then, checker);
  if (type === undefined || otherwise === undefined) return otherwise && typeOf(otherwise, checker);
  demand(otherwise, type, { ...checker, part: 'What `if(…)` is else' });
  return type;
}

function typeOfMoment(
  { operand, at }: Extract<Expression, { kind: 'moment' }>,
  checker: Checker,
): ValueType | undefined {
  if (checker.journeys === undefined) checker.problems.report('normalize-expression-moment', { part: 'at' }, at);
  return typeOf(operand, checker);
}

function typeOfName(
  expression: Extract<Expression, { kind: 'name' }>,
  { names, problems }: Checker,
): ValueType | undefined {
  const meaning = names.get(expression.name);
  if (meaning !== undefined) return meaning.type;
  const known = [...names.keys()];
  return problems.report('normalize-expression-name', { name: expression.name, known }, expression.at);
}

function typeOfBinary(expression: Extract<Expression, { kind: 'binary' }>, checker: Checker): ValueType {
  const { operator, left, right } = expression;
  switch (operator) {
    case 'and':
    case 'or':
      for (const side of [left, right]) demand(side, 'boolean', { ...checker, part: `What \`${operator}\` joins` });
      return 'boolean';
    case '+':
    case '-':
    case '*':
    case '/':
      for (const side of [left, right])
        demand(side, 'number', { ...checker, part: `What \`${operator}\` reckons with` });
      return 'number';
    case '=':
    case '!=':
      checkAlike(left, right, checker);
      return 'boolean';
    case '<':
    case '<=':
    case '>':
    case '>=':
      for (const side of [left, right]) demand(side, 'number', { ...checker, part: `What \`${operator}\` compares` });
      return 'boolean';
  }
}

function demand(expression: Expression, expected: ValueType, checker: Checker & { readonly part: string }): void {
  const found = typeOf(expression, checker);
  if (found === undefined || found === expected) return;
  reportType({ part: checker.part, expected, found, at: expression.at }, checker.problems);
}

function checkAlike(left: Expression, right: Expression, checker: Checker): void {
  if (isUnquoted(left, right, checker) || isUnquoted(right, left, checker)) return;
  const expected = typeOf(left, checker);
  const found = typeOf(right, checker);
  if (expected !== undefined && found !== undefined && expected !== found) {
    reportType({ part: 'What is compared', expected, found, at: right.at }, checker.problems);
    return;
  }
  checkPossible(left, right, checker);
  checkPossible(right, left, checker);
}

/** `gender = M`: a value of what it is compared with, and no name of its own. */
function isUnquoted(name: Expression, value: Expression, { names, problems }: Checker): boolean {
  if (name.kind !== 'name' || value.kind !== 'name' || names.has(value.name)) return false;
  if (names.get(name.name)?.values?.includes(value.name) !== true) return false;
  problems.report('normalize-expression-name', { name: value.name, known: [], isText: true }, value.at);
  return true;
}

function reportType(
  { part, expected, found, at }: { part: string; expected: ValueType; found: ValueType; at: SourceRange },
  problems: Problems,
): void {
  problems.report('normalize-expression-type', { part, expected: TYPE_WORDS[expected], found: TYPE_WORDS[found] }, at);
}

const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  number: 'a number',
  text: 'a text',
  boolean: 'something that holds or does not',
  date: 'a date',
};

/** A text that an attribute never has is most likely misspelt. */
function checkPossible(name: Expression, value: Expression, { names, problems }: Checker): void {
  if (name.kind !== 'name' || value.kind !== 'text') return;
  const values = names.get(name.name)?.values;
  if (values === undefined || values.includes(value.value)) return;
  const known = values.map(String);
  problems.report('normalize-expression-value', { name: name.name, value: value.value, known }, value.at);
}
