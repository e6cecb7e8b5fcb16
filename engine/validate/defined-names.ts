/** What a file would define if it had no errors: by its document, or by its text where it gave none. */
import type { DataNode, Located, SkillDocument } from '../model/index.ts';

/** From the least certain to the surest: many rows are called what others define, and what a file is called says what is meant by it. */
export type DefinedNames = readonly (readonly string[])[];

/** A row is none where `isUnknown` says that its own name is what nothing defines. */
export function namesDefinedBy(
  document: SkillDocument,
  isUnknown: (name: string, line: number) => boolean,
): DefinedNames {
  const { path, blocks, tables, frontMatter } = document;
  const rows = tables.flatMap((table) => table.rows);
  const known = (cells: readonly Located<string>[]): readonly string[] =>
    cells.flatMap(({ value, at }) => (value === '' || isUnknown(value, at.start.line) ? [] : value));
  return [
    [fileName(path), ...known(rows.flat())],
    blocks.flatMap(({ data }) => idsIn(data)),
    known(rows.flatMap((row) => row.slice(0, 1))),
    [
      titleOf(document),
      ...blocks.flatMap(({ data }) => namesUnder(data, 'events', 'distributions')),
      ...(frontMatter === undefined ? [] : namesUnder(frontMatter, 'tables')),
    ],
  ];
}

/** By what lines of YAML, JSON and tables look like. */
export function namesDefinedIn(path: string, text: string): DefinedNames {
  return [[fileName(path)], ...DEFINITIONS.map((form) => text.match(form) ?? [])];
}

/** What is said to be an identifier, the first cell of a row, the name of the skill and keys with a map or a title. */
const DEFINITIONS = [
  /(?<=\b(?:id: *|utilization: *\[?(?:[\w-]+, *)*)"?)[\w-]+/g,
  /(?<=^\| *)[^| ][^|]*?(?= *\|)/gm,
  /(?<=^name: *)[\w-]+|(?<=^ *"?)[\w-]+(?="?:(?: *\{.*| +[A-Z].*)?$)/gm,
];

export function titleOf({ path, frontMatter }: SkillDocument): string {
  return textsOf(frontMatter && under(frontMatter, 'name'))[0] ?? fileName(path);
}

export function fileName(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.md$/, '');
}

/** What the events of its journeys are called. */
function idsIn(node: DataNode): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap(idsIn);
  if (node.kind !== 'map') return [];
  return [...textsOf(under(node, 'id')), ...node.entries.flatMap(({ value }) => idsIn(value))];
}

export function under(node: DataNode, key: string): DataNode | undefined {
  return node.kind === 'map' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}

/** With what profiles call them. */
function namesUnder(data: DataNode, ...keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const found = under(data, key);
    if (found?.kind !== 'map') return [];
    return found.entries.flatMap(({ key: name, value }) => [name, ...textsOf(under(value, 'utilization'))]);
  });
}

function textsOf(node: DataNode | undefined): readonly string[] {
  if (node?.kind === 'list') return node.items.flatMap(textsOf);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? [node.value] : [];
}
