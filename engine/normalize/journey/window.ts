/** The `window` of a visit: how early and how late it may be, `3 days`, `±3 days`, `-1/+3 days` or a map of `before` and `after`. */
import type { DataNode, Window } from '../../model/index.ts';
import { nodeOf } from '../../trees/index.ts';
import type { Context } from '../context.ts';
import { createReader } from '../reader.ts';
import { readLength } from './duration.ts';
import { NO_OFFSET } from './offset.ts';

const EVEN = /^\s*(?:±|\+\/-)\s*(?<length>.+)$/u;
const UNEVEN = /^\s*-\s*(?<before>[\d.]+)\s*(?<own>[a-z]*)\s*\/\s*\+\s*(?<after>[\d.]+)\s*(?<unit>[a-z]+)\s*$/u;

export function readWindow(node: DataNode, context: Context): Window | undefined {
  if (node.kind === 'map') return readBounds(node, context);
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  const uneven = text === undefined ? undefined : UNEVEN.exec(text)?.groups;
  const { before = '', own = '', after = '', unit = '' } = uneven ?? {};
  if (uneven !== undefined) {
    return windowOf(
      readLength(nodeOf(`${before} ${own === '' ? unit : own}`, node.at), context),
      readLength(nodeOf(`${after} ${unit}`, node.at), context),
    );
  }
  const even = text === undefined ? undefined : EVEN.exec(text)?.groups?.length;
  const length = readLength(even === undefined ? node : nodeOf(even, node.at), context);
  return windowOf(length, length);
}

function readBounds(node: Extract<DataNode, { kind: 'map' }>, context: Context): Window | undefined {
  const reader = createReader(node, 'a window', context.problems);
  const [before, after] = [reader.take('before', 'early'), reader.take('after', 'late')];
  reader.finish();
  return windowOf(
    before === undefined ? NO_OFFSET : readLength(before, context),
    after === undefined ? NO_OFFSET : readLength(after, context),
  );
}

function windowOf(before: Window['before'] | undefined, after: Window['after'] | undefined): Window | undefined {
  return before === undefined || after === undefined ? undefined : { before, after };
}
