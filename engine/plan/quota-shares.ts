/** Shares and choices that depend on the person, drawn by quota within each of the groups that they name, where these are numbered. */
import type { ColumnType, ConditionalRule, Distribution, Expression, Probability, Term } from '../model/index.ts';
import { chanceOf } from './chance.ts';
import type { PlanContext } from './context.ts';
import { expressionTerm } from './expressions.ts';
import type { Scope } from './expressions.ts';
import { isOfHousehold } from './household-draws.ts';
import { chanceWithin, intersection, isCorrelated, partsWhere, without, wordsOf } from './quota-groups.ts';
import type { Grouping, PartsOf } from './quota-groups.ts';
import { probabilityTerm, sampleTerm } from './sampling.ts';
import { call, literal, when } from './terms.ts';

/** `undefined` where chance decides, or others go by one draw of the quantity: its partners, or a household. */
function groupingOf({ cohort: { profile }, offset }: PlanContext, name: string): Grouping | undefined {
  const isAlone = !isCorrelated(name, profile) && !isOfHousehold(name, profile);
  return profile.sampling.value === 'stratified' && isAlone ? { profile, offset } : undefined;
}

interface Drawn {
  readonly name: string;
  /** Role and name, as streams have it. */
  readonly of: string;
}

interface Group {
  readonly parts: PartsOf | undefined;
  readonly words: readonly string[];
}

/** Whether a person has something, by quota in each group of the share; `undefined` where none of its groups is numbered. */
export function holdsByGroup(
  { name, of }: Drawn,
  share: Probability,
  context: PlanContext,
  scope: Scope,
): Term | undefined {
  const grouping = groupingOf(context, name);
  if (grouping === undefined || share.kind === 'constant' || partsWhere(share.given, grouping) === undefined)
    return undefined;
  const chance = ({ parts, words }: Group): Term =>
    parts === undefined ? chanceOf(grouping.profile, of) : chanceWithin(of, parts, words.join(', '), grouping);
  const holds = (one: Probability, group: Group): Term => {
    if (one.kind === 'constant') return call('less', chance(group), probabilityTerm(one, scope));
    const inside = partsWhere(one.given, grouping);
    const [met, unmet] = [inside && split(group.parts, inside), inside && without(group.parts, inside, grouping)];
    if (met === undefined || unmet === undefined) return call('less', chance(group), probabilityTerm(one, scope));
    const words = [...group.words, wordsOf(one.given)];
    return when(
      call('coalesce', expressionTerm(one.given, scope), literal(false)),
      holds(one.holds, { parts: met, words }),
      holds(one.fails, { parts: unmet, words: [...group.words, `not ${wordsOf(one.given)}`] }),
    );
  };
  return holds(share, { parts: undefined, words: [] });
}

function split(all: PartsOf | undefined, parts: PartsOf): PartsOf | undefined {
  return all === undefined ? parts : intersection(all, parts);
}

/** A value by its rules, by quota among those whom each takes; `undefined` where they are not numbered. */
export function sampleByGroup(
  { name, of }: Drawn,
  distribution: Distribution,
  { context, scope, type }: { readonly context: PlanContext; readonly scope: Scope; readonly type: ColumnType },
): Term | undefined {
  const grouping = groupingOf(context, name);
  if (grouping === undefined || distribution.kind !== 'conditional') return undefined;
  const groups = groupsOf(distribution.rules, grouping);
  if (groups === undefined) return undefined;
  const value = ({ given, distribution: own }: ConditionalRule, parts: PartsOf): Term =>
    sampleTerm(own, chanceWithin(of, parts, wordsOf(given), grouping), type, scope);
  const terms = groups.map(({ rule, parts }) => ({ rule, then: value(rule, parts) }));
  const last = terms.at(-1);
  const branches = terms.flatMap(({ rule: { given }, then }) =>
    given === undefined ? [] : [{ when: expressionTerm(given, scope), then }],
  );
  return {
    kind: 'case',
    branches,
    otherwise: last !== undefined && last.rule.given === undefined ? last.then : literal(null),
  };
}

interface RuleGroup {
  readonly rule: ConditionalRule;
  readonly parts: PartsOf;
}

/** Each rule takes those whom no rule before it took. */
function groupsOf(rules: readonly ConditionalRule[], grouping: Grouping): readonly RuleGroup[] | undefined {
  const groups: RuleGroup[] = [];
  let left: PartsOf | undefined;
  for (const rule of rules) {
    if (rule.given === undefined) {
      return left === undefined ? undefined : [...groups, { rule, parts: left }];
    }
    const inside = partsWhere(rule.given, grouping);
    const parts = inside && split(left, inside);
    const rest = inside && without(left, inside, grouping);
    if (parts === undefined || rest === undefined) return undefined;
    groups.push({ rule, parts });
    left = rest;
  }
  return groups;
}

/** Whether quotas of a quantity hold within the groups that these expressions make, one after the other. */
export function exactWithin(name: string, context: PlanContext): (givens: readonly Expression[]) => boolean {
  const grouping = groupingOf(context, name);
  return (givens) => {
    const parts = grouping === undefined ? [] : givens.map((given) => partsWhere(given, grouping));
    const [first] = parts;
    return first !== undefined && parts.every((one) => one?.source === first.source);
  };
}
