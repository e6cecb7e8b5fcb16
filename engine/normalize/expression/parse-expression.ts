/**
 * Tokens to a syntax tree, by the binding power of each operator (Pratt). The first mistake ends the expression: what
 * follows it would only be guessed.
 */
import type { BinaryOperator, Expression, SourceRange } from '../../model/index.ts';
import { offsetOf, unitNamed } from '../offset.ts';
import type { Problems } from '../problems.ts';
import { isFunction } from './functions.ts';
import { meantBy } from './meant-operator.ts';
import type { Token } from './tokens.ts';

const DEPTH_LIMIT = 64;

const POWER = { or: 1, and: 2, not: 3, compare: 4, add: 5, multiply: 6, negate: 7 } as const;

const BINARY: Readonly<Record<BinaryOperator, number>> = {
  or: POWER.or,
  and: POWER.and,
  '=': POWER.compare,
  '!=': POWER.compare,
  '<': POWER.compare,
  '<=': POWER.compare,
  '>': POWER.compare,
  '>=': POWER.compare,
  '+': POWER.add,
  '-': POWER.add,
  '*': POWER.multiply,
  '/': POWER.multiply,
};

function isBinary(text: string): text is BinaryOperator {
  return Object.hasOwn(BINARY, text);
}

export function parseExpression(tokens: readonly Token[], problems: Problems): Expression | undefined {
  const parser: Parser = { tokens, problems, next: 0, depth: 0, failed: false };
  const expression = readOperators(parser, 0);
  if (peek(parser).kind !== 'end') fail(parser, 'an operator or the end');
  return parser.failed ? undefined : expression;
}

interface Parser {
  readonly tokens: readonly Token[];
  readonly problems: Problems;
  next: number;
  depth: number;
  failed: boolean;
}

function readOperators(parser: Parser, power: number): Expression {
  parser.depth += 1;
  if (parser.depth > DEPTH_LIMIT) refuse(parser, () => reportDepth(parser));
  let left = readOperand(parser);
  for (;;) {
    const extended = readOperator(parser, left, power);
    if (extended === undefined) break;
    left = extended;
  }
  parser.depth -= 1;
  return left;
}

/** `left` with the operator behind it, or nothing where none binds as strongly as `power` asks. */
function readOperator(parser: Parser, left: Expression, power: number): Expression | undefined {
  const token = peek(parser);
  if (token.kind === 'end' || token.kind === 'text' || token.kind === 'number') return undefined;
  const { text: operator } = token;
  if (isBinary(operator)) {
    if (BINARY[operator] <= power) return undefined;
    advance(parser);
    const right = readOperators(parser, BINARY[operator]);
    return { kind: 'binary', operator, left, right, at: span(left, right) };
  }
  if (token.kind === 'word' && token.text === 'at') return POWER.compare > power ? readMoment(parser, left) : undefined;
  return POWER.compare > power ? readMembership(parser, left) : undefined;
}

/** `[not] in […]` and `[not] between … and …`. */
function readMembership(parser: Parser, operand: Expression): Expression | undefined {
  const negated = isWord(peek(parser), 'not');
  const keyword = peek(parser, negated ? 1 : 0);
  if (!isWord(keyword, 'in') && !isWord(keyword, 'between')) return undefined;
  if (negated) advance(parser);
  advance(parser);
  if (keyword.text === 'in') {
    const { items, at } = readList(parser);
    return { kind: 'in', operand, options: items, negated, at: { ...operand.at, end: at.end } };
  }
  const low = readOperators(parser, POWER.compare);
  expect(parser, 'and', '`and` of `between … and …`');
  const high = readOperators(parser, POWER.compare);
  return { kind: 'between', operand, low, high, negated, at: span(operand, high) };
}

function readList(parser: Parser): { readonly items: readonly Expression[]; readonly at: SourceRange } {
  const open = peek(parser);
  const closing = open.text === '(' ? ')' : ']';
  if (open.text !== '(') expect(parser, '[', '`[`');
  else advance(parser);
  return readItems(parser, closing);
}

function readItems(
  parser: Parser,
  closing: string,
): { readonly items: readonly Expression[]; readonly at: SourceRange } {
  const items: Expression[] = [];
  while (peek(parser).text !== closing && !parser.failed) {
    if (items.length > 0) expect(parser, ',', `\`,\` or \`${closing}\``);
    const item = readOperators(parser, 0);
    items.push(peek(parser).kind === 'word' && closing === ')' ? readLength(parser, item) : item);
  }
  const { at } = peek(parser);
  expect(parser, closing, `\`${closing}\``);
  return { items, at };
}

