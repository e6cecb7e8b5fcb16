/** A key that lost its indentation stands beside the map that lacks it: one mistake, whatever else follows from it. */
import type { DataNode, MapEntry } from '../model/index.ts';
import { entryOf, nodeAt } from './locate.ts';
import type { Pointer } from './locate.ts';
import { titleOf } from './schema-problems.ts';
import type { SchemaProblem } from './schema-problems.ts';
import { keyOwners } from './schemas.ts';

type Dedented = Extract<SchemaProblem, { kind: 'dedented' }>;

export function withDedented(problems: readonly SchemaProblem[], root: DataNode): readonly SchemaProblem[] {
  const found = problems.flatMap(
    (one) => behindEmpty(one, problems, root) ?? behindLacking(one, root) ?? amongNames(one, root) ?? [],
  );
  if (found.length === 0) return problems;
  const told = found.filter(
    (one, index) =>
      index === found.findIndex(({ pointer, key }) => key === one.key && pointer.join('/') === one.pointer.join('/')),
  );
  return [...told, ...problems.filter((one) => !found.some((dedented) => follows(one, dedented)))];
}

/** `a1c` behind an empty `labs`. */
function behindEmpty(problem: SchemaProblem, problems: readonly SchemaProblem[], root: DataNode): Dedented | undefined {
  if (problem.kind !== 'unknown-key') return undefined;
  const { pointer, key } = problem;
  const entries = entriesAt(root, pointer);
  const before = entries[entries.findIndex((entry) => entry.key === key) - 1];
  if (before?.value.kind !== 'scalar' || before.value.value !== null) return undefined;
  const place = [...pointer, before.key].join('/');
  const lacks = problems.some((one) => one.kind === 'value' && one.pointer.join('/') === place);
  return lacks ? { kind: 'dedented', pointer, key, under: before.key } : undefined;
}

/** `components` behind the mixture that needs them. */
function behindLacking(problem: SchemaProblem, root: DataNode): Dedented | undefined {
  const under = problem.pointer.at(-1);
  if (problem.kind !== 'missing-keys' || under === undefined) return undefined;
  const pointer = problem.pointer.slice(0, -1);
  const entries = entriesAt(root, pointer);
  const index = entries.findIndex(({ key }) => key === under);
  const [own, next] = [entries[index], entries[index + 1]];
  if (own === undefined || next === undefined || !problem.keys.includes(next.key)) return undefined;
  return next.keyAt.start.line > own.value.at.start.line
    ? { kind: 'dedented', pointer, key: next.key, under }
    : undefined;
}

/** `timing` among the names of events, behind one that has none. */
function amongNames(problem: SchemaProblem, root: DataNode): Dedented | undefined {
  const key = problem.pointer.at(-1);
  const title = problem.kind === 'value' ? titleOf(problem.error) : 'within' in problem ? problem.within : undefined;
  if (key === undefined || title === undefined || keyOwners().get(key)?.includes(title) !== true) return undefined;
  const pointer = problem.pointer.slice(0, -1);
  const entries = entriesAt(root, pointer);
  const before = entries[entries.findIndex((entry) => entry.key === key) - 1];
  if (before?.value.kind !== 'map' || entryOf(before.value, key) !== undefined) return undefined;
  return { kind: 'dedented', pointer, key, under: before.key };
}

function entriesAt(root: DataNode, pointer: Pointer): readonly MapEntry[] {
  const node = nodeAt(root, pointer);
  return node.kind === 'map' ? node.entries : [];
}

/** What is said of the key, of what it holds, and of what lacks it. */
function follows(problem: SchemaProblem, { pointer, key, under }: Dedented): boolean {
  const place = problem.pointer.join('/');
  const [above, held] = [under, key].map((one) => [...pointer, one].join('/'));
  if (problem.kind === 'unknown-key' && place === pointer.join('/')) return problem.key === key;
  return place === above || place === held || place.startsWith(`${held}/`);
}
