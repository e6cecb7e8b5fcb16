/**
 * Errors that only follow from others: a name that stands in a file with errors is unknown wherever it is used. Each file is told once
 * of all such names that it uses, with the place to begin at, so that one mistake is not told a hundred times.
 */
import { diagnostic, ownerOf } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { DataNode, SkillDocument } from '../model/index.ts';

/** What is reported of a name that nothing defines. */
const OF_NAMES: ReadonlySet<string> = new Set([
  'normalize-anchor-unknown',
  'normalize-event-broken',
  'normalize-expression-name',
  'normalize-journey-unknown',
  'normalize-reference-unknown',
  'normalize-template-unknown',
  'validate-cause-elsewhere',
  'validate-reference-unknown',
]);

/** What is reported where no executor skill says a default. */
const LACKING = 'normalize-default-missing';

/** `unreadable` are the paths of files that gave no document: they would have defined what they are called. */
export function withCauses(
  { documents, unreadable }: { readonly documents: readonly SkillDocument[]; readonly unreadable: readonly string[] },
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity, at }) => severity === 'error' && at !== undefined);
  const broken = new Set(errors.map(fileOf));
  const dropped = documents.filter(({ path }) => broken.has(path));
  const definers = new Map([
    ...[idsOf, rowsOf, definedBy].flatMap((namesOf) =>
      dropped.flatMap((one) => namesOf(one).map((name) => [singular(name), one.path] as const)),
    ),
    ...unreadable.map((path) => [singular(fileName(path)), path] as const),
  ]);
  const lender = dropped.find(({ path, frontMatter }) => {
    const isOfItsOwn = errors.some(
      (error) => fileOf(error) === path && error.code !== LACKING && nameIn(error) === undefined,
    );
    return isOfItsOwn && frontMatter !== undefined && under(frontMatter, 'defaults') !== undefined;
  });
  const nameOf = (error: Diagnostic): string | undefined =>
    error.code === LACKING && lender !== undefined ? titleOf(lender) : nameIn(error);
  const definerOf = (error: Diagnostic): string | undefined => definers.get(singular(nameOf(error) ?? NAMELESS));
  const follows = new Map<string, Diagnostic[]>();
  for (const error of errors) {
    const definer = definerOf(error);
    const file = fileOf(error);
    if (definer === undefined || file === undefined || file === definer) continue;
    follows.set(file, [...(follows.get(file) ?? []), error]);
  }
  if (follows.size === 0) return diagnostics;
  const isTold = ({ code, at }: Diagnostic): boolean =>
    code === 'normalize-anchor-unknown' && at !== undefined && follows.has(ownerOf(at));
  const told = new Set([...[...follows.values()].flat(), ...errors.filter(isTold)]);
  const own = errors.filter((error) => !told.has(error));
  const causeIn = (file: string, seen: readonly string[]): string | undefined => {
    const first = own.find((one) => fileOf(one) === file)?.at;
    return first === undefined ? causeBehind(file, seen) : `${first.file}:${first.start.line}`;
  };
  const causeBehind = (file: string, seen: readonly string[]): string | undefined => {
    const next = (follows.get(file) ?? []).flatMap((error) => definerOf(error) ?? []);
    const further = next.filter((one) => !seen.includes(one));
    return further.map((one) => causeIn(one, [...seen, one])).find((one) => one !== undefined);
  };
  const whole = [...follows].map(([file, following]) => {
    const names = [...new Set(following.flatMap((error) => nameOf(error) ?? []))];
    return diagnostic('validate-cause-elsewhere', { names, cause: causeBehind(file, []) }, following[0]?.at);
  });
  return [...diagnostics.filter((one) => !told.has(one)), ...whole];
}

function fileOf({ at }: Diagnostic): string | undefined {
  return at && ownerOf(at);
}

/** Profiles may count what is called in the singular. */
function singular(name: string): string {
  return name.replace(/s$/, '');
}

const NAMELESS = '\n';

function nameIn({ code, params }: Diagnostic): string | undefined {
  if (!OF_NAMES.has(code)) return undefined;
  if ('name' in params && typeof params.name === 'string') return params.name;
  if ('names' in params) return params.names[0];
  return 'event' in params && typeof params.event === 'string' ? params.event : undefined;
}

/** What the events of its journeys are called. */
function idsOf({ blocks }: SkillDocument): readonly string[] {
  return blocks.flatMap(({ data }) => idsIn(data));
}

function idsIn(node: DataNode): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap(idsIn);
  if (node.kind !== 'map') return [];
  return [...textsOf(under(node, 'id')), ...node.entries.flatMap(({ value }) => idsIn(value))];
}

/** What rows of its tables are called: many define what they name, some name what others define. */
function rowsOf({ tables }: SkillDocument): readonly string[] {
  return tables.flatMap(({ rows }) => rows.flatMap(([first]) => first?.value || []));
}

/** Its own name, its events and distributions with what profiles call them. */
function definedBy(document: SkillDocument): readonly string[] {
  return [
    titleOf(document),
    ...document.blocks.flatMap(({ data }) => ['events', 'distributions'].flatMap((key) => namesUnder(data, key))),
  ];
}

function titleOf({ path, frontMatter }: SkillDocument): string {
  return (frontMatter && textUnder(frontMatter, 'name')) ?? fileName(path);
}

function fileName(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.md$/, '');
}

function under(node: DataNode, key: string): DataNode | undefined {
  return node.kind === 'map' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}

function textUnder(node: DataNode, key: string): string | undefined {
  const found = under(node, key);
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined;
}

function namesUnder(data: DataNode, key: string): readonly string[] {
  const found = under(data, key);
  if (found?.kind !== 'map') return [];
  return found.entries.flatMap(({ key: name, value }) => [name, ...textsOf(under(value, 'utilization'))]);
}

function textsOf(node: DataNode | undefined): readonly string[] {
  if (node?.kind === 'list') return node.items.flatMap(textsOf);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? [node.value] : [];
}
