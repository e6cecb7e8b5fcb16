/**
 * A request to everything the planner needs about one cohort: the template as authored, the overrides over it, then the
 * canonical form, so that an override may say whatever an author may.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type {
  CohortSpecification,
  GenerationRequest,
  Journey,
  Library,
  Override,
  Profile,
  SourceRange,
} from '../model/index.ts';
import { checkedJourney } from './cohorts.ts';
import type { Context } from './context.ts';
import { checkJourneyNames } from './journey-names.ts';
import { createProblems, withoutErrors } from './problems.ts';
import { canonicalProfileTree, layOverrides, namesOf, normalizeProfile } from './profile/index.ts';
import { templatesOf } from './templates.ts';
import type { AuthoredTemplate } from './templates.ts';
import { utilizationJourneys } from './utilization-journey.ts';

export interface CohortInput {
  readonly library: Library;
  readonly request: GenerationRequest;
}

export interface CohortSpecifying {
  /** Absent where an error was reported. */
  readonly cohort: CohortSpecification | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const REQUEST: SourceRange = { file: '<request>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

export function specifyCohort({ library, request }: CohortInput): CohortSpecifying {
  const template = templatesOf(library.skills, 'profile').find(
    ({ id, runnable }) => runnable && id === request.profile,
  );
  const authored = library.profiles.find(({ id }) => id === request.profile);
  if (template === undefined || authored === undefined) {
    const known = library.profiles.map(({ id }) => id);
    const unknown = diagnostic('normalize-template-unknown', { name: request.profile, known }, undefined);
    return { cohort: undefined, diagnostics: [unknown] };
  }
  const problems = createProblems();
  const context: Context = { ...library, problems };
  const cohort = withoutErrors(problems, () => specify(template, request, { library, context }));
  return { cohort, diagnostics: withoutRepeats(problems.found, template, library) };
}

interface Setting {
  readonly library: Library;
  readonly context: Context;
}

function specify(
  template: AuthoredTemplate,
  request: GenerationRequest,
  { library, context }: Setting,
): CohortSpecification | undefined {
  const profile = profileOf(template, [...request.overrides, ...journeyOverride(request)], context);
  if (profile === undefined) return undefined;
  const named = profile.journeys.flatMap(({ journey, at }) => findJourney(journey, at, { library, context }) ?? []);
  const journeys = [...named, ...utilizationJourneys([profile], library.knowledge)];
  const names = namesOf(profile, context);
  for (const journey of journeys) checkJourneyNames(journey, { names, beside: journeys }, context.problems);
  return { name: request.name, profile, journeys, persons: personsOf(request, profile, context) };
}

const PERSONS: SourceRange = { ...REQUEST, file: '<--persons>' };

/** The part of the cohort that is asked for; all of it where nothing is said. */
function personsOf({ persons }: GenerationRequest, { count }: Profile, { problems }: Context): PersonRange {
  const all = { from: 1, to: count.value };
  if (persons === undefined || persons.to <= all.to) return persons ?? all;
  const value = `${persons.from}..${persons.to}`;
  problems.report(
    'normalize-value-range',
    { what: 'The range of persons', value, expected: `within 1..${all.to}` },
    PERSONS,
  );
  return all;
}

type PersonRange = CohortSpecification['persons'];

function profileOf(
  { data, id }: AuthoredTemplate,
  overrides: readonly Override[],
  context: Context,
): Profile | undefined {
  const { problems } = context;
  const tree = layOverrides(canonicalProfileTree(data, problems), overrides, problems);
  return normalizeProfile(tree, id, context);
}

/** The request's journeys stand for those of the profile, unless its overrides say how they are taken. */
function journeyOverride({ journeys, overrides }: GenerationRequest): readonly Override[] {
  if (journeys === undefined || overrides.some(({ path }) => path[0] === 'journeys')) return [];
  return [{ path: ['journeys'], value: journeys, at: REQUEST }];
}

function findJourney(name: string, at: SourceRange, { library, context }: Setting): Journey | undefined {
  const known = checkedJourney({ value: name, at }, library.journeys, context.problems);
  return library.journeys.find(({ id }) => id === known);
}

/** Without the warnings that the template gives as it stands: they were given when the library was made. */
function withoutRepeats(
  found: readonly Diagnostic[],
  template: AuthoredTemplate,
  library: Library,
): readonly Diagnostic[] {
  const problems = createProblems();
  profileOf(template, [], { ...library, problems });
  const before = new Set(problems.found.map(identityOf));
  const seen = new Set<string>();
  return found.filter((one) => {
    const identity = identityOf(one);
    const isNew = (one.severity === 'error' || !before.has(identity)) && !seen.has(identity);
    seen.add(identity);
    return isNew;
  });
}

function identityOf({ code, message, at }: Diagnostic): string {
  return JSON.stringify([code, message, at]);
}
