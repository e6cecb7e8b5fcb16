/** Reasons of visits that are the person's own: what they have at the time, by the weights of the list. */
import type { ColumnType, NamedTerm, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import { cannotHave } from '../../population/born-and-sex.ts';
import type { Timeline } from '../../timeline.ts';
import { call, column, date, double, isOneOf, literal, named, output, project, when } from '../../terms.ts';
import { overOn, passes } from '../courses.ts';
import { conditionCodes } from '../condition-codes.ts';
import { problemCodes } from '../diagnoses.ts';
import { problemsOf } from '../problems.ts';
import { listsOf } from './cells.ts';
import { ownRows } from './drawn.ts';
import type { DrawnEvent } from './drawn.ts';

/** A code that people of the cohort can have, with its weight in each of the lists that events draw from. */
export interface OwnReason {
  readonly code: string;
  readonly weights: ReadonlyMap<string, number>;
  /** As what it is told at events of a list, each with its part of the weight. */
  readonly told: readonly Told[];
}

interface Told {
  readonly events: readonly PlannedEvent[];
  readonly parts: readonly { readonly code: string; readonly weight: number }[];
}

/** In the order of the codes. */
export function ownReasons(
  context: PlanContext,
  timeline: Timeline,
  drawn: readonly DrawnEvent[],
): readonly OwnReason[] {
  const lists = listsOf(drawn).map((list) => ({
    list,
    rowsOf: ownRows(context, list),
    events: drawn.flatMap((one) => (one.list.name === list ? [one.event] : [])),
  }));
  return problemCodes(context, timeline)
    .toSorted()
    .map((code): OwnReason => {
      const found = lists.map(({ list, events, rowsOf }) => {
        const { had, told } = rowsOf(code);
        const parts = told.map((row) => ({ code: row.told, weight: row.weight }));
        return { list, events, parts, weight: parts.reduce((sum, { weight }) => sum + weight, had?.weight ?? 0) };
      });
      return {
        code,
        weights: new Map(found.map(({ list, weight }) => [list, weight])),
        told: found.filter(({ parts }) => parts.length > 0),
      };
    })
    .filter(({ weights }) => [...weights.values()].some((weight) => weight > 0));
}

const since = (code: string): string => `has:${code}`;
const until = (code: string): string => `had:${code}`;

/** By person: from which day they have each of these, and until when, where it passes; `undefined` where nobody has anything. */
export function havesOf(own: readonly OwnReason[], context: PlanContext, timeline: Timeline): Relation | undefined {
  const problems = own.length === 0 ? undefined : problemsOf(context, timeline);
  const type = conditionCodes(context, timeline);
  if (problems === undefined || type === undefined) return undefined;
  const over = overOn(problemCodes(context, timeline), type, context) ?? literal(null, date);
  const dated: Relation = { kind: 'extend', input: problems, columns: [named('over', over)] };
  const spread = own.flatMap(({ code }) => {
    const isIt = call('equal', column('code'), literal(code, type));
    const of = (day: string): Term => when(isIt, column(day), literal(null, date));
    return [
      named(since(code), of('onset')),
      ...(passes(code, context.knowledge) ? [named(until(code), of('over'))] : []),
    ];
  });
  return {
    kind: 'aggregate',
    input: project(dated, [named('person_id', column('person_id')), ...spread]),
    by: ['person_id'],
    columns: spread.map(({ name }) => ({ name, how: 'min', of: name })),
  };
}

/** Of codes that stand side by side, halved until one is left: so a code is found in few steps, and no sum waits for all before it. */
type Codes = readonly OwnReason[];

const halves = (codes: Codes): readonly [Codes, Codes] => {
  const middle = Math.ceil(codes.length / 2);
  return [codes.slice(0, middle), codes.slice(middle)];
};

/** The weight of all of these that the person has. */
const ownSum = (codes: Codes): string => `own:${codes[0]?.code}-${codes.at(-1)?.code}`;

/** What the person has on `day` weighs: `own_whole`, and of each part of the codes the sum of its first half. Reads `weight:` of the list. */
export function ownWeights(own: readonly OwnReason[], context: PlanContext): readonly NamedTerm[] {
  if (own.length === 0) return [];
  const sumOf = (codes: Codes): Term => {
    const [one] = codes;
    if (one === undefined) return literal(0, double);
    if (codes.length === 1) return when(hasOn(one.code, context), column(`weight:${one.code}`), literal(0, double));
    const [before, behind] = halves(codes);
    return call('add', output(ownSum(before)), sumOf(behind));
  };
  const firstHalves = (codes: Codes): readonly NamedTerm[] => {
    if (codes.length < 2) return [];
    const [before, behind] = halves(codes);
    return [named(ownSum(before), sumOf(before)), ...firstHalves(before), ...firstHalves(behind)];
  };
  return [named(OWN_WHOLE, sumOf(own)), ...firstHalves(own)];
}

export const OWN_WHOLE = 'own_whole';

/** Unknown, and so not true, for those who never have it. */
function hasOn(code: string, context: PlanContext): Term {
  const day = column('day');
  const concept = context.knowledge.conditions.find((one) => one.code === code);
  const confines = { sex: concept?.sex, ages: concept?.ages && { from: undefined, to: concept.ages.to } };
  return call(
    'and',
    call('less_or_equal', column(since(code)), day),
    ...(passes(code, context.knowledge)
      ? [call('less_or_equal', day, call('coalesce', column(until(code)), day))]
      : []),
    call('not', cannotHave(confines, day)),
  );
}

/** The code into whose weight `own_weight` falls, or as what it is told there. */
export function ownCode(own: readonly OwnReason[], type: ColumnType, context: PlanContext): Term {
  const codeAt = (codes: Codes, weight: Term): Term => {
    const [one] = codes;
    if (one === undefined) return literal(null, type);
    if (codes.length === 1) return toldTerm(one, weight, { type, context });
    const [before, behind] = halves(codes);
    const sum = column(ownSum(before));
    return when(call('less', weight, sum), codeAt(before, weight), codeAt(behind, call('subtract', weight, sum)));
  };
  return codeAt(own, column('own_weight'));
}

/** Nothing is told as what the person cannot have: then it is what they have. */
function toldTerm(
  { code, told }: OwnReason,
  weight: Term,
  { type, context }: { readonly type: ColumnType; readonly context: PlanContext },
): Term {
  const had = literal(code, type);
  const branches = told.flatMap(({ events, parts }) => {
    const isOfList = isOneOf(
      'event_key',
      events.map(({ key }) => key),
    );
    let from = 0;
    return parts.map((part) => {
      const isAbove = call('greater_or_equal', weight, literal(from, double));
      from += part.weight;
      const isBelow = call('less', weight, literal(from, double));
      const concept = context.knowledge.conditions.find((one) => one.code === part.code);
      const isPossible = concept === undefined ? [] : [call('not', cannotHave(concept, column('day')))];
      const isIt = call('and', isOfList, isAbove, isBelow, ...isPossible);
      return { when: isIt, then: literal(part.code, type) };
    });
  });
  return branches.length === 0 ? had : { kind: 'case', branches, otherwise: had };
}
