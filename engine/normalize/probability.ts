/** Shares of people or occurrences: a number from 0 to 1, or one that depends on a condition. */
import type { DataNode, Probability, SourceRange } from '../model/index.ts';
import type { Context } from './context.ts';
import { readExpression } from './expression/index.ts';
import { createReader } from './reader.ts';
import { readNumberWhere } from './scalars.ts';

export function readProbability(node: DataNode, what: string, context: Context): Probability | undefined {
  const { problems } = context;
  if (node.kind !== 'map') {
    const value = readNumberWhere(node, { what, expected: 'from 0 to 1', holds: isShare }, problems);
    return value === undefined ? undefined : { kind: 'constant', value, at: node.at };
  }
  const reader = createReader(node, what, problems);
  const [condition, then, otherwise] = [reader.need('given', 'if'), reader.need('then'), reader.need('else')];
  reader.finish();
  const given = condition && readExpression(condition, `The condition of ${what}`, context);
  const holds = then && readProbability(then, what, context);
  const fails = otherwise && readProbability(otherwise, what, context);
  return given && holds && fails && { kind: 'given', given, holds, fails, at: node.at };
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

export function certain(at: SourceRange): Probability {
  return { kind: 'constant', value: 1, at };
}

/** The share among those for whom the condition holds; nobody else. */
export function onlyGiven(
  probability: Probability,
  node: DataNode,
  what: string,
  context: Context,
): Probability | undefined {
  const given = readExpression(node, `The condition of ${what}`, context);
  return (
    given && {
      kind: 'given',
      given,
      holds: probability,
      fails: { kind: 'constant', value: 0, at: node.at },
      at: probability.at,
    }
  );
}
