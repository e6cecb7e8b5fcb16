/** A scalar of a specification to an expression. Names are not judged here: what they may be is known only when all is read. */
import type { DataNode, Expression, Located } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { Problems } from '../problems.ts';
import { wordsFor } from '../../trees/index.ts';
import { checkConstants } from './constants.ts';
import { parseExpression } from './parse-expression.ts';
import { settleExpression } from './settle.ts';
import { expressionSource } from './source.ts';
import { tokenize } from './tokens.ts';

const LENGTH_LIMIT = 2000;

/** A cell of a reference table, whose names and functions the table judges. */
export function readFormula({ value, at }: Located<string>, problems: Problems): Expression | undefined {
  return parsed({ node: { kind: 'scalar', value, at }, text: value }, { problems });
}

export function readExpression(
  node: DataNode,
  what: string,
  context: Pick<Context, 'knowledge' | 'problems' | 'parameters'>,
): Expression | undefined {
  const { problems } = context;
  if (node.kind === 'scalar' && typeof node.value === 'boolean')
    return { kind: 'boolean', value: node.value, at: node.at };
  if (node.kind === 'scalar' && typeof node.value === 'number')
    return { kind: 'number', value: node.value, at: node.at };
  if (node.kind !== 'scalar' || typeof node.value !== 'string') {
    return problems.report('normalize-value-kind', { what, expected: 'an expression', found: wordsFor(node) }, node.at);
  }
  const expression = parsed({ node, text: node.value }, context);
  return expression && settleExpression(expression, context);
}

interface Source {
  readonly node: Extract<DataNode, { kind: 'scalar' }>;
  readonly text: string;
}

function parsed({ node, text }: Source, context: Parameters<typeof tokenize>[1]): Expression | undefined {
  const { problems } = context;
  if (text.length > LENGTH_LIMIT)
    return problems.report('normalize-expression-size', { what: 'long', limit: LENGTH_LIMIT }, node.at);
  const tokens = tokenize(expressionSource(node, text), context);
  const expression = tokens && parseExpression(tokens, problems);
  const given = new Set(tokens?.flatMap(({ at, isGiven }) => (isGiven ? [at] : [])));
  return expression && checkConstants(expression, given, problems) ? expression : undefined;
}
