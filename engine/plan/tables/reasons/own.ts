/** Reasons of visits that are the person's own: what they have at the time, by the weights of the list. */
import type { ColumnType, NamedTerm, Relation, Term, VisitReason } from '../../../model/index.ts';
import { bestFit } from '../../best-fit.ts';
import type { PlanContext } from '../../context.ts';
import { cannotHave } from '../../population/born-and-sex.ts';
import type { Timeline } from '../../timeline.ts';
import { call, column, date, double, literal, named, output, project, when } from '../../terms.ts';
import { overOn, passes } from '../courses.ts';
import { conditionCodes } from '../condition-codes.ts';
import { problemCodes } from '../diagnoses.ts';
import { problemsOf } from '../problems.ts';
import { listsOf } from './cells.ts';
import type { DrawnEvent } from './drawn.ts';

/** A code that people of the cohort can have, with its weight in each of the lists that events draw from. */
export interface OwnReason {
  readonly code: string;
  readonly weights: ReadonlyMap<string, number>;
}

/** In the order of the codes. */
export function ownReasons(
  context: PlanContext,
  timeline: Timeline,
  drawn: readonly DrawnEvent[],
): readonly OwnReason[] {
  const rows = (context.knowledge.reasons?.reasons ?? []).filter(({ own }) => own);
  const lists = listsOf(drawn);
  return problemCodes(context, timeline)
    .toSorted()
    .map((code) => ({ code, weights: new Map(lists.map((list) => [list, weightOf(code, list, rows)])) }))
    .filter(({ weights }) => [...weights.values()].some((weight) => weight > 0));
}

/** That of the longest beginning of the code. */
function weightOf(code: string, list: string, rows: readonly VisitReason[]): number {
  const ofList = rows.filter((row) => row.list === list);
  return bestFit(ofList, (row) => [row.code], code)?.weight ?? 0;
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

/** The code into whose weight `own_weight` falls. */
export function ownCode(own: readonly OwnReason[], type: ColumnType): Term {
  const codeAt = (codes: Codes, weight: Term): Term => {
    const [one] = codes;
    if (codes.length < 2) return literal(one?.code ?? null, type);
    const [before, behind] = halves(codes);
    const sum = column(ownSum(before));
    return when(call('less', weight, sum), codeAt(before, weight), codeAt(behind, call('subtract', weight, sum)));
  };
  return codeAt(own, column('own_weight'));
}
