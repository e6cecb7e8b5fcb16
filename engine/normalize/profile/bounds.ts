/** Between which values everybody of a profile lies in what is drawn of them: the curves of the profile and of the reference are cut there. */
import type { AttributeBound, AttributeDefinition, BoundEnd, DataNode, MapEntry } from '../../model/index.ts';
import { wordsFor } from '../../trees/index.ts';
import { findObservation } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { valueTypeOf } from '../distribution/index.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { readNumber, readNumberWhere } from '../scalars.ts';

/** `known` are the quantities of the profile; observations that it does not have are those of the reference. */
export function readAttributeBounds(
  node: DataNode,
  known: readonly AttributeDefinition[],
  context: Context,
): readonly AttributeBound[] {
  if (node.kind === 'map') return node.entries.flatMap((entry) => readBound(entry, known, context) ?? []);
  const found = wordsFor(node);
  return (
    context.problems.report('normalize-value-kind', { what: '`bounds`', expected: 'a map of names', found }, node.at) ??
    []
  );
}

function readBound(
  { key, keyAt, value }: MapEntry,
  known: readonly AttributeDefinition[],
  context: Context,
): AttributeBound | undefined {
  const { problems, knowledge } = context;
  const bounded = known.filter(({ role }) => role !== 'demographics');
  const own = bounded.find(({ name }) => name === key);
  const name = own?.name ?? findObservation(key, knowledge)?.name;
  if (name === undefined) {
    const names = [...bounded, ...knowledge.observations].map((one) => one.name);
    return problems.report(
      'normalize-reference-unknown',
      { kind: 'attribute or observation', name: key, known: names },
      keyAt,
    );
  }
  const type = own && valueTypeOf(own.distribution);
  if (type !== undefined && type !== 'number')
    return problems.report(
      'normalize-value-kind',
      { what: `\`${name}\``, expected: 'numbers', found: `a ${type}` },
      keyAt,
    );
  const reader = readerOf(value, `the bounds of ${name}`, problems);
  if (reader === undefined) return undefined;
  const low = endOf(reader, ['min', 'above'], name, context);
  const high = endOf(reader, ['max', 'below'], name, context);
  const share = shareOf(reader, name, context);
  reader.finish();
  if (low === undefined && high === undefined)
    return problems.report('normalize-key-missing', { key: 'min', within: `the bounds of ${name}` }, value.at);
  if (low !== undefined && high !== undefined && low.value > high.value)
    return problems.report('normalize-bounds', { low: low.value, high: high.value, what: name }, value.at);
  const ends = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
  return { name, ...ends, ...(share === undefined ? {} : { share }), at: value.at };
}

function shareOf(reader: Reader, name: string, { problems }: Context): number | undefined {
  const node = reader.take('share');
  const holds = (value: number): boolean => value >= 0 && value <= 1;
  const what = `The share within the bounds of ${name}`;
  return node && readNumberWhere(node, { what, expected: 'from 0 to 1', holds }, problems);
}

/** The end itself is within it, or is not (`above`, `below`). */
function endOf(
  reader: Reader,
  [within, beyond]: readonly ['min', 'above'] | readonly ['max', 'below'],
  name: string,
  { problems }: Context,
): BoundEnd | undefined {
  const [closed, open] = [reader.take(within), reader.take(beyond)];
  if (closed !== undefined && open !== undefined)
    return problems.report('normalize-duplicate', { what: `bound of \`${name}\``, name: beyond }, open.at);
  const node = closed ?? open;
  const value = node && readNumber(node, `The \`${closed === undefined ? beyond : within}\` of ${name}`, problems);
  return value === undefined ? undefined : { value, isOpen: closed === undefined };
}
