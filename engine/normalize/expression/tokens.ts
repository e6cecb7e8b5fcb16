/** The text of an expression to its tokens, each with its place. Quoted texts double their quote, or escape it by `\`. */
import type { Scalar, SourceRange } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import type { ExpressionSource } from './source.ts';

export interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'symbol' | 'end';
  /** Words of the grammar in lower case, `&&` as `and`; a text without its quotes. */
  readonly text: string;
  readonly at: SourceRange;
  /** The value of a parameter. */
  readonly isGiven?: true;
}

const PATTERN =
  /(?<space>\s+)|(?<number>\d+(?:\.\d+)?|\.\d+)|(?<text>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")|\$(?<parameter>[A-Za-z][A-Za-z0-9_]*)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<symbol>&&|\|\||==|!=|<>|<=|>=|[-+*/<>=!()[\],])/y;

const SPELLINGS: ReadonlyMap<string, Pick<Token, 'kind' | 'text'>> = new Map(
  Object.entries({
    '&&': { kind: 'word', text: 'and' },
    '||': { kind: 'word', text: 'or' },
    '!': { kind: 'word', text: 'not' },
    '==': { kind: 'symbol', text: '=' },
    '<>': { kind: 'symbol', text: '!=' },
  }),
);

const MEANT = [
  { by: /['"]/, meant: 'The text in quotes that begins here is never closed.' },
  { by: /\^/, meant: 'It is written `power(…, …)`.' },
];

const GRAMMAR_WORDS = new Set(['and', 'or', 'not', 'in', 'between', 'at', 'true', 'false']);

export interface TokenContext {
  readonly problems: Problems;
  readonly parameters?: ReadonlyMap<string, Scalar>;
}

export function tokenize(source: ExpressionSource, context: TokenContext): readonly Token[] | undefined {
  const { problems } = context;
  const tokens: Token[] = [];
  let position = 0;
  while (position < source.text.length) {
    PATTERN.lastIndex = position;
    const match = PATTERN.exec(source.text);
    const at = source.locate(position, position + (match?.[0].length ?? 1));
    if (match === null) {
      const found = `\`${source.text.charAt(position)}\``;
      const meant = MEANT.find(({ by }) => by.test(found))?.meant;
      return problems.report('normalize-expression-syntax', { found, expected: 'a value or an operator', meant }, at);
    }
    const parameter = match.groups?.['parameter'];
    if (parameter !== undefined) {
      const read = parameterTokens(parameter, at, context);
      if (read === undefined) return undefined;
      tokens.push(...read);
    }
    const token = tokenOf(match.groups ?? {}, at);
    if (token !== undefined) tokens.push(token);
    position += match[0].length;
  }
  return [...tokens, { kind: 'end', text: '', at: source.locate(source.text.length, source.text.length) }];
}

/** A parameter is read as if its value stood there. */
function parameterTokens(
  name: string,
  at: SourceRange,
  { parameters, problems }: TokenContext,
): readonly Token[] | undefined {
  const value = parameters?.get(name);
  if (value === undefined || value === null) {
    const known = [...(parameters?.keys() ?? [])];
    return problems.report('normalize-parameter-unknown', { name, known }, at);
  }
  if (typeof value === 'string') return [{ kind: 'text', text: value, at, isGiven: true }];
  if (typeof value === 'boolean') return [{ kind: 'word', text: String(value), at, isGiven: true }];
  const size: Token = { kind: 'number', text: String(Math.abs(value)), at, isGiven: true };
  return value < 0 ? [{ kind: 'symbol', text: '-', at }, size] : [size];
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, at: SourceRange): Token | undefined {
  const { number, text, word, symbol } = groups;
  if (number !== undefined) return { kind: 'number', text: number, at };
  if (text !== undefined) return { kind: 'text', text: unquoted(text), at };
  if (symbol !== undefined) return { ...(SPELLINGS.get(symbol) ?? { kind: 'symbol', text: symbol }), at };
  if (word === undefined) return undefined;
  const lower = word.toLowerCase();
  return { kind: 'word', text: GRAMMAR_WORDS.has(lower) ? lower : word, at };
}

function unquoted(text: string): string {
  const quote = text.charAt(0);
  return text
    .slice(1, -1)
    .replaceAll(quote + quote, quote)
    .replaceAll(/\\(.)/g, '$1');
}
