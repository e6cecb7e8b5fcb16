/**
 * What of a person must be known before what: attributes, conditions, medicines, severities. A circle has no first draw, so
 * it is reported with its path. The check of each expression goes along.
 */
import type { Correlation, Distribution, MapNode, Profile, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { elseMissing, extentsOf, openFormulas, pitfallsOf } from '../distribution/index.ts';
import { checkExpression, expressionsOfDistribution, expressionsOfProbability, readsOf } from '../expression/index.ts';
import type { ExpressionUse, Names, PersonRead } from '../expression/index.ts';
import { findCycle } from '../graph.ts';
import { namesOf, namesWritten } from './names.ts';

interface Quantity {
  /** As a circle's path names it. */
  readonly id: string;
  readonly uses: readonly ExpressionUse[];
  readonly at: SourceRange;
}

/** What a quantity reads. */
export type Needs = (id: string) => readonly string[];

/**
 * What reads what, where it goes in no circle. `written` is what the profile says, read or not: what stands there with an error of
 * its own is not held to be unknown.
 */
export function checkDependencies(profile: Profile, written: MapNode, context: Context): Needs | undefined {
  const quantities = quantitiesOf(profile, context);
  const names = new Map([...namesWritten(written), ...namesOf(profile, context)]);
  const implied = quantities.filter(({ id }) => !id.startsWith(BASELINE));
  const isUsual = usualPlaces(context);
  const elsewhere = withOwnOpen(names, profile, isUsual);
  for (const use of implied.flatMap(({ uses }) => uses)) {
    const type = checkExpression(use, isUsual(use.expression.at) ? elsewhere : names, context.problems);
    if (use.role === 'condition' || type !== 'text') continue;
    context.problems.report('normalize-not-supported', { part: 'a formula that yields a text' }, use.expression.at);
  }
  const shares = profile.journeys.flatMap(({ probability }) => probability ?? []);
  for (const use of shares.flatMap(expressionsOfProbability)) {
    checkExpression(use, names, context.problems);
  }
  const extents = extentsOf((name) => distributionOf(name, profile, context));
  const most = context.defaults.limits.eventsPerPerson.value;
  for (const { distribution, name, role } of profile.attributes) {
    for (const { does, at } of pitfallsOf(distribution, extents))
      context.problems.report('normalize-expression-zero', { what: name, does }, at);
    for (const { at } of role === 'utilization' ? openFormulas(distribution, extents, most) : [])
      context.problems.report('normalize-count-open', { what: name, most }, at);
    const at = elseMissing(distribution);
    if (at !== undefined) context.problems.report('normalize-else-missing', { what: name }, at);
  }
  const needs = needsAmong(quantities, profile);
  const cycle = findCycle(
    quantities.map(({ id }) => id),
    needs,
  );
  if (cycle === undefined) {
    checkCorrelated(profile.correlations, needs, context);
    return needs;
  }
  const at = quantities.find(({ id }) => id === cycle[0])?.at ?? profile.at;
  return context.problems.report('normalize-cycle', { what: 'values of a person', path: cycle.map(withoutMark) }, at);
}

type IsUsual = (at: SourceRange) => boolean;

/** What stands where profiles take from that they do not say. */
function usualPlaces({ defaults, knowledge }: Context): IsUsual {
  const places = [
    ...(defaults.profile?.entries ?? []).map(({ keyAt }) => keyAt),
    ...knowledge.population.shares.map(({ at }) => at),
  ];
  const files = new Set(places.map(({ file }) => file));
  return ({ file }) => files.has(file);
}

/** With any value for what the profile says itself: that the defaults know others is no slip of the pen. */
function withOwnOpen(names: Names, { attributes }: Profile, isUsual: IsUsual): Names {
  const own = new Set(attributes.filter(({ at }) => !isUsual(at)).map(({ name }) => name));
  return new Map([...names].map(([name, one]) => [name, own.has(name) ? { ...one, values: undefined } : one]));
}

function distributionOf(name: string, { attributes }: Profile, { knowledge }: Context): Distribution | undefined {
  const own = attributes.find((one) => one.name === name)?.distribution;
  return own ?? knowledge.observations.find((one) => one.name === name)?.baseline;
}

/** What depends on something it is also correlated with, however far apart, would not keep the shares it is declared to have. */
function checkCorrelated(correlations: readonly Correlation[], needs: Needs, { problems }: Context): void {
  for (const { between, at } of correlations) {
    const together = connected(between[0], correlations);
    const path = between.map((name) => pathTo(name, together, needs)).find((one) => one !== undefined);
    if (path === undefined) continue;
    problems.report('normalize-correlation-dependent', { between, path: path.map(withoutMark) }, at);
  }
}

/** Whether one of two observations reads the other, directly or through what it depends on. */
export function isOneOfOther(pair: readonly string[], needs: Needs): boolean {
  const goals = new Set(pair);
  return pair.some((name) => [name, `${BASELINE}${name}`].some((id) => pathTo(id, goals, needs) !== undefined));
}

/** All that go together with one, directly or through others. */
function connected(name: string, correlations: readonly Correlation[]): ReadonlySet<string> {
  const found = new Set([name]);
  for (const one of found) {
    for (const { between } of correlations) if (between.includes(one)) for (const other of between) found.add(other);
  }
  return found;
}

/** From a quantity to another of `goals` by what it reads. */
export function pathTo(from: string, goals: ReadonlySet<string>, needs: Needs): readonly string[] | undefined {
  const paths = [[from]];
  const seen = new Set([from]);
  for (const path of paths) {
    for (const next of needs(path.at(-1) ?? from)) {
      if (goals.has(withoutMark(next))) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return undefined;
}

const BASELINE = 'baseline ';

function withoutMark(id: string): string {
  return id.replace(BASELINE, '');
}

const baselineUses = new WeakMap<Distribution, readonly ExpressionUse[]>();

/** Every profile has the same baselines, of hundreds of rules. */
function usesOfBaseline(baseline: Distribution): readonly ExpressionUse[] {
  const uses = baselineUses.get(baseline) ?? expressionsOfDistribution(baseline);
  baselineUses.set(baseline, uses);
  return uses;
}

/** Observations of the reference are among them: a condition may depend on one whose baseline depends on conditions. */
function quantitiesOf(
  { attributes, conditions, medications, allergies = [], usual = [] }: Profile,
  { knowledge }: Context,
): readonly Quantity[] {
  const own = new Set(attributes.map((one) => one.name));
  const baselines = knowledge.observations.filter(({ name }) => !own.has(name));
  return [
    ...attributes.map(({ name, distribution, at }) => ({
      id: name,
      uses: expressionsOfDistribution(distribution),
      at,
    })),
    ...baselines.map(({ name, baseline, at }) => ({
      id: `${BASELINE}${name}`,
      uses: usesOfBaseline(usual.find((one) => one.name === name)?.baseline ?? baseline),
      at,
    })),
    ...conditions.map(({ code, prevalence, at }) => ({ id: code, uses: expressionsOfProbability(prevalence), at })),
    ...conditions.flatMap(({ code, severity, at }) =>
      severity === undefined ? [] : [{ id: `severity of ${code}`, uses: expressionsOfDistribution(severity), at }],
    ),
    ...allergies.map(({ allergen, prevalence, at }) => ({
      id: `allergy to ${allergen}`,
      uses: expressionsOfProbability(prevalence),
      at,
    })),
    ...medications.map(({ drug, prevalence, at }) => ({ id: drug, uses: expressionsOfProbability(prevalence), at })),
  ];
}

/** What each quantity of the profile reads. */
export function needsOf(profile: Profile, context: Context): Needs {
  return needsAmong(quantitiesOf(profile, context), profile);
}

/** What each quantity reads, worked out once. */
function needsAmong(quantities: readonly Quantity[], profile: Profile): Needs {
  const known = new Set(quantities.map(({ id }) => id));
  const needs = new Map(
    quantities.map(({ id, uses }) => {
      const read = readsOf(uses).flatMap((part) => idsOf(part, profile));
      const held = id.startsWith('severity of ') ? [id.slice('severity of '.length)] : [];
      const all = [...held, ...read].map((one) => (known.has(one) ? one : `${BASELINE}${one}`));
      return [id, all.filter((one) => known.has(one))] as const;
    }),
  );
  return (id) => needs.get(id) ?? [];
}

function idsOf({ kind, name }: PersonRead, { conditions, medications }: Profile): readonly string[] {
  const [primary] = conditions;
  switch (kind) {
    case 'name':
      return name === 'severity' && primary !== undefined ? [`severity of ${primary.code}`] : [name];
    case 'medication':
      return medications.map(({ drug }) => drug).filter((drug) => drug === name);
    case 'condition':
      return conditions.map(({ code }) => code).filter((code) => code.startsWith(name));
  }
}
