/**
 * What templates come to, kept between readings of a tree: one that is the very template of the last time, among other skills that say
 * the same, comes to the same.
 */
import { hash } from 'node:crypto';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { DataNode, GenerationRequest, Library, MapNode, Skill, SpecificationKind } from '../model/index.ts';
import { entryOf } from '../trees/index.ts';
import { createProblems } from './problems.ts';
import type { Problems } from './problems.ts';
import { templatesOf } from './templates.ts';
import type { AuthoredTemplate } from './templates.ts';

export interface Outcome<Made> {
  readonly made: Made;
  readonly found: readonly Diagnostic[];
}

export type ComeTo<Made> = (
  template: AuthoredTemplate,
  ground: string,
  make: (problems: Problems) => Made,
) => Outcome<Made>;

/** `ground` is all that decides besides the template. */
export function createOutcomes<Made>(): ComeTo<Made> {
  const known = new WeakMap<MapNode, Outcome<Made> & { readonly id: string; readonly ground: string }>();
  return ({ id, data }, ground, make) => {
    const before = known.get(data);
    if (before?.id === id && before.ground === ground) return before;
    const outcome = { id, ground, ...outcomeOf(make) };
    known.set(data, outcome);
    return outcome;
  };
}

export function outcomeOf<Made>(make: (problems: Problems) => Made): Outcome<Made> {
  const problems = createProblems();
  return { made: make(problems), found: problems.found };
}

/**
 * All that decides on a profile or a journey besides itself: what the skills say that hold more than profiles, journeys and cohorts, which
 * journeys there are, and of these the ones that it names, and that they name.
 */
export function groundsOf(
  skills: readonly Skill[],
  journeys: readonly AuthoredTemplate[],
): (template: Pick<AuthoredTemplate, 'data'>) => string {
  const byName = new Map(journeys.filter(({ runnable }) => runnable).map((journey) => [journey.id, journey]));
  const common = commonGround(skills, byName);
  return ({ data }) => [common, ...namedFrom([data], byName).map((journey) => numberOf(journey.data))].join(' ');
}

/** All that decides on the plan of a cohort, but for what the errors of the tree explain: what it names, and what of that is sound. */
export function groundsOfCohorts(library: Library): (request: GenerationRequest) => string {
  const { skills } = library;
  const journeys = templatesOf(skills, 'journey').filter(({ runnable }) => runnable);
  const byName = new Map(journeys.map((journey) => [journey.id, journey]));
  const others = [...templatesOf(skills, 'cohort'), ...templatesOf(skills, 'profile')];
  const sound = new Set([...library.profiles, ...library.journeys].map(({ id }) => id));
  const common = commonGround(skills, byName);
  return (request) => {
    const ids = new Set([request.name, request.profile, ...(request.journeys ?? [])]);
    const asked = [...others, ...journeys].filter(({ id, runnable }) => runnable && ids.has(id));
    const read = new Set([
      ...asked,
      ...namedFrom(
        asked.map(({ data }) => data),
        byName,
      ),
    ]);
    const what = [...read].map(({ id, data }) => `${id} ${numberOf(data)} ${sound.has(id)}`);
    return [common, request.name, request.profile, ...what].join('\n');
  };
}

function commonGround(skills: readonly Skill[], journeys: ReadonlyMap<string, unknown>): string {
  return hash('sha256', [groundOf(knowing(skills)), ...journeys.keys()].join('\n'));
}

/** What skills say. */
export function groundOf(skills: readonly Skill[]): string {
  return skills.map(({ path, digest }) => `${path} ${digest}`).join('\n');
}

/** The skills that hold more than profiles, journeys and cohorts. */
export function knowing(skills: readonly Skill[]): readonly Skill[] {
  return skills.filter(isRead);
}

/** The journeys that any of these names, and that those name. */
function namedFrom(
  data: readonly MapNode[],
  journeys: ReadonlyMap<string, AuthoredTemplate>,
): readonly AuthoredTemplate[] {
  const named = new Set<AuthoredTemplate>();
  const waiting = [...data];
  for (const one of waiting) {
    for (const word of wordsIn(one)) {
      const journey = journeys.get(word);
      if (journey === undefined || named.has(journey)) continue;
      named.add(journey);
      waiting.push(journey.data);
    }
  }
  return [...named];
}

const UNREAD: ReadonlySet<SpecificationKind> = new Set(['profile', 'journey', 'cohort']);

function isRead({ frontMatter, specifications }: Skill): boolean {
  const holdsTables = entryOf(frontMatter, 'tables') !== undefined;
  return holdsTables || specifications.length === 0 || specifications.some(({ kind }) => !UNREAD.has(kind));
}

const words = new WeakMap<MapNode, ReadonlySet<string>>();

/** Every key and every text that could be a name. */
function wordsIn(data: MapNode): ReadonlySet<string> {
  const known = words.get(data);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const visit = (node: DataNode): void => {
    if (node.kind === 'list') node.items.forEach(visit);
    else if (node.kind === 'map')
      for (const { key, value } of node.entries) {
        found.add(key);
        visit(value);
      }
    else found.add(String(node.value).trim());
  };
  visit(data);
  words.set(data, found);
  return found;
}

const numbers = new WeakMap<MapNode, number>();
let numbered = 0;

/** What was parsed, or laid over something, anew has another number. */
function numberOf(data: MapNode): number {
  const number = numbers.get(data) ?? (numbered += 1);
  numbers.set(data, number);
  return number;
}
