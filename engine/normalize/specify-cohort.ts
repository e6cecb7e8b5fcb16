/**
 * A request to everything the planner needs about one cohort: the template as authored, the overrides over it, then the
 * canonical form, so that an override may say whatever an author may.
 */
import { diagnostic, hasErrors } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type {
  CohortSpecification,
  GenerationRequest,
  Journey,
  JourneyUse,
  Library,
  Override,
  Profile,
  SourceRange,
} from '../model/index.ts';
import { callable, callWith } from './call-journeys.ts';
import { checkedJourney } from './cohorts.ts';
import type { Context } from './context.ts';
import { checkJourneyNames, namesOfJourneys, withArm } from './journey-names.ts';
import { readCatalogue } from './journey/index.ts';
import type { Catalogue } from './journey/index.ts';
import { checkSettings, withValues } from './parameters.ts';
import { createProblems, withoutErrors } from './problems.ts';
import { readRequest } from './read-request.ts';
import { namesOf, normalizeProfile } from './profile/index.ts';
import { canonicalProfileTree, layOverrides } from '../trees/index.ts';
import { drawnAs, templatesOf } from './templates.ts';
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

export function specifyCohort({ library, request: asked }: CohortInput): CohortSpecifying {
  const problems = createProblems();
  const { request: read, settings } = readRequest(asked, library, problems);
  const isSet = settings.values.size > 0;
  const setting = { library, context: { ...library, problems, ...(isSet ? { settings } : {}) } };
  const request = withCount(read, setting);
  if (hasErrors(problems.found)) return { cohort: undefined, diagnostics: problems.found };
  const authored = library.profiles.find(({ id }) => id === request.profile);
  if (authored === undefined) return { cohort: undefined, diagnostics: [templateUnknown(request, library)] };
  const unchanged = isSet ? undefined : withJourneys(authored, request);
  if (unchanged !== undefined) {
    const cohort = withoutErrors(problems, () => specify(unchanged, request, setting));
    return { cohort, diagnostics: problems.found };
  }
  const template = templatesOf(library.skills, 'profile').find(({ id, runnable }) => runnable && id === authored.id);
  if (template === undefined) return { cohort: undefined, diagnostics: [templateUnknown(request, library)] };
  const cohort = withoutErrors(problems, () => {
    const profile = profileOf(template, [...journeyOverride(request), ...request.overrides], setting.context);
    const specified = profile && specify(profile, request, setting);
    if (specified !== undefined) checkSettings(settings, problems);
    return specified;
  });
  const said = withoutRepeats(problems.found, template, library);
  return { cohort, diagnostics: withoutNarrowed(said, authored, request, setting) };
}

function templateUnknown({ profile }: GenerationRequest, { profiles }: Library): Diagnostic {
  return diagnostic('normalize-template-unknown', { name: profile, known: profiles.map(({ id }) => id) }, undefined);
}

/** The profile of the library, which was checked when the library was made; `undefined` where the request changes more of it than its journeys. */
function withJourneys(
  profile: Profile,
  { journeys, journeyPlaces, overrides }: GenerationRequest,
): Profile | undefined {
  if (overrides.length > 0 || (journeys !== undefined && new Set(journeys).size < journeys.length)) return undefined;
  if (journeys === undefined) return profile;
  return {
    ...profile,
    journeys: journeys.map((journey, index) => {
      const at = journeyPlaces?.[index] ?? REQUEST;
      const own = profile.journeys.find((use) => use.journey === journey);
      return { ...(own ?? { journey, probability: undefined, start: undefined }), at };
    }),
  };
}

interface Setting {
  readonly library: Library;
  readonly context: Context;
}

function specify(profile: Profile, request: GenerationRequest, { library, context }: Setting): CohortSpecification {
  const named = profile.journeys.flatMap((use) => findJourney(use, { library, context }) ?? []);
  const journeys = [...inStreamsOfTheirOwn(named), ...utilizationJourneys([profile], library.knowledge)];
  const names = withArm(namesOf(profile, context), journeys);
  const known = namesOfJourneys(journeys);
  checkStarts(profile, journeys, context);
  for (const journey of journeys) checkJourneyNames(journey, { names, known }, context.problems);
  return { name: request.name, profile, journeys, persons: personsOf(request, profile, context) };
}

/** Two journeys of one line draw apart: the root as ever, who extends it by its own name. */
function inStreamsOfTheirOwn(journeys: readonly Journey[]): readonly Journey[] {
  const lines = journeys.map(({ id, drawnAs: root = id }) => root);
  return journeys.map((journey) => {
    const isAlone = lines.filter((line) => line === journey.drawnAs).length < 2;
    const { drawnAs: root, ...apart } = journey;
    return root === undefined || isAlone ? journey : apart;
  });
}

