/**
 * The uniform number that each quantity of a person is drawn with: a draw of its own, spread evenly over the people where
 * sampling is stratified, and mixed with those of its partners where the profile correlates it.
 */
import type { ColumnType, Correlation, ElementaryDistribution, Probability, Profile, Term } from '../model/index.ts';
import { expressionTerm } from './expressions.ts';
import type { Scope } from './expressions.ts';
import { linksBefore, mixtureOf } from './latent.ts';
import type { Strength } from './latent.ts';
import { correlationOfOdds, correlationOfRanks, correlationOfShareAndRank } from './normal-scores.ts';
import { call, column, drawOf, literal, when } from './terms.ts';
import { lineOf } from './line.ts';

const double: ColumnType = { kind: 'double' };

/** A draw a person, of a share of people: quotas hold for it where sampling is stratified. `of` is the role and the name. */
export function chanceOf(profile: Profile, of: string): Term {
  const stream = `${lineOf(profile)}/${of}`;
  if (profile.sampling.value === 'independent') return drawOf(stream);
  return { kind: 'stratified_draw', stream, person: column('person_id'), among: profile.count.value };
}

/** The same for what is drawn several times a person: quotas hold for the first time. */
export function chanceOfEach(profile: Profile, of: string, occurrence: Term): Term {
  const first = chanceOf(profile, of);
  const each: Term = {
    kind: 'draw',
    stream: { kind: 'named', name: `${lineOf(profile)}/${of}` },
    person: column('person_id'),
    occurrence,
  };
  return first.kind === 'draw' ? each : when(call('equal', occurrence, 0), first, each);
}

/** The same for an attribute or a condition, which others may go together with. */
export function correlatedChanceOf(profile: Profile, name: string, scope: Scope): Term {
  const { correlations } = profile;
  if (linksBefore(name, correlations).length === 0) return chanceOf(profile, streamOf(name, profile));
  const sources = [...ancestorsOf(name, correlations), name];
  const varying = varyingAmong(sources, profile);
  const parts = sources.map((source) => {
    const share = overShares(varying, new Map(), scope, (shares) =>
      literal(mixtureOf(name, correlations, strengthAt(profile, shares))?.get(source) ?? 0, double),
    );
    return call('multiply', share, normalScore(chanceOf(profile, streamOf(source, profile))));
  });
  return { kind: 'normal_probability', of: parts.reduce((sum, part) => call('add', sum, part)) };
}

/** Those of the first quantity that cannot all hold, for any of its shares, with those among what it goes together with. */
export function impossibleAmong(profile: Profile): readonly Correlation[] | undefined {
  const { correlations } = profile;
  for (const name of namesOf(correlations)) {
    const sources = [...ancestorsOf(name, correlations), name];
    const varying = varyingAmong(sources, profile);
    const isPossible = everyShare(
      varying,
      new Map(),
      (shares) => mixtureOf(name, correlations, strengthAt(profile, shares)) !== undefined,
    );
    if (!isPossible) return correlations.filter(({ between }) => between.every((one) => sources.includes(one)));
  }
  return undefined;
}

/** How many combinations of shares the correlations of one quantity must be solved for, at most. */
export function regimesOf(profile: Profile): number {
  const { correlations } = profile;
  const counts = namesOf(correlations).map((name) =>
    varyingAmong([...ancestorsOf(name, correlations), name], profile).reduce(
      (product, { prevalence }) => product * sharesOf(prevalence).length,
      1,
    ),
  );
  return Math.max(1, ...counts);
}

function namesOf(correlations: readonly Correlation[]): readonly string[] {
  return [...new Set(correlations.map(({ between }) => between[1]))].toSorted();
}

function ancestorsOf(name: string, correlations: readonly Correlation[]): readonly string[] {
  const before = linksBefore(name, correlations).map(({ between }) => between[0]);
  return [...new Set(before.flatMap((one) => [...ancestorsOf(one, correlations), one]))].toSorted();
}

function streamOf(name: string, { attributes, conditions }: Profile): string {
  if (conditions.some(({ code }) => code === name)) return `conditions/${name}`;
  return `${attributes.find((one) => one.name === name)?.role ?? 'labs'}/${name}`;
}

type Condition = Profile['conditions'][number];
type Shares = ReadonlyMap<string, number>;

/** Conditions whose share depends on the person: how they correlate does, too. */
function varyingAmong(names: readonly string[], { conditions }: Profile): readonly Condition[] {
  return conditions.filter(({ code, prevalence }) => names.includes(code) && prevalence.kind === 'given');
}

function strengthAt({ conditions }: Profile, shares: Shares): Strength {
  const shareOf = (code: string): number => {
    const prevalence = conditions.find((one) => one.code === code)?.prevalence;
    return shares.get(code) ?? (prevalence?.kind === 'constant' ? prevalence.value : 0);
  };
  return ({ between: [first, second], measure, value }) => {
    if (measure === 'odds_ratio') return correlationOfOdds(value, shareOf(first), shareOf(second));
    const condition = conditions.find(({ code }) => code === first || code === second);
    return condition === undefined
      ? correlationOfRanks(value)
      : correlationOfShareAndRank(value, shareOf(condition.code));
  };
}

/** The term for the shares that hold for the person. */
function overShares(
  [first, ...others]: readonly Condition[],
  shares: Shares,
  scope: Scope,
  termAt: (shares: Shares) => Term,
): Term {
  if (first === undefined) return termAt(shares);
  const choose = (probability: Probability): Term =>
    probability.kind === 'constant'
      ? overShares(others, new Map([...shares, [first.code, probability.value]]), scope, termAt)
      : when(expressionTerm(probability.given, scope), choose(probability.holds), choose(probability.fails));
  return choose(first.prevalence);
}

function everyShare(
  [first, ...others]: readonly Condition[],
  shares: Shares,
  holds: (shares: Shares) => boolean,
): boolean {
  if (first === undefined) return holds(shares);
  return sharesOf(first.prevalence).every((share) =>
    everyShare(others, new Map([...shares, [first.code, share]]), holds),
  );
}

function sharesOf(probability: Probability): readonly number[] {
  if (probability.kind === 'constant') return [probability.value];
  return [...sharesOf(probability.holds), ...sharesOf(probability.fails)];
}

const NOWHERE = { file: '<normal>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const STANDARD_NORMAL: ElementaryDistribution = { kind: 'normal', mean: 0, standardDeviation: 1, at: NOWHERE };

function normalScore(uniform: Term): Term {
  return { kind: 'sample', distribution: STANDARD_NORMAL, uniform, type: double };
}
