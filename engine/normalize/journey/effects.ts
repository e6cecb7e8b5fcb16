/** What an event does to the numbers of a person: `effects: [ { attribute: a1c, change: -1.1, over: 90 days } ]`. */
import type { DataNode, Distribution, Effect, Offset } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { isNoNumber, readDistribution } from '../distribution/index.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { itemsOf, readText } from '../scalars.ts';
import { readLength } from './duration.ts';
import { NO_OFFSET, daysIn } from './offset.ts';
import { hasFailed } from '../problems.ts';
import { leavesOf } from '../../trees/index.ts';

export function readEffects(node: DataNode, context: Context): readonly Effect[] {
  const effects = itemsOf(node).flatMap((item) => readEffect(item, context) ?? []);
  for (const [index, { attribute }] of effects.entries()) {
    if (!effects.slice(0, index).some((one) => one.attribute.value === attribute.value)) continue;
    context.problems.report(
      'normalize-duplicate',
      { what: 'effect of one event on', name: attribute.value },
      attribute.at,
    );
  }
  return effects;
}

function readEffect(node: DataNode, context: Context): Effect | undefined {
  const { problems } = context;
  const reader = readerOf(node, 'an effect', problems);
  if (reader === undefined) return undefined;
  const before = problems.found.length;
  const nameNode = reader.need('attribute');
  const name = nameNode && readText(nameNode, 'The attribute of an effect', problems);
  const amount = readAmount(reader, context);
  const [onset, over, lasts] = ['onset', 'over', 'duration'].map((key) => readTime(reader, key, context));
  reader.finish();
  if (nameNode === undefined || name === undefined || amount === undefined || hasFailed(problems, before))
    return undefined;
  return {
    attribute: { value: name, at: nameNode.at },
    ...amount,
    onset: onset ?? NO_OFFSET,
    over: over ?? NO_OFFSET,
    lasts,
    at: reader.at,
  };
}

/** In whole days, for which the value is known. */
function readTime(reader: Reader, key: string, context: Context): Offset | undefined {
  const node = reader.take(key);
  const length = node && readLength(node, context);
  if (node === undefined || length === undefined) return undefined;
  if (daysIn(length) >= 0) return length;
  const found = { what: `The \`${key}\` of an effect`, value: daysIn(length), expected: '0 days or more' };
  return context.problems.report('normalize-value-range', found, node.at);
}

type Amount = Pick<Effect, 'unit' | 'amount'>;

function readAmount(reader: Reader, context: Context): Amount | undefined {
  const { problems } = context;
  const written = (['change', 'multiply', 'set'] as const).flatMap((key) => reader.takeEntry(key) ?? []);
  const [first, second] = written;
  if (first === undefined)
    return problems.report('normalize-key-missing', { key: 'change', within: 'an effect' }, reader.at);
  if (second !== undefined)
    problems.report('normalize-key-twice', { key: second.key, first: first.key, within: 'an effect' }, second.keyAt);
  const change = written.find(({ key }) => key === 'change');
  if (change === undefined) {
    const amount = readNumbers(first.value, context);
    return amount && { unit: first.key === 'set' ? 'set' : 'factor', amount };
  }
  const share = percentageOf(change.value);
  if (share !== undefined) return { unit: 'share', amount: { kind: 'fixed', value: share, at: change.value.at } };
  const amount = readNumbers(change.value, context);
  return amount && { unit: 'value', amount };
}

/** `-10%` as -0.1. */
function percentageOf(node: DataNode): number | undefined {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  const [, number] = /^\s*([-+]?\d+(?:\.\d+)?)\s*%\s*$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) / 100;
}

function readNumbers(node: DataNode, context: Context): Distribution | undefined {
  const { problems } = context;
  const distribution = readDistribution(node, 'the change of an effect', { ...context, isInTime: true });
  const wrong = distribution && leavesOf(distribution).find(isNoNumber);
  if (wrong === undefined) return distribution;
  const found = wrong.kind === 'fixed' ? String(wrong.value) : 'other values';
  return problems.report(
    'normalize-value-kind',
    { what: 'The change of an effect', expected: 'a number, a percentage or a distribution of numbers', found },
    node.at,
  );
}
