/**
 * Errors that only follow from others: a name that stands in a file with errors is unknown wherever it is used. Each file is told once
 * of all such names that it uses, with the place to begin at, so that one mistake is not told a hundred times.
 */
import { diagnostic, ownerOf } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { SkillDocument } from '../model/index.ts';
import { fileName, namesDefinedBy, namesDefinedIn, titleOf, under } from './defined-names.ts';

/** A tree as far as it was read. */
interface ReadTree {
  readonly documents: readonly SkillDocument[];
  /** Texts of all its files, by path. */
  readonly sources: ReadonlyMap<string, string>;
}

/** What is reported of a name that nothing defines. */
const OF_NAMES: ReadonlySet<string> = new Set([
  'normalize-anchor-unknown',
  'normalize-cell',
  'normalize-event-broken',
  'normalize-expression-name',
  'normalize-journey-unknown',
  'normalize-reference-unknown',
  'normalize-template-unknown',
  'plan-claims-missing',
  'plan-network-missing',
  'plan-pharmacy-missing',
  'plan-trial-missing',
  'validate-cause-elsewhere',
  'validate-reference-unknown',
]);

/** What is reported where no executor skill says a default. */
const LACKING = 'normalize-default-missing';

/** What a part lacks where events that it names are not known. */
const OF_PARTS: ReadonlySet<string> = new Set([
  'normalize-anchor-unknown',
  'normalize-dosing-without',
  'normalize-study-without',
]);

export function withCauses(tree: ReadTree, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity, at }) => severity === 'error' && at !== undefined);
  const namesOf = namesWith(lenderIn(tree, errors));
  const definers = definersIn(tree, errors);
  const definerOf = (error: Diagnostic): string | undefined =>
    namesOf(error)
      .flatMap((name) => definers.get(singular(name)) ?? [])
      .findLast((path) => path !== fileOf(error));
  const follows = new Map<string, Diagnostic[]>();
  for (const error of errors) {
    const file = fileOf(error);
    if (file === undefined || definerOf(error) === undefined) continue;
    follows.set(file, [...(follows.get(file) ?? []), error]);
  }
  const isDropped = rowsDropped(tree, errors);
  const isTold = (error: Diagnostic): boolean =>
    OF_PARTS.has(error.code) ? follows.has(fileOf(error) ?? '') : namesOf(error).some((name) => isDropped(name, error));
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
  // Of what merely names each other in a circle, nothing is a cause.
  const groundless = new Set<Diagnostic>();
  const whole = [...follows].flatMap(([file, following]) => {
    const names = [...new Set(following.flatMap(namesOf))];
    const cause = causeBehind(file, []);
    if (cause === undefined) for (const one of following) groundless.add(one);
    return cause === undefined ? [] : [diagnostic('validate-cause-elsewhere', { names, cause }, following[0]?.at)];
  });
  return [...diagnostics.filter((one) => !told.has(one) || groundless.has(one)), ...whole];
}

/** Files with errors by what they would define, the surest last. */
function definersIn(
  { documents, sources }: ReadTree,
  errors: readonly Diagnostic[],
): ReadonlyMap<string, readonly string[]> {
  const unknown = new Set(errors.flatMap((one) => namesIn(one).map((name) => `${placeOf(one)} ${name}`)));
  const read = new Map(documents.map((one) => [one.path, one]));
  const paths = [...new Set(errors.flatMap((one) => fileOf(one) ?? []))];
  const definitions = paths.flatMap((path) => {
    const document = read.get(path);
    const byText = namesDefinedIn(path, sources.get(path) ?? '');
    if (document === undefined) return [{ path, names: byText }];
    const isUnknown = (name: string, line: number): boolean => unknown.has(`${path}:${line} ${name}`);
    const [weakest = [], ...surer] = namesDefinedBy(document, isUnknown);
    return [{ path, names: [[...weakest, ...(byText.at(-1) ?? [])], ...surer] }];
  });
  const definers = new Map<string, string[]>();
  for (const level of definitions[0]?.names.keys() ?? [])
    for (const { path, names } of definitions)
      for (const name of names[level] ?? []) {
        const key = singular(name);
        definers.set(key, [...(definers.get(key) ?? []), path]);
      }
  return definers;
}

/** Whether a name is that of a row of the same file which has an error itself, another than that it is so called. */
function rowsDropped(
  { documents }: ReadTree,
  errors: readonly Diagnostic[],
): (name: string, error: Diagnostic) => boolean {
  const byLine = new Map(errors.map((one) => [placeOf(one), one]));
  const rows = new Map(documents.map((one) => [one.path, one.tables.flatMap((table) => table.rows)]));
  return (name, error) =>
    (rows.get(fileOf(error) ?? '') ?? []).some(([first]) => {
      const other = first?.value === name ? byLine.get(`${fileOf(error)}:${first.at.start.line}`) : undefined;
      return other !== undefined && !namesIn(other).includes(name);
    });
}

function placeOf(error: Diagnostic): string {
  return `${fileOf(error)}:${error.at?.start.line}`;
}

/** What the skill is called that would say the defaults, if it had no errors: the surest of them that has one. */
function lenderIn({ documents, sources }: ReadTree, errors: readonly Diagnostic[]): string | undefined {
  const broken = new Set(errors.filter(({ code }) => code !== LACKING).map(fileOf));
  const read = new Set(documents.map(({ path }) => path));
  const unread = [...sources].find(([path, text]) => broken.has(path) && !read.has(path) && /^defaults:/m.test(text));
  if (unread !== undefined) return fileName(unread[0]);
  const lenders = documents.filter(
    ({ path, frontMatter }) => broken.has(path) && frontMatter !== undefined && under(frontMatter, 'defaults'),
  );
  const own = new Set(errors.filter((one) => namesIn(one).length === 0 && one.code !== LACKING).map(fileOf));
  const lender = lenders.find(({ path }) => own.has(path)) ?? lenders[0];
  return lender && titleOf(lender);
}

function namesWith(lender: string | undefined): (error: Diagnostic) => readonly string[] {
  return (error) => (error.code === LACKING && lender !== undefined ? [lender] : namesIn(error));
}

function fileOf({ at }: Diagnostic): string | undefined {
  return at && ownerOf(at);
}

/** Profiles may count what is called in the singular. */
function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}

function namesIn({ code, params }: Diagnostic): readonly string[] {
  if (!OF_NAMES.has(code)) return [];
  if ('names' in params) return params.names.slice(0, 1);
  if ('what' in params && Array.isArray(params.what)) return params.what.flatMap(tablesIn);
  if ('found' in params)
    return /[a-z]{3}/i.test(String(params.found)) ? [String(params.found).replace(/^\w+:/, '')] : [];
  if ('event' in params && typeof params.event === 'string') return [params.event];
  return 'name' in params && typeof params.name === 'string' ? [params.name] : [];
}

/** `the rules of plans (`plan_rules`)` lacks rows of a table. */
function tablesIn(what: string): readonly string[] {
  return Array.from(what.matchAll(/`(\w+)`/g), ([, table = '']) => table);
}
