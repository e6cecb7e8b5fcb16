/**
 * Checked skills to the library. Reference data come first, then what names them: events, defaults, journeys, profiles,
 * cohorts. A specification with an error is left out and the rest stands.
 */
import { hasErrors, withoutInherited } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Journey, Library, Profile, Skill } from '../model/index.ts';
import { callable, callWith } from './call-journeys.ts';
import type { CallJourney } from './call-journeys.ts';
import { checkedJourney, readCohort } from './cohorts.ts';
import type { Context } from './context.ts';
import type { JourneyNames, Names } from './expression/index.ts';
import { canonicalProfileTree } from '../trees/index.ts';
import { checkJourneyNames, namesOfJourneys, withArm } from './journey-names.ts';
import type { JourneyContext } from './journey/index.ts';
import { withBareTree } from './bare-tree.ts';
import { withValues } from './parameters.ts';
import { createOutcomes, groundsOf, knowing, outcomeOf } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import { createProblems, withoutErrors } from './problems.ts';
import type { Problems } from './problems.ts';
import { namesOfAny, namesWritten, normalizeProfile } from './profile/index.ts';
import { readKnowing } from './read-knowing.ts';
import { basesFirst, drawnAs, templatesOf } from './templates.ts';
import type { AuthoredTemplate } from './templates.ts';
import { utilizationJourneys } from './utilization-journey.ts';

export interface LibraryNormalization {
  readonly library: Library;
  readonly diagnostics: readonly Diagnostic[];
}

const journeysCameTo = createOutcomes<Journey | undefined>();
const profilesCameTo = createOutcomes<Profile | undefined>();

/** What stands in `prose` is checked beside the skills, and is none of them. */
export function normalizeLibrary(skills: readonly Skill[], prose: readonly Skill[] = []): LibraryNormalization {
  const written = [...skills, ...prose];
  const problems = createProblems();
  const { phrases, ...known } = readKnowing(knowing(skills), problems);
  const authored = templatesOf(written, 'journey');
  const call = callable(authored);
  const context = { ...known, problems };
  const groundOf = groundsOf(skills, authored);
  const drafts = runTemplates(authored, problems, (template) =>
    journeysCameTo(template, groundOf(template), (own) => call(template, { ...context, problems: own })),
  );
  const people = templatesOf(written, 'profile');
  const sound = drafts.map(({ id }) => id).join(' ');
  const profiles = runTemplates(people, problems, (template) =>
    profilesCameTo(template, `${groundOf(template)} ${sound}`, (own) =>
      normalizeTemplateProfile(template, { drafts, call, journeys: authored }, { ...context, problems: own }),
    ),
  );
  const beside = [...drafts, ...utilizationJourneys(profiles, context.knowledge)];
  const runnable = new Set(profiles.map(({ id }) => id));
  const broken = people.filter((one) => one.runnable && !runnable.has(one.id));
  const names = { names: namesKnown(profiles, broken, context), known: namesOfJourneys(beside) };
  const journeys = passing(drafts, authored, context.problems, (journey) =>
    areKnown(journey, { runnable, ...names }, context),
  );
  const templates = { profiles, journeys };
  const cohorts = runTemplates(templatesOf(written, 'cohort'), problems, ({ data, id }) =>
    outcomeOf((own) => readCohort(data, id, templates, own)),
  );
  checkDefaultProfiles(profiles, context);
  const { catalogue: _, ...said } = known;
  const library = { ...said, skills, profiles, journeys, cohorts, phrases };
  return { library, diagnostics: withoutInherited(withBareTree(problems.found, { skills, reference: known })) };
}

