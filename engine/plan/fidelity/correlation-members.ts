/** Who has which curve of a number, or which share of a condition, with the score of their value within it. */
import type { ConditionalRule, Distribution, Term } from '../../model/index.ts';
import { expressionTerm } from '../expressions.ts';
import type { PlannedAttribute } from '../population.ts';
import { asColumns } from '../state/columns.ts';
import { call, cast, column, double, known, literal, when } from '../terms.ts';
import { curveOf } from './curve.ts';
import { momentsOf, partsOf } from './moments.ts';
import type { Parts } from './moments.ts';
import { middleRanks, standardized } from './ranks.ts';
import type { RankedParts } from './ranks.ts';
import { asksOfItself, groupsOf, standsAlone } from './regimes.ts';
import type { Grouped } from './regimes.ts';
import { scoreOf } from './scores.ts';

/** So few parts tell nearly as much, and there is a set of them for each rule. */
const PARTS = 6;
/** Values that stand closer together than this part of their spread are told apart well enough. */
const FINE = 0.125;

export interface Pooling extends Grouped {
  readonly attributes: readonly PlannedAttribute[];
}

/** People who have one curve, or one share of a condition. */
export interface Member {
  readonly holds: Term;
  readonly score: Term;
  readonly parts: RankedParts;
  readonly share?: number;
  readonly hasTies: boolean;
}

/** `undefined` where nothing simple holds; rules by which all have the same number are left out. */
export function membersOf(name: string, pooling: Pooling): readonly Member[] | undefined {
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
      given === undefined || truth === true ? [] : [sums.bind(known(asColumns(expressionTerm(given, scope))))];
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
  const has = known(column(`condition:${code}`));
  return { holds, score: when(has, literal(having, double), literal(others, double)), parts, share, hasTies: false };
}
