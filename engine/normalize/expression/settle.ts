/** An expression's own words made canonical: function names checked, codes and drugs as the reference writes them, aliases of names. */
import type { Expression } from '../../model/index.ts';
import { codePrefixOf, findMedication, isKnownPrefix } from '../concepts/index.ts';
import type { Context } from '../context.ts';

/** `has_event` and the like are part of the language; this engine cannot answer them yet. */
const UNSUPPORTED = new Set(['has_event', 'count_events', 'latest']);
const FUNCTIONS = ['has_condition', 'has_medication'] as const;

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['sex', 'gender'],
  ['coverage', 'payer'],
]);

type Call = Extract<Expression, { kind: 'call' }>;

/** `undefined` where a part was refused; every problem of the expression is reported. */
export function settleExpression(expression: Expression, context: Context): Expression | undefined {
  const settle = (one: Expression): Expression | undefined => settleExpression(one, context);
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return expression;
    case 'name':
      return { ...expression, name: ALIASES.get(expression.name.toLowerCase()) ?? expression.name };
    case 'not':
    case 'negate': {
      const operand = settle(expression.operand);
      return operand && { ...expression, operand };
    }
    case 'binary': {
      const [left, right] = [settle(expression.left), settle(expression.right)];
      return left && right && { ...expression, left, right };
    }
    case 'in': {
      const [operand, ...options] = [expression.operand, ...expression.options].map(settle);
      return operand && allPresent(options) ? { ...expression, operand, options } : undefined;
    }
    case 'between': {
      const [operand, low, high] = [settle(expression.operand), settle(expression.low), settle(expression.high)];
      return operand && low && high && { ...expression, operand, low, high };
    }
    case 'call':
      return settleCall(expression, context);
  }
}

function allPresent<Item>(items: readonly (Item | undefined)[]): items is readonly Item[] {
  return items.every((item) => item !== undefined);
}

function settleCall(call: Call, context: Context): Expression | undefined {
  const { problems } = context;
  if (UNSUPPORTED.has(call.name)) return problems.report('normalize-not-supported', { part: call.name }, call.at);
  if (!FUNCTIONS.some((known) => known === call.name)) {
    return problems.report('normalize-expression-function', { name: call.name, known: FUNCTIONS }, call.at);
  }
  const [argument, ...others] = call.arguments;
  if (argument?.kind !== 'text' || others.length > 0) {
    const found = argument === undefined ? 'nothing' : 'something else';
    const part = `What stands in \`${call.name}(…)\``;
    return problems.report('normalize-expression-type', { part, expected: 'one text in quotes', found }, call.at);
  }
  const settled = call.name === 'has_condition' ? settleCode(argument, context) : settleDrug(argument, context);
  return settled && { ...call, arguments: [settled] };
}

type Text = Extract<Expression, { kind: 'text' }>;

function settleCode(text: Text, { knowledge, problems }: Context): Text | undefined {
  const code = codePrefixOf(text.value);
  if (code === undefined) return problems.report('normalize-code-impossible', { code: text.value }, text.at);
  if (!isKnownPrefix(code, knowledge)) problems.report('normalize-code-unchecked', { code }, text.at);
  return { ...text, value: code };
}

function settleDrug(text: Text, { knowledge, problems }: Context): Text | undefined {
  const drug = findMedication(text.value, knowledge);
  if (drug !== undefined) return { ...text, value: drug.name };
  const known = knowledge.medications.map(({ name }) => name);
  return problems.report('normalize-reference-unknown', { kind: 'medication', name: text.value, known }, text.at);
}
