/**
 * Checked skills to the library. Reference data come first, then what names them: events, defaults, journeys, profiles,
 * cohorts. A specification with an error is left out and the rest stands.
 */
import { hasErrors, withoutInherited } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Journey, Library, Profile, Skill } from '../model/index.ts';
import { readClaims } from './claims/index.ts';
import { checkedJourney, readCohort } from './cohorts.ts';
import type { Context } from './context.ts';
import type { JourneyNames, Names } from './expression/index.ts';
import { canonicalProfileTree, entryOf } from '../trees/index.ts';
import { readDefaults } from './defaults.ts';
import { checkJourneyNames, namesOfJourneys, withArm } from './journey-names.ts';
import { normalizeJourney, readCatalogue } from './journey/index.ts';
import type { JourneyContext } from './journey/index.ts';
import {
  checkMeasures,
  checkReasonEvents,
  checkSourceEvents,
  checkVisitEvents,
  findTables,
  readReference,
  readTables,
} from './knowledge/index.ts';
import { checkDistributions, collectDistributions } from './named-distributions.ts';
import { readPhrases } from './phrases.ts';
import { withBareTree } from './bare-tree.ts';
import { createProblems, withoutErrors } from './problems.ts';
import type { Problems } from './problems.ts';
import { namesOfAny, normalizeProfile } from './profile/index.ts';
import { basesFirst, drawnAs, templatesOf } from './templates.ts';
import type { AuthoredTemplate } from './templates.ts';
import { utilizationJourneys } from './utilization-journey.ts';

export interface LibraryNormalization {
  readonly library: Library;
  readonly diagnostics: readonly Diagnostic[];
}

export function normalizeLibrary(skills: readonly Skill[]): LibraryNormalization {
  const problems = createProblems();
  const inherited = reportInheritance(skills, problems);
  const own = skills.filter((skill) => !inherited.has(skill.name));
  const found = findTables(own, problems);
  const tables = readTables(found, problems);
  const base = readReference(found, problems);
  const distributions = collectDistributions(own, problems);
  const defaults = readDefaults(own, base, problems);
  const catalogue = readCatalogue(own, { ...base, problems, distributions, defaults });
  const events = [...catalogue.entries.values()].map(({ definition }) => definition);
  const knowledge = { ...base.knowledge, events };
  const claims = readClaims(tables, { ...base, knowledge, problems, distributions, defaults });
  const reference = { ...base, knowledge: { ...knowledge, claims } };
  checkMeasures(base.knowledge.measures ?? [], events, problems);
  if (base.knowledge.network !== undefined) checkVisitEvents(base.knowledge.network, events, problems);
  if (base.knowledge.chart !== undefined) checkSourceEvents(base.knowledge.chart, events, problems);
  if (base.knowledge.reasons !== undefined) checkReasonEvents(base.knowledge.reasons, events, problems);
  const call = callable(templatesOf(own, 'journey'));
  const context = { ...reference, problems, distributions, defaults, catalogue };
  checkDistributions(context);
  const drafts = runTemplates(templatesOf(own, 'journey'), context, (template, one) => call(template, one, []));
  const profiles = runTemplates(templatesOf(own, 'profile'), context, (template, one) =>
    normalizeTemplateProfile(template, drafts, one),
  );
  const beside = [...drafts, ...utilizationJourneys(profiles, context.knowledge)];
  const names = { names: namesOfAny(profiles, context), known: namesOfJourneys(beside) };
  const runnable = new Set(profiles.map(({ id }) => id));
  const journeys = passing(drafts, templatesOf(own, 'journey'), context.problems, (journey) =>
    areKnown(journey, { runnable, ...names }, context),
  );
  const templates = { profiles, journeys };
  const cohorts = runTemplates(templatesOf(own, 'cohort'), context, ({ data, id }, one) =>
    readCohort(data, id, templates, one.problems),
  );
  checkDefaultProfiles(profiles, context);
  const phrases = readPhrases(
    own,
    events.map(({ name }) => name),
    problems,
  );
  const library = { ...reference, skills, profiles, journeys, cohorts, phrases, distributions, defaults };
  return { library, diagnostics: withoutInherited(withBareTree(problems.found, { skills, reference })) };
}

