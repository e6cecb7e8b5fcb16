/** An expression's own words made canonical: function names checked, codes and drugs as the reference writes them, aliases of names. */
import type { Expression } from '../../model/index.ts';
import { FUNCTIONS } from './functions.ts';
import { codePrefixOf, findMedication, findObservation, isKnownPrefix, unknownMedication } from '../concepts/index.ts';
import type { Context as Whole } from '../context.ts';

type Context = Pick<Whole, 'knowledge' | 'problems'>;

/** What each question takes: in the order of its arguments, those in brackets may be left out. */
const QUESTIONS: Readonly<Record<string, { readonly takes: string; readonly window: boolean }>> = {
  has_condition: { takes: 'one text in quotes', window: false },
  has_medication: { takes: 'one text in quotes', window: false },
  latest: { takes: 'one text in quotes', window: false },
  days_since: { takes: 'one text in quotes', window: false },
  has_event: { takes: 'a text in quotes and perhaps a time, such as `30 days`', window: true },
  count_events: { takes: 'a text in quotes and perhaps a time, such as `30 days`', window: true },
};

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
    case 'length':
      return expression;
    case 'name':
      return { ...expression, name: ALIASES.get(expression.name.toLowerCase()) ?? expression.name };
    case 'not':
    case 'negate':
    case 'moment': {
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
    case 'function': {
      const given = expression.arguments.map(settle);
      return allPresent(given) ? { ...expression, arguments: given } : undefined;
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
  const known = Object.hasOwn(QUESTIONS, call.name) ? QUESTIONS[call.name] : undefined;
  if (known === undefined) {
    const names = [QUESTIONS, FUNCTIONS].flatMap(Object.keys);
    return problems.report('normalize-expression-function', { name: call.name, known: names }, call.at);
  }
  const [argument, window, ...others] = call.arguments;
  const isWindow = window === undefined || (known.window && window.kind === 'length');
  if (argument?.kind !== 'text' || !isWindow || others.length > 0) {
    const found = argument === undefined ? 'nothing' : 'something else';
    const part = `What stands in \`${call.name}(…)\``;
    return problems.report('normalize-expression-type', { part, expected: known.takes, found }, call.at);
  }
  const settled = settleArgument(call.name, argument, context);
  return settled && { ...call, arguments: window === undefined ? [settled] : [settled, window] };
}

/** Events are those of the cohort's journeys, which are known only when all is read. */
function settleArgument(name: string, text: Text, context: Context): Text | undefined {
  switch (name) {
    case 'has_condition':
      return settleCode(text, context);
    case 'has_medication':
      return settleDrug(text, context);
    case 'latest':
      return settleObservation(text, context);
    default:
      return text;
  }
}

type Text = Extract<Expression, { kind: 'text' }>;

function settleCode(text: Text, { knowledge, problems }: Context): Text | undefined {
  const code = codePrefixOf(text.value);
  if (code === undefined) return problems.report('normalize-code-impossible', { code: text.value }, text.at);
  if (!isKnownPrefix(code, knowledge)) problems.report('normalize-code-unchecked', { code, known: [] }, text.at);
  return { ...text, value: code };
}

function settleDrug(text: Text, { knowledge, problems }: Context): Text | undefined {
  const drug = findMedication(text.value, knowledge);
  if (drug !== undefined) return { ...text, value: drug.name };
  return problems.report('normalize-reference-unknown', unknownMedication(text.value, knowledge), text.at);
}

function settleObservation(text: Text, { knowledge, problems }: Context): Text | undefined {
  const concept = findObservation(text.value, knowledge);
  if (concept !== undefined) return { ...text, value: concept.name };
  const known = knowledge.observations.map(({ name }) => name);
  return problems.report('normalize-reference-unknown', { kind: 'observation', name: text.value, known }, text.at);
}
