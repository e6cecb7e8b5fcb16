/** For whom a branch of a map holds: those of a value or of a truth, or whoever is left. */
import type { DataNode, Expression, Probability } from '../../model/index.ts';
import { plainWord } from '../scalars.ts';
import type { Standing } from './parting.ts';

/** A branch as it is written; one of a map has a key. */
export interface NamedNode {
  readonly key: string | undefined;
  readonly at: DataNode['at'];
  readonly value: DataNode;
}

export interface WrittenWays {
  readonly ways: readonly NamedNode[];
  readonly isMap: boolean;
  readonly at: DataNode['at'];
  readonly standing: Standing;
  readonly decides: { readonly kind: 'value' | 'truth'; readonly expression: Expression } | undefined;
}

const REST = new Set(['else', 'default', 'otherwise', 'other']);

const TRUTHS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

/** Under a name of a map of values or of truths: for whom it holds. `undefined` where the name is only a name. */
export function onlyWhere(key: string, decides: WrittenWays['decides'], at: DataNode['at']): Expression | undefined {
  const word = plainWord(key);
  if (decides === undefined || REST.has(word)) return undefined;
  const { kind, expression } = decides;
  if (kind === 'truth') {
    const truth = TRUTHS[word];
    if (truth === undefined) return undefined;
    return truth ? expression : { kind: 'not', operand: expression, at };
  }
  const number = Number(key);
  const right: Expression =
    key.trim() !== '' && Number.isFinite(number)
      ? { kind: 'number', value: number, at }
      : word in TRUTHS
        ? { kind: 'boolean', value: word === 'true' || word === 'yes', at }
        : { kind: 'text', value: key, at };
  return { kind: 'binary', operator: '=', left: expression, right, at };
}

export function given(share: Probability, only: Expression): Probability {
  return {
    kind: 'given',
    given: only,
    holds: share,
    fails: { kind: 'constant', value: 0, at: only.at },
    at: share.at,
  };
}
