/** A part of a profile in the words of its author, found again by its place; so that a request can be laid beside it. */
import { ownerOf } from '../diagnostics/index.ts';
import type { DataNode, Library, SourceRange } from '../model/index.ts';

/** The plain value of the node at `at`, wherever in the skills it stands. */
export function authoredValue(library: Library, at: SourceRange): unknown {
  const skill = library.skills.find(({ path }) => path === ownerOf(at));
  const roots =
    skill === undefined ? [] : [...skill.specifications.map(({ data, written = data }) => written), skill.frontMatter];
  for (const root of roots) {
    const node = findNode(root, at);
    if (node !== undefined) return plainValue(node);
  }
  return undefined;
}

function plainValue(node: DataNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainValue);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
  }
}

function findNode(node: DataNode, at: SourceRange): DataNode | undefined {
  if (isSame(node.at, at)) return node;
  const children =
    node.kind === 'list' ? node.items : node.kind === 'map' ? node.entries.map(({ value }) => value) : [];
  for (const child of children) {
    const found = findNode(child, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSame(one: SourceRange, other: SourceRange): boolean {
  return (
    one.file === other.file &&
    one.start.line === other.start.line &&
    one.start.column === other.start.column &&
    one.end.line === other.end.line &&
    one.end.column === other.end.column
  );
}
