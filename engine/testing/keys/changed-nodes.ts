/** A tree of data with one of its values changed or taken away. */
import type { DataNode, Scalar } from '../../model/index.ts';

type Path = readonly string[];

export function nodeAt(node: DataNode | undefined, [step, ...rest]: Path): DataNode | undefined {
  if (node === undefined || step === undefined) return node;
  if (node.kind === 'list') return nodeAt(node.items[Number(step)], rest);
  return node.kind === 'map' ? nodeAt(node.entries.find(({ key }) => key === step)?.value, rest) : undefined;
}

/** `change` gives `undefined` for what is to go. */
export function changedAt(
  node: DataNode,
  [step, ...rest]: Path,
  change: (node: DataNode) => DataNode | undefined,
): DataNode | undefined {
  if (step === undefined) return change(node);
  if (node.kind === 'list') {
    const items = node.items.flatMap((item, place) =>
      String(place) === step ? (changedAt(item, rest, change) ?? []) : item,
    );
    return { ...node, items };
  }
  if (node.kind !== 'map') return node;
  const entries = node.entries.flatMap((entry) => {
    if (entry.key !== step) return entry;
    const value = changedAt(entry.value, rest, change);
    return value === undefined ? [] : { ...entry, value };
  });
  return { ...node, entries };
}

/** The paths of all values inside. */
export function leavesOf(node: DataNode, path: Path = []): readonly Path[] {
  if (node.kind === 'list') return node.items.flatMap((item, place) => leavesOf(item, [...path, String(place)]));
  if (node.kind === 'map') return node.entries.flatMap(({ key, value }) => leavesOf(value, [...path, key]));
  return [path];
}

/** Other values of its kind, the likeliest to be allowed first; `known` stand under the same key elsewhere. */
export function othersOf(value: Scalar, known: readonly Scalar[]): readonly Scalar[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') {
    return Number.isInteger(value) ? [value + 1, value - 1] : [rounded(value * 1.25), rounded(value * 0.75)];
  }
  if (typeof value !== 'string') return [];
  const elsewhere = known.filter((one) => one !== value).slice(0, 3);
  const last = /\d+(?=\D*$)/.exec(value);
  if (last === null) return [...elsewhere, `${value}x`];
  const [digits] = last;
  const next = String(Number(digits) + 1).padStart(digits.length, '0');
  return [value.slice(0, last.index) + next + value.slice(last.index + digits.length), ...elsewhere];
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