/** Files built on others by `extends` or `parameters` would run without what they inherit, so they do not run. */
function reportInheritance(skills: readonly Skill[], problems: Problems): ReadonlySet<string> {
  const inherited = new Set<string>();
  for (const { name, frontMatter } of skills) {
    for (const key of ['parameters']) {
      const entry = entryOf(frontMatter, key);
      if (entry === undefined) continue;
      inherited.add(name);
      problems.report('normalize-not-supported', { part: key }, entry.keyAt);
    }
  }
  return inherited;
}

/** What can run and has no error, nor extends what has one. An example may hold what this engine cannot run: it never runs. */
function runTemplates<Template>(
  templates: readonly AuthoredTemplate[],
  context: Omit<JourneyContext, 'call'>,
  normalize: (template: AuthoredTemplate, context: Omit<JourneyContext, 'call'>) => Template | undefined,
): readonly Template[] {
  const results = new Map<string, Template>();
  for (const template of basesFirst(templates)) {
    if (!isFounded(template, results, context.problems)) continue;
    const own = createProblems();
    const result = normalize(template, { ...context, problems: own });
    const told = template.runnable ? own.found : own.found.filter(({ code }) => code !== 'normalize-not-supported');
    context.problems.adopt(told);
    if (result !== undefined && template.runnable) results.set(template.id, result);
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

type Call = (
  template: AuthoredTemplate,
  context: Omit<JourneyContext, 'call'>,
  path: readonly string[],
) => Journey | undefined;

/** Journeys that can call each other, but none itself. What is wrong with one that is called is said where it stands. */
function callable(templates: readonly AuthoredTemplate[]): Call {
  const names = templates.filter(({ runnable }) => runnable).map(({ id }) => id);
  const call: Call = ({ data, id, skill, root }, context, path) => {
    const profile = entryOf(skill.frontMatter, 'profile')?.value;
    const name = profile?.kind === 'scalar' && typeof profile.value === 'string' ? profile.value : undefined;
    const further = [...path, id];
    const calling: JourneyContext = {
      ...context,
      call: ({ value, at }, problems) => {
        const back = further.indexOf(value);
        if (back !== -1)
          return problems.report('normalize-calls-circle', { path: [...further.slice(back), value] }, at);
        const called = templates.find((one) => one.runnable && one.id === value);
        const own = createProblems();
        const journey = called && call(called, { ...context, problems: own }, further);
        if (journey !== undefined) return journey;
        const circle = circleIn(own.found);
        return circle?.includes(id) === true
          ? problems.report('normalize-calls-circle', { path: circle }, at)
          : problems.report('normalize-journey-unknown', { name: value, known: names }, at);
      },
    };
    const journey = normalizeJourney({ data, id, profile: name }, calling);
    return journey && { ...journey, ...drawnAs(root) };
  };
  return call;
}

/** Journeys that call each other, each of which is told of it. */
function circleIn(found: readonly Diagnostic[]): readonly string[] | undefined {
  for (const { code, params } of found) {
    if (code === 'normalize-calls-circle' && 'path' in params && typeof params.path !== 'string') return params.path;
  }
  return undefined;
}

function normalizeTemplateProfile(
  { data, id, root }: AuthoredTemplate,
  journeys: readonly Journey[],
  context: Context,
): Profile | undefined {
  return withoutErrors(context.problems, () => {
    const profile = normalizeProfile(canonicalProfileTree(data, context.problems), id, context);
    for (const { journey, at } of profile?.journeys ?? [])
      checkedJourney({ value: journey, at }, journeys, context.problems);
    return profile && { ...profile, ...drawnAs(root) };
  });
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