/** What can run and has no error, nor extends what has one. An example may hold what this engine cannot run: it never runs. */
function runTemplates<Template>(
  templates: readonly AuthoredTemplate[],
  problems: Problems,
  comeTo: (template: AuthoredTemplate) => Outcome<Template | undefined>,
): readonly Template[] {
  const results = new Map<string, Template>();
  for (const template of basesFirst(templates)) {
    if (!isFounded(template, results, problems)) continue;
    const { made, found } = comeTo(template);
    problems.adopt(template.runnable ? found : found.filter(({ code }) => code !== 'normalize-not-supported'));
    if (made !== undefined && template.runnable) results.set(template.id, made);
  }
  return templates.flatMap(({ id, runnable }) => (runnable ? (results.get(id) ?? []) : []));
}

/** Those for which `holds`, without what extends one for which it does not. */
function passing(
  journeys: readonly Journey[],
  templates: readonly AuthoredTemplate[],
  problems: Problems,
  holds: (journey: Journey) => boolean,
): readonly Journey[] {
  const byName = new Map(journeys.map((journey) => [journey.id, journey]));
  const passed = new Map<string, Journey>();
  for (const template of basesFirst(templates.filter(({ id, runnable }) => runnable && byName.has(id)))) {
    const journey = byName.get(template.id);
    if (journey !== undefined && isFounded(template, passed, problems) && holds(journey))
      passed.set(template.id, journey);
  }
  return journeys.filter(({ id }) => passed.has(id));
}

/** Whether what it extends is among the sound ones; of what is not, its own file says why. */
function isFounded({ base }: AuthoredTemplate, sound: ReadonlyMap<string, unknown>, problems: Problems): boolean {
  if (base === undefined || sound.has(base.value)) return true;
  problems.report('validate-cause-elsewhere', { names: [base.value], cause: undefined }, base.at);
  return false;
}

interface Journeys {
  readonly drafts: readonly Journey[];
  readonly journeys: readonly AuthoredTemplate[];
  readonly call: CallJourney;
}

function normalizeTemplateProfile(
  template: AuthoredTemplate,
  { drafts, journeys, call }: Journeys,
  context: Omit<JourneyContext, 'call'>,
): Profile | undefined {
  const { id, root } = template;
  return withoutErrors(context.problems, () => {
    const { data, parameters } = withValues(template, [], context);
    const profile = normalizeProfile(canonicalProfileTree(data, context.problems), id, { ...context, parameters });
    for (const { journey, parameters: given = [], at } of profile?.journeys ?? []) {
      const known = checkedJourney({ value: journey, at }, drafts, context.problems);
      const called = given.length === 0 ? undefined : journeys.find((one) => one.runnable && one.id === known);
      if (called !== undefined) callWith(called, { given, call }, context);
    }
    return profile && { ...profile, ...drawnAs(root) };
  });
}

/** What a profile with errors defines is said where it stands, not once more where a journey reads it. */
function namesKnown(profiles: readonly Profile[], broken: readonly AuthoredTemplate[], context: Context): Names {
  const written = broken.flatMap(({ data }) => [...namesWritten(canonicalProfileTree(data, createProblems()))]);
  return new Map([...namesOfAny(profiles, context), ...written]);
}

interface KnownNames {
  /** Profiles. */
  readonly runnable: ReadonlySet<string>;
  readonly names: Names;
  readonly known: JourneyNames;
}

/** Whether the journey's profile exists, and its expressions read only what some profile defines. */
function areKnown(journey: Journey, { runnable, ...names }: KnownNames, context: Context): boolean {
  const own = createProblems();
  const { profile } = journey;
  if (profile !== undefined && !runnable.has(profile)) {
    own.report('normalize-template-unknown', { name: profile, known: [...runnable] }, journey.at);
  }
  checkJourneyNames(journey, { ...names, names: withArm(names.names, [journey]) }, own);
  context.problems.adopt(own.found);
  return !hasErrors(own.found);
}

function checkDefaultProfiles(profiles: readonly Profile[], { defaults, problems }: Context): void {
  const known = profiles.map(({ id }) => id);
  for (const named of [defaults.journeyProfile, defaults.phraseProfile]) {
    if (named === undefined || known.includes(named.value)) continue;
    problems.report('normalize-template-unknown', { name: named.value, known }, named.at);
  }
}
