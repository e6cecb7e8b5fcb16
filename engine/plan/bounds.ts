/** A cohort whose people all lie within the bounds of its profile: what is bounded is cut before it is drawn. */
import { boundsText, diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type {
  AttributeBound,
  AttributeDefinition,
  CohortSpecification,
  Distribution,
  Expression,
  Profile,
} from '../model/index.ts';
import type { CohortInLibrary } from './context.ts';
import { cutWithin, onGrid } from './cut-distribution.ts';
import type { Lost } from './cut-distribution.ts';
import { formatExpression } from './expression-text.ts';
import { inverseBound } from './inverse-formula.ts';
import { namesIn } from '../trees/index.ts';
import { usualDistribution } from './settled.ts';

interface Bounded {
  readonly profile: Profile;
  readonly lost: readonly { readonly bound: AttributeBound; readonly lost: Lost }[];
}

export function withBounds({ cohort, library }: CohortInLibrary): CohortSpecification {
  if (cohort.profile.bounds === undefined) return cohort;
  const { profile } = boundedProfile({ cohort, library });
  return { ...cohort, profile };
}

/** Where people are left without any value: once a bound, with all whom it leaves none. */
export function checkBounds(input: CohortInLibrary): readonly Diagnostic[] {
  const { lost } = boundedProfile(input);
  const bounds = [...new Set(lost.map(({ bound }) => bound))];
  return bounds.flatMap((bound) => {
    const own = lost.filter((one) => one.bound === bound).map((one) => one.lost);
    const [ofFormula, empty] = [
      own.find(({ formula }) => formula !== undefined),
      own.filter(({ formula }) => formula === undefined),
    ];
    return [
      ...(empty.length === 0 ? [] : [emptyBound(bound, empty)]),
      ...(ofFormula?.formula === undefined ? [] : [boundOfFormula(bound, ofFormula.formula, whomOf(ofFormula))]),
    ];
  });
}

function emptyBound(bound: AttributeBound, lost: readonly Lost[]): Diagnostic {
  const whom = lost.map(whomOf).filter((one) => one !== undefined);
  const within = boundsText(lost[0]?.beyond ?? bound);
  return diagnostic('plan-bounds-empty', { name: bound.name, bound: within, whom }, bound.at);
}

function boundOfFormula(bound: AttributeBound, formula: Expression, whom: string | undefined): Diagnostic {
  return diagnostic('plan-bounds-formula', { name: bound.name, sources: boundable(namesIn(formula)), whom }, bound.at);
}

/** Who somebody is bounds nothing of what they have, where they have something else. */
function boundable(sources: readonly string[]): readonly string[] {
  const others = sources.filter((name) => name !== 'age' && name !== 'gender');
  return others.length === 0 ? sources : others;
}

function whomOf({ given, isOtherwise }: Lost): string | undefined {
  if (given !== undefined) return formatExpression(given);
  return isOtherwise === true ? 'no rule of it holds' : undefined;
}

/** A bound of a formula of one quantity is one of that quantity; what lies below another by a gap bounds that one too. */
function boundedProfile({ cohort, library }: CohortInLibrary): Bounded {
  const { observations } = library.knowledge;
  const queue = [...(cohort.profile.bounds ?? [])];
  const lost: Bounded['lost'][number][] = [];
  let { profile } = cohort;
  for (const bound of queue) {
    const attribute = profile.attributes.find(({ name }) => name === bound.name) ?? usualOf(bound, profile, library);
    if (attribute === undefined) continue;
    const { distribution } = attribute;
    const source = distribution.kind === 'derived' ? sourceOf(distribution, bound) : undefined;
    if (source !== undefined) {
      queue.push(source);
      profile = withAttribute(profile, attribute);
      continue;
    }
    const cut = cutWithin(distribution, bound, profile);
    lost.push(...cut.lost.map((one) => ({ bound, lost: one })));
    profile = withAttribute(profile, { ...attribute, distribution: cut.distribution });
    const below = observations.find(({ name }) => name === bound.name)?.below;
    if (below !== undefined && bound.low !== undefined && bound.share === undefined)
      queue.push({ name: below.name, low: { ...bound.low, value: bound.low.value + below.gap }, at: bound.at });
  }
  return { profile, lost };
}

/** Values that the formula cannot have at its own limits are not to be had. */
function sourceOf(
  distribution: Extract<Distribution, { kind: 'derived' }>,
  bound: AttributeBound,
): AttributeBound | undefined {
  const { formula, min = -Infinity, max = Infinity } = distribution;
  const onto = onGrid(bound, distribution);
  const isBeyond = (onto.low?.value ?? -Infinity) > max || (onto.high?.value ?? Infinity) < min;
  return isBeyond ? undefined : inverseBound(formula, { ...onto, name: bound.name, at: bound.at });
}

/** What the reference says, where the profile says nothing. */
function usualOf(
  { name, at }: AttributeBound,
  profile: Profile,
  { knowledge }: CohortInLibrary['library'],
): AttributeDefinition | undefined {
  const observation = knowledge.observations.find((one) => one.name === name);
  return observation && { name, role: 'labs', distribution: usualDistribution(observation, profile), usual: true, at };
}

function withAttribute(profile: Profile, attribute: AttributeDefinition): Profile {
  const others = profile.attributes.filter(({ name }) => name !== attribute.name);
  const isOwn = others.length < profile.attributes.length;
  const attributes = isOwn
    ? profile.attributes.map((one) => (one.name === attribute.name ? attribute : one))
    : [...others, attribute];
  return { ...profile, attributes };
}