function readOperand(parser: Parser): Expression {
  const token = peek(parser);
  if (token.kind === 'symbol' && token.text === '(') return readGroup(parser);
  if (token.kind === 'symbol' && token.text === '-') {
    advance(parser);
    const operand = readOperators(parser, POWER.negate);
    return { kind: 'negate', operand, at: { ...token.at, end: operand.at.end } };
  }
  if (isWord(token, 'not')) {
    advance(parser);
    const operand = readOperators(parser, POWER.not);
    return { kind: 'not', operand, at: { ...token.at, end: operand.at.end } };
  }
  return readSimple(parser, token);
}

function readGroup(parser: Parser): Expression {
  advance(parser);
  const inner = readOperators(parser, 0);
  expect(parser, ')', '`)`');
  return inner;
}

function readSimple(parser: Parser, token: Token): Expression {
  const { at } = token;
  if (token.kind === 'number') return advancing(parser, { kind: 'number', value: Number(token.text), at });
  if (token.kind === 'text') return advancing(parser, { kind: 'text', value: token.text, at });
  if (token.kind !== 'word' || ['and', 'or', 'in', 'between', 'at'].includes(token.text))
    return fail(parser, 'a value');
  if (token.text === 'true' || token.text === 'false') {
    return advancing(parser, { kind: 'boolean', value: token.text === 'true', at });
  }
  advance(parser);
  if (peek(parser).text !== '(' || peek(parser).kind !== 'symbol') return { kind: 'name', name: token.text, at };
  advance(parser);
  const { items, at: close } = readItems(parser, ')');
  const [name, whole] = [token.text.toLowerCase(), { ...at, end: close.end }];
  if (isFunction(name)) return { kind: 'function', name, arguments: items, at: whole };
  return { kind: 'call', name, arguments: items, at: whole };
}

/** `… at month 6`: all to the left of it, up to `and`, `or` and `not`, as it is at that time of the journey. */
function readMoment(parser: Parser, operand: Expression): Expression {
  advance(parser);
  const [unitToken, sign, amountToken] = [peek(parser), peek(parser, 1), peek(parser, 2)];
  const unit = unitToken.kind === 'word' ? unitNamed(unitToken.text) : undefined;
  const isBefore = sign.kind === 'symbol' && sign.text === '-';
  const amount = isBefore ? amountToken : sign;
  if (unit === undefined) return fail(parser, 'a unit of time, as in `at month 6`');
  advance(parser);
  if (isBefore) advance(parser);
  if (amount.kind !== 'number') return fail(parser, 'a number, as in `at month 6`');
  advance(parser);
  const after = offsetOf(Number(amount.text) * (isBefore ? -1 : 1), unit);
  return { kind: 'moment', operand, after, at: { ...operand.at, end: amount.at.end } };
}

/** `30 days` as an argument. */
function readLength(parser: Parser, amount: Expression): Expression {
  const token = peek(parser);
  const unit = unitNamed(token.text);
  if (amount.kind !== 'number' || unit === undefined) return fail(parser, '`,` or `)`');
  advance(parser);
  return { kind: 'length', length: offsetOf(amount.value, unit), at: { ...amount.at, end: token.at.end } };
}

function expect(parser: Parser, text: string, words: string): void {
  const token = peek(parser);
  if (token.text === text && (token.kind === 'symbol' || token.kind === 'word')) advance(parser);
  else fail(parser, words);
}

function fail(parser: Parser, expected: string): Expression {
  const token = peek(parser);
  const found = token.kind === 'end' ? 'its end' : `\`${token.text}\``;
  const meant = meantBy(token, peek(parser, -1));
  return refuse(parser, () =>
    parser.problems.report('normalize-expression-syntax', { found, expected, meant }, token.at),
  );
}

function reportDepth(parser: Parser): void {
  parser.problems.report('normalize-expression-size', { what: 'deeply nested', limit: DEPTH_LIMIT }, peek(parser).at);
}

/** Ends parsing: only the first problem is said, and every reader finds itself at the end. */
function refuse(parser: Parser, say: () => void): Expression {
  if (!parser.failed) say();
  parser.failed = true;
  parser.next = parser.tokens.length - 1;
  return { kind: 'boolean', value: false, at: peek(parser).at };
}

function advancing(parser: Parser, expression: Expression): Expression {
  advance(parser);
  return expression;
}

function advance(parser: Parser): void {
  parser.next = Math.min(parser.next + 1, parser.tokens.length - 1);
}

function peek(parser: Parser, ahead = 0): Token {
  const token = parser.tokens[parser.next + ahead] ?? parser.tokens.at(-1);
  if (token === undefined) throw new Error('This is a bug in normalize: an expression without its end token.');
  return token;
}

function isWord(token: Token, text: string): boolean {
  return token.kind === 'word' && token.text === text;
}

function span(left: Expression, right: Expression): SourceRange {
  return { ...left.at, end: right.at.end };
}
