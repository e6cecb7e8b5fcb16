/** What a profile declares of how quantities go together: odds ratios of conditions, rank correlations of numbers. */
import type { Correlation, Declaration, Profile, Scored, Term } from '../../model/index.ts';
import { correlationOfRanks, correlationOfShareAndRank } from '../normal-scores.ts';
import type { PlannedAttribute } from '../population.ts';
import { call, cast, column, double, integer, literal, when } from '../terms.ts';
import { curveOf } from './curve.ts';
import { momentsOf, partsOf } from './moments.ts';
import { middleRanks, scoreCorrelation } from './ranks.ts';
import type { RankedParts } from './ranks.ts';
import { regimesOf } from './regimes.ts';
import type { Grouped, Regime } from './regimes.ts';
import { pooledCorrelation } from './pooled-correlations.ts';
import { scoreOf } from './scores.ts';
import type { Sums } from './sums.ts';

/** Where shares depend on the person, a line for each group in which they are the same for all; where curves do, one for all. */
export function declaredCorrelations(
  attributes: readonly PlannedAttribute[],
  grouped: Grouped,
): readonly Declaration[] {
  return grouped.profile.correlations.flatMap(
    (correlation) =>
      pooledCorrelation(correlation, { ...grouped, attributes }) ??
      (regimesOf(correlation.between, grouped) ?? []).flatMap((regime) =>
        correlation.measure === 'odds_ratio'
          ? oddsRatio(correlation, regime, grouped.sums)
          : rankCorrelation(correlation, { ...grouped, attributes, regime }),
      ),
  );
}

function headOf({ between: [first, second], at }: Correlation, { words, holds }: Regime, sums: Sums): Head {
  const people = sums.count(holds);
  return { section: 'correlations', quantity: `${first} with ${second}`, part: '', among: words, people, at };
}

type Head = Pick<Declaration, 'section' | 'quantity' | 'part' | 'among' | 'people' | 'at'>;

function oddsRatio(correlation: Correlation, regime: Regime, sums: Sums): readonly Declaration[] {
  const [first, second] = correlation.between;
  const isSure = (code: string): boolean => [0, 1].includes(regime.shares.get(code) ?? 0);
  if (isSure(first) || isSure(second)) return [];
  const has = (code: string): Term => call('coalesce', column(`condition:${code}`), false);
  const [one, other] = [has(first), has(second)];
  const among = (truth: Term): Term => (regime.words === '' ? truth : call('and', regime.holds, truth));
  return [
    {
      ...headOf(correlation, regime, sums),
      measure: 'odds_ratio',
      both: sums.count(among(call('and', one, other))),
      first: sums.count(among(one)),
      second: sums.count(among(other)),
      target: correlation.value,
    },
  ];
}

interface Among {
  readonly profile: Profile;
  readonly attributes: readonly PlannedAttribute[];
  readonly sums: Sums;
  readonly regime: Regime;
}

/** One of a pair: what is counted of it, and what its parts are by its curve. */
interface Member {
  readonly scored: Scored;
  readonly score: Term;
  readonly byCurve: RankedParts;
  /** The share of a condition. */
  readonly share?: number;
  /** Values are so few that many people have the same: what is declared of ranks loses by it. */
  readonly hasTies: boolean;
}

function rankCorrelation(correlation: Correlation, among: Among): readonly Declaration[] {
  const [first, second] = correlation.between.map((name) => memberOf(name, among));
  if (first === undefined || second === undefined) return [];
  const share = first.share ?? second.share;
  const { value } = correlation;
  const strength = share === undefined ? correlationOfRanks(value) : correlationOfShareAndRank(value, share);
  if (Math.abs(strength) >= 1) return [];
  const { expected, deviation } = scoreCorrelation(first.byCurve, second.byCurve, strength);
  const losesByTies = first.hasTies || second.hasTies;
  return [
    {
      ...headOf(correlation, among.regime, among.sums),
      part: losesByTies ? `${value} less what ties take` : '',
      measure: 'rank_correlation',
      first: first.scored,
      second: second.scored,
      products: among.sums.add(ofRegime(call('multiply', first.score, second.score), among.regime)),
      expected,
      deviation,
      target: losesByTies ? expected : value,
    },
  ];
}

/** Nothing of those whom the group does not take. */
function ofRegime(number: Term, { words, holds }: Regime): Term {
  return words === '' ? number : when(holds, number, literal(null));
}

function memberOf(name: string, { profile, attributes, regime, sums }: Among): Member | undefined {
  const share = regime.shares.get(name);
  if (share !== undefined) return share > 0 && share < 1 ? conditionMember(name, share, { regime, sums }) : undefined;
  const attribute = attributes.find((one) => one.name === name);
  const isOfHousehold = profile.household !== undefined && name === 'age';
  if (attribute === undefined || isOfHousehold) return undefined;
  return numberMember(attribute, { regime, sums });
}

type Within = Pick<Among, 'regime' | 'sums'>;

/** Whoever has it drew the lowest parts. */
function conditionMember(code: string, share: number, { regime, sums }: Within): Member {
  const has = call('coalesce', column(`condition:${code}`), false);
  const scores = [0, 1];
  return {
    scored: {
      parts: sums.parts(ofRegime(when(has, literal(1, integer), literal(0, integer)), regime), [0.5]),
      scores,
    },
    score: when(has, literal(1, double), literal(0, double)),
    byCurve: { shares: [share, 1 - share], scores: scores.toReversed() },
    share,
    hasTies: false,
  };
}

/** Values that stand closer together than this part of their spread are told apart well enough. */
const FINE = 0.125;

function numberMember({ column: of, distribution }: PlannedAttribute, { regime, sums }: Within): Member | undefined {
  const curve = curveOf(distribution);
  if (curve === undefined) return undefined;
  const { edges, shares } = partsOf(curve);
  if (shares.length < 2) return undefined;
  const value = cast(column(of), double);
  const scores = middleRanks(shares);
  return {
    scored: { parts: sums.parts(ofRegime(value, regime), edges), scores },
    score: scoreOf(value, { edges, scores }, sums),
    byCurve: { shares, scores },
    hasTies: curve.step > FINE * momentsOf(curve).deviation,
  };
}
