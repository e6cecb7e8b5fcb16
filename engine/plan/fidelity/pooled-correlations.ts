/**
 * Rank correlations of numbers that have other curves for other people: the score of a value is that within the curve of the
 * person's own rule, and what each pair of scores adds to the correlation is summed over all rules. That holds where whom a rule
 * takes has nothing to do with what goes together.
 */
import type { ConditionalRule, Declaration, Distribution, Profile, Term } from '../../model/index.ts';
import { expressionTerm } from '../expressions.ts';
import { correlationOfRanks, correlationOfShareAndRank } from '../normal-scores.ts';
import type { PlannedAttribute } from '../population.ts';
import { asColumns } from '../state/columns.ts';
import { call, cast, column, double, integer, literal, when } from '../terms.ts';
import { curveOf } from './curve.ts';
import { momentsOf, partsOf } from './moments.ts';
import type { Parts } from './moments.ts';
import { middleRanks, scoreCorrelation, standardized } from './ranks.ts';
import type { RankedParts, ScoreCorrelation } from './ranks.ts';
import { asksOfItself, groupsOf, standsAlone } from './regimes.ts';
import type { Grouped } from './regimes.ts';
import { scoreOf } from './scores.ts';

/** So few parts tell nearly as much, and there is a set of them for each rule. */
const PARTS = 6;
/** More pairs of rules would cost more than they tell. */
const MOST_PAIRS = 64;
/** Values that stand closer together than this part of their spread are told apart well enough. */
const FINE = 0.125;

type Correlation = Profile['correlations'][number];

interface Pooling extends Grouped {
  readonly attributes: readonly PlannedAttribute[];
}

/** People who have one curve, or one share of a condition. */
interface Member {
  readonly holds: Term;
  readonly score: Term;
  readonly parts: RankedParts;
  readonly share?: number;
  readonly hasTies: boolean;
}

/** `undefined` where neither of both has other curves for other people. */
export function pooledCorrelation(correlation: Correlation, pooling: Pooling): readonly Declaration[] | undefined {
  const { profile, attributes, sums } = pooling;
  const isConditional = (name: string): boolean =>
    attributes.find((one) => one.name === name)?.distribution.kind === 'conditional';
  if (correlation.measure !== 'rank_correlation' || !correlation.between.some(isConditional)) return undefined;
  const isOfHousehold = profile.household !== undefined && correlation.between.includes('age');
  const [first, second] = correlation.between.map((name) => membersOf(name, pooling));
  if (isOfHousehold || first === undefined || second === undefined) return [];
  if (first.length === 0 || second.length === 0 || first.length * second.length > MOST_PAIRS) return [];
  const pairs = first.map((one) => second.map((other) => expectedOf(correlation, one, other)));
  if (pairs.some((row) => row.some((pair) => pair === undefined))) return [];
  const numberOf = (members: readonly Member[]): Term => ({
    kind: 'case',
    branches: members.map(({ holds }, at) => ({ when: holds, then: literal(at, integer) })),
    otherwise: literal(-1, integer),
  });
  const [row, place] = [sums.bind(numberOf(first)), sums.bind(numberOf(second))];
  const scoreBy = (members: readonly Member[], by: Term): Term =>
    sums.bind(
      chosen(
        members.map(({ score }) => score),
        by,
      ),
    );
  const [a, b] = [scoreBy(first, row), scoreBy(second, place)];
  const overPairs = (of: (pair: ScoreCorrelation) => number): Term =>
    sums.bind(
      chosen(
        pairs.map((others) =>
          chosen(
            others.map((pair) => literal(pair === undefined ? 0 : of(pair), double)),
            place,
          ),
        ),
        row,
      ),
    );
  const [expected, variance] = [overPairs((pair) => pair.expected), overPairs((pair) => pair.deviation ** 2)];
  const squares = call('add', call('multiply', a, a), call('multiply', b, b));
  const unlike = call(
    'multiply',
    expected,
    call('subtract', literal(1, double), call('multiply', squares, literal(0.5, double))),
  );
  const part = call('add', call('multiply', a, b), unlike);
  const isCounted = call('and', call('greater_or_equal', row, 0), call('greater_or_equal', place, 0));
  const summed = (number: Term): number => sums.add(when(isCounted, number, literal(0, double)));
  const hasTies = [...first, ...second].some((one) => one.hasTies);
  const { between, value, at } = correlation;
  return [
    {
      section: 'correlations',
      quantity: `${between[0]} with ${between[1]}`,
      part: hasTies ? `${value} less what ties take` : '',
      among: 'within rules',
      people: sums.count(isCounted),
      at,
      measure: 'pooled_correlation',
      products: summed(part),
      expected: summed(expected),
      variance: summed(variance),
      declared: hasTies ? undefined : value,
    },
  ];
}

/** The term whose number it is. */
function chosen(terms: readonly Term[], by: Term): Term {
  const last = terms.at(-1) ?? literal(0, double);
  if (terms.length < 2) return last;
  return {
    kind: 'case',
    branches: terms.slice(0, -1).map((then, at) => ({ when: call('equal', by, at), then })),
    otherwise: last,
  };
}

