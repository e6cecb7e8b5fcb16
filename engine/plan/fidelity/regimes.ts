/**
 * Groups of people in each of which shares that depend on the person are the same for all: what is declared of how conditions go
 * together holds within each.
 */
import type { Expression, Probability, Profile, Term } from '../../model/index.ts';
import { formatExpression } from '../expression-text.ts';
import { expressionTerm } from '../expressions.ts';
import type { Scope } from '../expressions.ts';
import { isCorrelated } from '../quota-groups.ts';
import { asColumns } from '../state/columns.ts';
import { call, literal } from '../terms.ts';
import type { Sums } from './sums.ts';

export interface Regime {
  /** Empty where the shares are the same for everybody. */
  readonly words: string;
  readonly holds: Term;
  /** Of the conditions. */
  readonly shares: ReadonlyMap<string, number>;
}

export interface Asking {
  readonly sums: Pick<Sums, 'bind'>;
  readonly scope: Scope;
  readonly settled: (expression: Expression) => boolean | undefined;
}

/** What is found is summed over the people. */
export interface Summing extends Asking {
  readonly sums: Sums;
}

export interface Grouped extends Summing {
  readonly profile: Profile;
}

interface Part {
  readonly words: string;
  readonly isMet: boolean;
  readonly term: Term;
}

interface Path {
  readonly parts: readonly Part[];
  readonly share: number;
}

/** `undefined` where whom a group takes has to do with what goes together: nothing simple holds in it then. */
export function regimesOf(names: readonly string[], grouped: Grouped): readonly Regime[] | undefined {
  const { profile } = grouped;
  const conditions = profile.conditions.filter(({ code }) => names.includes(code));
  if (!conditions.every(({ prevalence }) => standsAlone(prevalence, profile))) return undefined;
  const groups = groupsOf(
    conditions.map(({ prevalence }) => prevalence),
    grouped,
  );
  return groups.map(({ words, holds, shares }) => ({
    words,
    holds,
    shares: new Map(conditions.map(({ code }, at) => [code, shares[at] ?? 0])),
  }));
}

export interface Group {
  readonly words: string;
  readonly holds: Term;
  /** In the order of what they are shares of. */
  readonly shares: readonly number[];
}

/** Groups in each of which all of these are the same for everybody. */
export function groupsOf(probabilities: readonly Probability[], grouped: Asking): readonly Group[] {
  let groups: readonly { readonly parts: readonly Part[]; readonly shares: readonly number[] }[] = [
    { parts: [], shares: [] },
  ];
  for (const probability of probabilities) {
    const paths = pathsOf(probability, [], grouped);
    groups = groups.flatMap(({ parts, shares }) =>
      paths.map((path) => ({ parts: [...parts, ...path.parts], shares: [...shares, path.share] })),
    );
  }
  return groups.filter(isPossible).map(({ parts, shares }) => {
    const told = new Map(parts.map((part) => [part.words, part.term]));
    return {
      words: [...told.keys()].join(', '),
      holds: told.size === 0 ? literal(true) : grouped.sums.bind(call('and', literal(true), ...told.values())),
      shares,
    };
  });
}

function pathsOf(probability: Probability, before: readonly Part[], grouped: Asking): readonly Path[] {
  if (probability.kind === 'constant') return [{ parts: before, share: probability.value }];
  const { given, holds, fails } = probability;
  const truth = grouped.settled(given);
  if (truth !== undefined) return pathsOf(truth ? holds : fails, before, grouped);
  const met = grouped.sums.bind(call('coalesce', asColumns(expressionTerm(given, grouped.scope)), false));
  const told = formatExpression(given);
  return [
    ...pathsOf(holds, [...before, { words: told, isMet: true, term: met }], grouped),
    ...pathsOf(fails, [...before, { words: `not (${told})`, isMet: false, term: call('not', met) }], grouped),
  ];
}

/** Nobody meets what they do not meet. */
function isPossible({ parts }: { readonly parts: readonly Part[] }): boolean {
  const met = new Set(parts.filter(({ isMet }) => isMet).map(({ words }) => `not (${words})`));
  return !parts.some(({ isMet, words }) => !isMet && met.has(words));
}

/** It asks of nothing but attributes that depend on nothing else. */
export function standsAlone(probability: Probability, profile: Profile): boolean {
  if (probability.kind === 'constant') return true;
  const { given, holds, fails } = probability;
  return asksOfItself(given, profile) && standsAlone(holds, profile) && standsAlone(fails, profile);
}

export function asksOfItself(expression: Expression, profile: Profile): boolean {
  const each = (...parts: readonly Expression[]): boolean => parts.every((part) => asksOfItself(part, profile));
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean':
      return true;
    case 'name': {
      const found = profile.attributes.find(({ name }) => name === expression.name);
      const kind = found?.distribution.kind;
      return (
        kind !== undefined && kind !== 'conditional' && kind !== 'derived' && !isCorrelated(expression.name, profile)
      );
    }
    case 'not':
    case 'negate':
      return each(expression.operand);
    case 'binary':
      return each(expression.left, expression.right);
    case 'in':
      return each(expression.operand, ...expression.options);
    case 'between':
      return each(expression.operand, expression.low, expression.high);
    case 'function':
      return each(...expression.arguments);
    case 'call':
      return expression.name === 'has_condition' && asksOfConditions(expression.arguments[0], profile);
    default:
      return false;
  }
}

function asksOfConditions(prefix: Expression | undefined, profile: Profile): boolean {
  if (prefix?.kind !== 'text') return false;
  return profile.conditions
    .filter(({ code }) => code.startsWith(prefix.value))
    .every(({ code, prevalence }) => !isCorrelated(code, profile) && standsAlone(prevalence, profile));
}
