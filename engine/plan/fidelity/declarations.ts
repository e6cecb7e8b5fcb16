/** One declared quantity to what is counted for it: shares of people, parts of a categorical, mean and shape of a number. */
import type {
  ColumnType,
  Declaration,
  Distribution,
  Expression,
  Fidelity,
  Probability,
  SourceRange,
  SumPlace,
  Term,
} from '../../model/index.ts';
import { formatExpression } from '../expression-text.ts';
import { expressionTerm } from '../expressions.ts';
import type { Scope } from '../expressions.ts';
import { probabilityTerm } from '../sampling.ts';
import { call, cast, double, known, literal, when } from '../terms.ts';
import { curveOf } from './curve.ts';
import type { Curve } from './curve.ts';
import { momentsOf, partsOf } from './moments.ts';
import { asColumns } from '../state/columns.ts';
import type { Sums } from './sums.ts';

/** What is counted, of whom, and how it was drawn. */
export interface Quantity {
  readonly section: string;
  readonly quantity: string;
  readonly value: Term;
  readonly type: ColumnType;
  /** Drawn by quota over all people of the cohort. */
  readonly quota: boolean;
  /** To how many people a quota holds, where not to one. */
  readonly within?: number;
  /** How many drew by quota, where these are some of them. */
  readonly outOf?: number;
  /** The profile asks for quotas: of a share that does not come by one its line says so. */
  readonly asksQuotas?: boolean;
  /** Whether quotas hold within the group of whom the expressions are true or, of those before the last, not true. */
  readonly quotaWithin?: (givens: readonly Expression[]) => boolean;
  /** What an expression is for all people alike; `undefined` where it depends on the person. */
  readonly settled: (expression: Expression) => boolean | undefined;
  readonly among?: { readonly words: string; readonly holds: Term };
  readonly at: SourceRange;
}

type Declarations = Fidelity['declarations'];

export function declaredDistribution(of: Quantity, distribution: Distribution, sums: Sums, scope: Scope): Declarations {
  if (distribution.kind === 'conditional') return declaredRules(of, distribution, sums, scope);
  const shares = sharesOf(distribution);
  if (shares !== undefined) return shares.size > 1 ? declaredShares(of, shares, sums) : [];
  return declaredNumber(of, distribution, sums);
}

/** Each rule speaks of those whom no rule before it took; of rules that nobody can meet nothing is said. */
function declaredRules(
  of: Quantity,
  { rules }: Extract<Distribution, { kind: 'conditional' }>,
  sums: Sums,
  scope: Scope,
): Declarations {
  const declarations: Declaration[] = [];
  const taken: Term[] = [];
  const asked = rules.flatMap(({ given }) => given ?? []);
  for (const { given, distribution } of rules) {
    const truth = given === undefined ? true : of.settled(given);
    if (truth === false) continue;
    const own =
      given === undefined || truth === true ? [] : [sums.bind(known(asColumns(expressionTerm(given, scope))))];
    const all = [...(of.among === undefined ? [] : [of.among.holds]), ...taken, ...own];
    const holds = sums.bind(call('and', literal(true), ...all));
    const words = given === undefined ? 'otherwise' : formatExpression(given);
    const among = { words: of.among === undefined ? words : `${of.among.words}, ${words}`, holds };
    const isAll = truth === true && taken.length === 0;
    const isWithin = of.among === undefined && of.quotaWithin?.(asked) === true;
    const rest = { ...of, quota: of.quota && (isAll || isWithin) };
    declarations.push(...declaredDistribution(isAll ? rest : { ...rest, among }, distribution, sums, scope));
    if (truth === true) break;
    taken.push(...own.map((one) => call('not', one)));
  }
  return declarations;
}

const BY_CHANCE = 'by chance';

/** Values with their shares; `undefined` where the distribution is one of numbers. */
function sharesOf(distribution: Distribution): ReadonlyMap<string | number | boolean, number> | undefined {
  const shares = new Map<string | number | boolean, number>();
  const add = (value: string | number | boolean | null, share: number): void => {
    if (value !== null && share > 0) shares.set(value, (shares.get(value) ?? 0) + share);
  };
  if (distribution.kind === 'fixed') add(distribution.value, 1);
  else if (distribution.kind === 'categorical')
    for (const { value, weight } of distribution.options) add(value, weight);
  else if (distribution.kind === 'mixture') {
    const total = distribution.components.reduce((sum, { weight }) => sum + weight, 0);
    for (const { weight, distribution: part } of distribution.components) {
      const inner = sharesOf(part);
      if (inner === undefined) return undefined;
      for (const [value, share] of inner) add(value, (share * weight) / total);
    }
  } else return undefined;
  return shares;
}

function declaredShares(
  of: Quantity,
  shares: ReadonlyMap<string | number | boolean, number>,
  sums: Sums,
): Declarations {
  return [...shares].map(([value, share]) =>
    declaredShare(
      { ...of, value: call('equal', of.value, literal(value, of.type)) },
      { part: String(value), target: share },
      sums,
    ),
  );
}