/** What starts a journey must be an event of another that the same people take. */
function checkStarts(profile: Profile, journeys: readonly Journey[], { problems }: Context): void {
  for (const journey of journeys) {
    const start = profile.journeys.find((one) => one.journey === journey.id)?.start ?? journey.start;
    if (start.kind !== 'event') continue;
    const others = journeys.filter((one) => one !== journey && (start.journey ?? one.id) === one.id);
    const events = others.flatMap(({ phases }) => phases.flatMap((phase) => phase.events));
    const known = [...new Set(events.flatMap(({ id, definition }) => [id, definition.name]))];
    if (!known.includes(start.event))
      problems.report('normalize-start-elsewhere', { event: start.event, known }, start.at);
  }
}

/** A journey that stands alone says how many people take it, unless the request does. */
function withCount(request: GenerationRequest, { library, context }: Setting): GenerationRequest {
  const { name, journeys, overrides } = request;
  const [only] = journeys ?? [];
  if (only !== name || journeys?.length !== 1 || overrides.some(({ path }) => path[0] === 'count')) return request;
  const isKnown = only !== undefined && library.journeys.some(({ id }) => id === only);
  const use = { journey: only ?? '', at: REQUEST };
  const count = isKnown ? findJourney(use, { library, context })?.count : undefined;
  if (count === undefined) return request;
  return { ...request, overrides: [{ path: ['count'], value: count.value, at: count.at }, ...overrides] };
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

function profileOf(template: AuthoredTemplate, overrides: readonly Override[], context: Context): Profile | undefined {
  const { problems } = context;
  const { id, root } = template;
  const { data, parameters, valued } = withValues(template, [], context);
  const tree = layOverrides(canonicalProfileTree(data, problems), overrides.map(valued), problems);
  const profile = normalizeProfile(tree, id, { ...context, parameters });
  return profile && { ...profile, ...drawnAs(root) };
}

/** The request's journeys stand for those of the profile, unless its overrides list them themselves. */
function journeyOverride({ journeys, journeyPlaces, overrides }: GenerationRequest): readonly Override[] {
  if (journeys === undefined || overrides.some(isJourneyList)) return [];
  return [{ path: ['journeys'], value: journeys, at: journeyPlaces?.at(-1) ?? REQUEST }];
}

function isJourneyList({ path }: Override): boolean {
  return path.length === 1 && path[0] === 'journeys';
}

/** The journey of the library, which was checked when the library was made, or what it is with values of its own. */
function findJourney(
  { journey, parameters: given = [], at }: Pick<JourneyUse, 'journey' | 'parameters' | 'at'>,
  { library, context }: Setting,
): Journey | undefined {
  const known = checkedJourney({ value: journey, at }, library.journeys, context.problems);
  if (given.length === 0 && context.settings === undefined) return library.journeys.find(({ id }) => id === known);
  const templates = templatesOf(library.skills, 'journey');
  const template = templates.find(({ id, runnable }) => runnable && id === known);
  return (
    template &&
    callWith(template, { given, call: callable(templates) }, { ...context, catalogue: catalogueOf(library) })
  );
}

/** Read again where a journey is, once a library. */
const CATALOGUES = new WeakMap<Library, Catalogue>();

function catalogueOf(library: Library): Catalogue {
  const catalogue =
    CATALOGUES.get(library) ?? readCatalogue(library.skills, { ...library, problems: createProblems() });
  CATALOGUES.set(library, catalogue);
  return catalogue;
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

/** `gender == 'M'` of a template, a journey or a reference is no slip of the pen because a request asks for women alone. */
function withoutNarrowed(
  said: readonly Diagnostic[],
  template: Profile,
  request: GenerationRequest,
  { library, context }: Setting,
): readonly Diagnostic[] {
  if (!said.some(isOfValue)) return said;
  const problems = createProblems();
  const asAuthored = withJourneys(template, { ...request, overrides: [] });
  withoutErrors(
    problems,
    () => asAuthored && specify(asAuthored, request, { library, context: { ...context, problems } }),
  );
  const anyway = new Set(problems.found.map(identityOf));
  const own = new Set(request.overrides.map(({ at }) => at.file));
  return said.filter((one) => !isOfValue(one) || own.has(one.at?.file ?? '') || anyway.has(identityOf(one)));
}

function isOfValue({ code }: Diagnostic): boolean {
  return code === 'normalize-expression-value';
}

function identityOf({ code, message, at }: Diagnostic): string {
  return JSON.stringify([code, message, at]);
}
