/** `randomization` of a study: the length of permuted blocks and what stratifies them. */
import type { DataNode, Located, Randomization, StudyArm } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readerOf } from '../reader.ts';
import { itemsOf, readInteger, readText } from '../scalars.ts';
import { reportTwice } from './twice.ts';

const LONGEST = 24;

export function readRandomization(
  node: DataNode,
  arms: readonly StudyArm[],
  context: Context,
): Randomization | undefined {
  const { problems } = context;
  const reader = readerOf(node, 'a randomization', problems);
  if (reader === undefined) return undefined;
  const blockNode = reader.need('block', 'block_size');
  const strataNode = reader.take('stratify_by', 'strata');
  reader.finish();
  const block = blockNode && readInteger(blockNode, { what: '`block`', min: 2, max: LONGEST }, problems);
  const strata = strataNode === undefined ? [] : readStrata(strataNode, context);
  if (blockNode === undefined || block === undefined) return undefined;
  if (isWhole(block, arms)) return { block, strata, at: node.at };
  const fitting = Array.from({ length: LONGEST - 1 }, (_, at) => at + 2).find((length) => isWhole(length, arms));
  const expected =
    fitting === undefined
      ? 'so long that each arm has whole places in it'
      : `a multiple of ${fitting}, so that arms have whole places`;
  return problems.report('normalize-value-range', { what: '`block`', value: block, expected }, blockNode.at);
}

function isWhole(block: number, arms: readonly StudyArm[]): boolean {
  return arms.every(({ allocation }) => Math.abs(allocation * block - Math.round(allocation * block)) < 1e-6);
}

function readStrata(node: DataNode, { problems }: Context): readonly Located<string>[] {
  const strata = itemsOf(node).flatMap((item) => {
    const value = readText(item, 'What stratifies', problems);
    return value === undefined ? [] : [{ value, at: item.at }];
  });
  reportTwice('stratum', strata, problems);
  return strata;
}