/** Numbers that follow from numbers, and the same for every plan. */
const KNOWN = new Map<string, ScoreCorrelation>();
const MOST_KNOWN = 10_000;

function expectedOf({ value }: Correlation, first: Member, second: Member): ScoreCorrelation | undefined {
  const key = JSON.stringify([value, first.parts, first.share, second.parts, second.share]);
  const known = KNOWN.get(key);
  if (known !== undefined) return known;
  const share = first.share ?? second.share;
  const strength = share === undefined ? correlationOfRanks(value) : correlationOfShareAndRank(value, share);
  if (Math.abs(strength) >= 1) return undefined;
  const found = scoreCorrelation(first.parts, second.parts, strength);
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(key, found);
  return found;
}

/** `undefined` where nothing simple holds; rules by which all have the same number are left out. */
function membersOf(name: string, pooling: Pooling): readonly Member[] | undefined {
  const condition = pooling.profile.conditions.find(({ code }) => code === name);
  if (condition !== undefined) {
    if (!standsAlone(condition.prevalence, pooling.profile)) return undefined;
    return groupsOf([condition.prevalence], pooling).flatMap(({ holds, shares: [share = 0] }) =>
      share > 0 && share < 1 ? [conditionMember(name, share, holds)] : [],
    );
  }
  const attribute = pooling.attributes.find((one) => one.name === name);
  if (attribute === undefined) return undefined;
  const { distribution } = attribute;
  if (distribution.kind !== 'conditional')
    return numberMember(attribute, distribution, { holds: literal(true), pooling });
  const given = distribution.rules.flatMap((rule) => rule.given ?? []);
  if (!given.every((one) => asksOfItself(one, pooling.profile))) return undefined;
  return ruleMembers(attribute, distribution.rules, pooling);
}

function ruleMembers(
  attribute: PlannedAttribute,
  rules: readonly ConditionalRule[],
  pooling: Pooling,
): readonly Member[] | undefined {
  const { scope, settled, sums } = pooling;
  const members: Member[] = [];
  const taken: Term[] = [];
  for (const { given, distribution } of rules) {
    const truth = given === undefined ? true : settled(given);
    if (truth === false) continue;
    const own =
      given === undefined || truth === true
        ? []
        : [sums.bind(call('coalesce', asColumns(expressionTerm(given, scope)), false))];
    const holds = sums.bind(call('and', literal(true), ...taken.map((one) => call('not', one)), ...own));
    const found = numberMember(attribute, distribution, { holds, pooling });
    if (found === undefined) return undefined;
    members.push(...found);
    if (truth === true) break;
    taken.push(...own);
  }
  return members;
}

interface Holding {
  readonly holds: Term;
  readonly pooling: Pooling;
}

function numberMember(
  { column: of }: PlannedAttribute,
  distribution: Distribution,
  { holds, pooling: { sums } }: Holding,
): readonly Member[] | undefined {
  if (distribution.kind === 'fixed') return [];
  const found = distribution.kind === 'categorical' ? partsOfValues(distribution) : partsOfCurve(distribution);
  if (found === undefined) return undefined;
  const { edges, shares, hasTies } = found;
  if (shares.length < 2) return [];
  const parts = { shares, scores: middleRanks(shares) };
  const score = scoreOf(cast(column(of), double), { edges, scores: standardized(parts) }, sums);
  return [{ holds, score, parts, hasTies }];
}

interface MemberParts extends Parts {
  readonly hasTies: boolean;
}

function partsOfCurve(distribution: Distribution): MemberParts | undefined {
  const curve = curveOf(distribution);
  return curve && { ...partsOf(curve, PARTS), hasTies: curve.step > FINE * momentsOf(curve).deviation };
}

/** A part a number. */
function partsOfValues({ options }: Extract<Distribution, { kind: 'categorical' }>): MemberParts | undefined {
  const drawn = options.filter(({ weight }) => weight > 0);
  const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  const ordered = drawn
    .map(({ value, weight }) => ({ value: Number(value), share: weight / total }))
    .toSorted((one, other) => one.value - other.value);
  const values = ordered.map(({ value }) => value);
  if (drawn.some(({ value }) => typeof value !== 'number') || new Set(values).size < values.length) return undefined;
  const edges = values.slice(1).map((value, at) => (value + (values[at] ?? value)) / 2);
  return { edges, shares: ordered.map(({ share }) => share), hasTies: true };
}

/** Whoever has it drew the lowest parts. */
function conditionMember(code: string, share: number, holds: Term): Member {
  const parts = { shares: [share, 1 - share], scores: [1, 0] };
  const [having = 0, others = 0] = standardized(parts);
  const has = call('coalesce', column(`condition:${code}`), false);
  return { holds, score: when(has, literal(having, double), literal(others, double)), parts, share, hasTies: false };
}
