/**
 * Errors that only follow from others: a name that stands in a file with errors is unknown wherever it is used. Each file is told once
 * of all such names that it uses, with the place to begin at, so that one mistake is not told a hundred times.
 */
import { diagnostic, editsToNearest, ownerOf } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { SkillDocument } from '../model/index.ts';
import { fileName, namesDefinedBy, namesDefinedIn, titleOf, under } from './defined-names.ts';
import { withoutEchoes } from './echoes.ts';
import { createLost } from './lost-knowledge.ts';
import { createTableCauses } from './table-causes.ts';

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
  'normalize-plan-payer',
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

/** What an event may be dropped for. */
const OF_EVENTS =
  /^normalize-(?:expression|effect|duration|timing|recurrence|value|word|key|weights|bounds|distribution)/;

export function withCauses(tree: ReadTree, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity, at }) => severity === 'error' && at !== undefined);
  const { isIdle, isDeprived } = createLost(tree, errors);
  const { told, whole } = traced({ tree, errors, isDeprived, namesOf: namesWith(lenderIn(tree, errors)) });
  const own = diagnostics.filter((one) => !told.has(one) && !isDeprived(one) && !isIdle(one));
  return [...withoutEchoes(own), ...whole];
}

interface Traced {
  /** Errors that `whole` stands for, and those that nothing has to be said of. */
  readonly told: ReadonlySet<Diagnostic>;
  /** What follows from others, once a file. */
  readonly whole: readonly Diagnostic[];
}

interface Trace {
  readonly tree: ReadTree;
  readonly errors: readonly Diagnostic[];
  readonly isDeprived: (error: Diagnostic) => boolean;
  readonly namesOf: (error: Diagnostic) => readonly string[];
}

/** `spared` are causes, whatever may define what they name. */
function traced(trace: Trace, spared: ReadonlySet<Diagnostic> = new Set()): Traced {
  const { tree, errors, isDeprived, namesOf } = trace;
  const definers = definersIn(tree, errors);
  const definersOf = (error: Diagnostic): readonly string[] =>
    spared.has(error)
      ? []
      : namesOf(error).flatMap((name) => (definers.get(singular(name)) ?? []).filter((path) => path !== fileOf(error)));
  const follows = new Map<string, Diagnostic[]>();
  for (const error of errors) {
    const file = fileOf(error);
    if (file === undefined || definersOf(error).length === 0) continue;
    follows.set(file, [...(follows.get(file) ?? []), error]);
  }
  const { isOfDropped, isAmongDropped } = createTableCauses(tree.documents, errors, namesIn);
  const isTold = (error: Diagnostic): boolean => {
    if (OF_PARTS.has(error.code)) return follows.has(fileOf(error) ?? '') || hasBrokenEvent(error, errors);
    if (error.code === 'normalize-cycle' && hasRepeatedEvent(error, errors)) return true;
    return isAmongDropped(error) || namesOf(error).some((name) => isOfDropped(name, error));
  };
  const told = new Set([...[...follows.values()].flat(), ...errors.filter(isTold)]);
  const own = errors.filter((error) => !told.has(error) && !isDeprived(error));
  const causeIn = (file: string, seen: Set<string>): string | undefined => {
    const first = own.find((one) => fileOf(one) === file)?.at;
    return first === undefined ? causeBehind(file, seen) : `${first.file}:${first.start.line}`;
  };
  const causeBehind = (file: string, seen: Set<string>): string | undefined => {
    seen.add(file);
    for (const next of (follows.get(file) ?? []).flatMap(definersOf).toReversed()) {
      const cause = seen.has(next) ? undefined : causeIn(next, seen);
      if (cause !== undefined) return cause;
    }
    return undefined;
  };
  const groundless = [...follows].flatMap(([file, following]) =>
    causeBehind(file, new Set()) === undefined ? following : [],
  );
  const likeliest = mostlyMisspelled(groundless);
  if (likeliest !== undefined) return traced(trace, new Set([...spared, likeliest]));
  for (const one of groundless) told.delete(one);
  const whole = [...follows].flatMap(([file, following]) => {
    const names = [...new Set(following.flatMap(namesOf))];
    const cause = causeBehind(file, new Set());
    return cause === undefined ? [] : [diagnostic('validate-cause-elsewhere', { names, cause }, following[0]?.at)];
  });
  return { told, whole };
}

/** Of what merely names each other in a circle, the name that differs least from one that is known is the cause. */
function mostlyMisspelled(groundless: readonly Diagnostic[]): Diagnostic | undefined {
  const [first] = groundless
    .flatMap((one) => {
      const { params } = one;
      const name = 'known' in params && 'name' in params ? params.name : undefined;
      return name === undefined || !('known' in params) ? [] : [{ one, edits: editsToNearest(name, params.known) }];
    })
    .toSorted((one, other) => one.edits - other.edits);
  return first?.one;
}

/** What stands twice under one name seems to wait for itself. */
function hasRepeatedEvent(error: Diagnostic, errors: readonly Diagnostic[]): boolean {
  return errors.some((one) => one.code === 'normalize-event-repeated' && fileOf(one) === fileOf(error));
}

/** What a part lacks may be what an error of the same file has taken out of it. */
function hasBrokenEvent(error: Diagnostic, errors: readonly Diagnostic[]): boolean {
  return errors.some((one) => OF_EVENTS.test(one.code) && fileOf(one) === fileOf(error));
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
    const missed = new Set(errors.flatMap((one) => (fileOf(one) === path ? namesIn(one).map(singular) : [])));
    const mentioned = [...weakest, ...byText.slice(1).flat()].filter((name) => !missed.has(singular(name)));
    return [{ path, names: [mentioned, ...surer] }];
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
  if (code === 'normalize-plan-payer' && 'plan' in params) return params.plan === undefined ? [] : [params.plan];
  if ('event' in params && typeof params.event === 'string') return [params.event];
  return 'name' in params && typeof params.name === 'string' ? [params.name] : [];
}

/** `the rules of plans (`plan_rules`)` lacks rows of a table. */
function tablesIn(what: string): readonly string[] {
  return Array.from(what.matchAll(/`(\w+)`/g), ([, table = '']) => table);
}