export function declaredShare(
  of: Quantity,
  { part = '', target }: { readonly part?: string; readonly target: number },
  sums: Sums,
): Declaration {
  const holding = sums.count(restricted(of, known(of.value)));
  const head = headOf(of, part, sums);
  const isByChance = of.asksQuotas === true && !of.quota && target > 0 && target < 1;
  const among = isByChance ? [head.among, BY_CHANCE].filter((words) => words !== '').join(', ') : head.among;
  const { quota, within, outOf } = of;
  return {
    ...head,
    among,
    measure: 'share',
    holding,
    target,
    quota,
    ...(within === undefined ? {} : { within }),
    ...(outOf === undefined ? {} : { outOf }),
  };
}

/**
 * A share of people that may depend on the person: what is to be expected of all follows from each one's share. Of each group
 * that the share names there is a line besides.
 */
export function declaredProbability(of: Quantity, probability: Probability, sums: Sums, scope: Scope): Declarations {
  if (probability.kind === 'constant') return [declaredShare(of, { target: probability.value }, sums)];
  const all = declaredOfEach(of, asColumns(probabilityTerm(probability, scope)), sums);
  const holds = of.among === undefined ? [] : [of.among.holds];
  return [all, ...declaredGroups(of, probability, { asked: [], words: [], holds }, { sums, scope })];
}

interface Path {
  readonly asked: readonly Expression[];
  readonly words: readonly string[];
  readonly holds: readonly Term[];
}

function declaredGroups(
  of: Quantity,
  probability: Probability,
  { asked, words, holds }: Path,
  asking: { readonly sums: Sums; readonly scope: Scope },
): Declarations {
  const { sums, scope } = asking;
  if (probability.kind === 'constant') {
    if (words.length === 0) return [];
    const among = { words: words.join(', '), holds: sums.bind(call('and', literal(true), ...holds)) };
    const quota = of.quota && of.quotaWithin?.(asked) === true;
    return [declaredShare({ ...of, among, quota }, { target: probability.value }, sums)];
  }
  const { given } = probability;
  const truth = of.settled(given);
  if (truth !== undefined)
    return declaredGroups(of, truth ? probability.holds : probability.fails, { asked, words, holds }, asking);
  const met = sums.bind(known(asColumns(expressionTerm(given, scope))));
  const told = formatExpression(given);
  const path = (isMet: boolean): Path => ({
    asked: [...asked, given],
    words: [...words, isMet ? told : `not (${told})`],
    holds: [...holds, isMet ? met : call('not', met)],
  });
  return [
    ...declaredGroups(of, probability.holds, path(true), asking),
    ...declaredGroups(of, probability.fails, path(false), asking),
  ];
}

/** A share that is a term over the columns of the rows. */
export function declaredOfEach(of: Quantity, share: Term, sums: Sums, part = ''): Declaration {
  return {
    ...headOf(of, part, sums),
    measure: 'share',
    holding: sums.count(restricted(of, known(of.value))),
    target: targetOfEach(share, sums, of),
    quota: false,
  };
}

/** What follows for all from the share of each. */
export function targetOfEach(
  share: Term,
  sums: Sums,
  of: Pick<Quantity, 'among'> = {},
): { readonly expected: SumPlace; readonly variance: SumPlace } {
  const variance = call('multiply', share, call('subtract', literal(1, double), share));
  return { expected: sums.add(numberOf(of, share)), variance: sums.add(numberOf(of, variance)) };
}

function declaredNumber(of: Quantity, distribution: Distribution, sums: Sums): Declarations {
  const curve = curveOf(distribution);
  return curve === undefined ? [] : declaredCurve(of, curve, sums);
}

export function declaredCurve(of: Quantity, curve: Curve, sums: Sums): Declarations {
  const { mean, deviation } = momentsOf(curve);
  const sum = sums.add(numberOf(of, cast(of.value, double)));
  return [
    { ...headOf(of, '', sums), measure: 'mean', sum, target: mean, deviation },
    ...declaredShape(of, curve, sums),
  ];
}

/** Nothing where all have the same. */
export function declaredShape(of: Quantity, curve: Curve, sums: Sums): Declarations {
  const { edges, shares } = partsOf(curve);
  if (shares.length <= 1) return [];
  const value = cast(of.value, double);
  const counted = of.among === undefined ? value : when(of.among.holds, value, literal(null));
  return [{ ...headOf(of, '', sums), measure: 'shape', parts: sums.parts(counted, edges), shares }];
}

function headOf(
  of: Quantity,
  part: string,
  sums: Sums,
): Pick<Declaration, 'section' | 'quantity' | 'part' | 'among' | 'people' | 'at'> {
  const { section, quantity, among, at } = of;
  const people = sums.count(among === undefined ? literal(true) : among.holds);
  return { section, quantity, part, among: among?.words ?? '', people, at };
}

function restricted({ among }: Quantity, truth: Term): Term {
  return among === undefined ? truth : call('and', among.holds, truth);
}

function numberOf({ among }: Pick<Quantity, 'among'>, number: Term): Term {
  return among === undefined ? number : when(among.holds, number, literal(0, double));
}
