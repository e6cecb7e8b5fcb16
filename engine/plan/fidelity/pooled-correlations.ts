/**
 * Rank correlations of numbers that have other curves for other people: the score of a value is that within the curve of the
 * person's own rule, and what each pair of scores adds to the correlation is summed over all rules. That holds where whom a rule
 * takes has nothing to do with what goes together.
 */
import type { Declaration, Profile, Term } from '../../model/index.ts';
import { correlationOfRanks, correlationOfShareAndRank } from '../normal-scores.ts';
import { call, double, integer, literal, when } from '../terms.ts';
import { membersOf } from './correlation-members.ts';
import type { Member, Pooling } from './correlation-members.ts';
import { scoreCorrelation } from './ranks.ts';
import type { ScoreCorrelation } from './ranks.ts';
import type { Sums } from './sums.ts';

/** More pairs of rules would cost more than they tell. */
const MOST_PAIRS = 64;

type Correlation = Profile['correlations'][number];

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
  const hasTies = [...first, ...second].some((one) => one.hasTies);
  const { between, value, at } = correlation;
  return [
    {
      section: 'correlations',
      quantity: `${between[0]} with ${between[1]}`,
      part: hasTies ? `${value} less what ties take` : '',
      among: 'within rules',
      at,
      measure: 'pooled_correlation',
      ...summed({ first, second, pairs }, sums),
      declared: hasTies ? undefined : value,
    },
  ];
}

interface Pairs {
  readonly first: readonly Member[];
  readonly second: readonly Member[];
  /** Of each of the first with each of the second. */
  readonly pairs: readonly (readonly (ScoreCorrelation | undefined)[])[];
}

type Summed = Pick<
  Extract<Declaration, { measure: 'pooled_correlation' }>,
  'people' | 'products' | 'expected' | 'variance'
>;

/** What each person adds: the product of both scores, and what their squares differ from one by as far as that is to be. */
function summed({ first, second, pairs }: Pairs, sums: Sums): Summed {
  const [row, place] = [sums.bind(numberAmong(first)), sums.bind(numberAmong(second))];
  const [a, b] = [sums.bind(scoreBy(first, row)), sums.bind(scoreBy(second, place))];
  const overPairs = (of: (pair: ScoreCorrelation) => number): Term => {
    const rows = pairs.map((others) => others.map((pair) => literal(pair === undefined ? 0 : of(pair), double)));
    return sums.bind(
      chosen(
        rows.map((one) => chosen(one, place)),
        row,
      ),
    );
  };
  const [expected, variance] = [overPairs((pair) => pair.expected), overPairs((pair) => pair.deviation ** 2)];
  const squares = call('add', call('multiply', a, a), call('multiply', b, b));
  const half = call('multiply', squares, literal(0.5, double));
  const unlike = call('multiply', expected, call('subtract', literal(1, double), half));
  const isCounted = call('and', call('greater_or_equal', row, 0), call('greater_or_equal', place, 0));
  const sumOf = (number: Term): number => sums.add(when(isCounted, number, literal(0, double)));
  return {
    people: sums.count(isCounted),
    products: sumOf(call('add', call('multiply', a, b), unlike)),
    expected: sumOf(expected),
    variance: sumOf(variance),
  };
}

/** Which of them a person is; -1 for nobody. */
function numberAmong(members: readonly Member[]): Term {
  return {
    kind: 'case',
    branches: members.map(({ holds }, at) => ({ when: holds, then: literal(at, integer) })),
    otherwise: literal(-1, integer),
  };
}

function scoreBy(members: readonly Member[], number: Term): Term {
  return chosen(
    members.map(({ score }) => score),
    number,
  );
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
