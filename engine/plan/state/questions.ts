/** What the conditions of events ask about the time at which they are asked. Each question becomes one column. */
import type { BranchPoint, Expression, Journey, Knowledge, Offset, Probability } from '../../model/index.ts';
import { namesIn, partsOf } from '../../trees/index.ts';
import type { PlacedEvent } from '../planned-event.ts';

/** `after` is the time of the journey that is asked about; the event's own moment where absent. */
export type Question = { readonly after: Offset | undefined } & (
  | { readonly kind: 'value'; readonly attribute: string }
  | { readonly kind: 'count'; readonly event: string; readonly within: Offset | undefined }
  | { readonly kind: 'last'; readonly event: string }
  | { readonly kind: 'latest'; readonly observation: string }
  /** Of the calendar, from 1. */
  | { readonly kind: 'month' }
);

/** What conditions of events call the month in which they are asked. */
export const MONTH = 'month_of_year';

/** The name of its column, the same for the same question. */
export function questionName(question: Question): string {
  const at = question.after === undefined ? '' : `@${offsetName(question.after)}`;
  switch (question.kind) {
    case 'value':
      return `change:${question.attribute}${at}`;
    case 'count':
      return `count:${question.event}${question.within === undefined ? '' : `/${offsetName(question.within)}`}${at}`;
    case 'last':
      return `last:${question.event}${at}`;
    case 'latest':
      return `latest:${question.observation}${at}`;
    case 'month':
      return `month${at}`;
  }
}

function offsetName({ months, days, minutes }: Offset): string {
  return `${months}m${days}d${minutes}`;
}

/** The branch points at which a way parts, that of the way first, then those which lead to it. */
export function pointsBefore({ branchPoints = [] }: Pick<Journey, 'branchPoints'>, id: string): readonly BranchPoint[] {
  const point = branchPoints.find((one) => one.id === id);
  if (point === undefined) return [];
  return [point, ...(point.within === undefined ? [] : pointsBefore({ branchPoints }, point.within.point))];
}

/** What the shares of its branches ask, and those of the branch points before it. */
export function questionsAtPoint({ branches }: BranchPoint, moved: ReadonlySet<string>): readonly Question[] {
  return withoutRepeats(branches.flatMap(({ share }) => questionsOf(share, moved)));
}

/** Whether it is decided at its own moment; one that asks nothing of time is decided with the people. */
export function pointAsks(journey: Pick<Journey, 'branchPoints'>, id: string, moved: ReadonlySet<string>): boolean {
  return pointsBefore(journey, id).some((point) => questionsAtPoint(point, moved).length > 0);
}

function withoutRepeats(questions: readonly Question[]): readonly Question[] {
  return [...new Map(questions.map((question) => [questionName(question), question])).values()];
}

/** `moved`: names of numbers that events move; the others are as they were in the beginning. */
export function questionsOf(probability: Probability, moved: ReadonlySet<string>): readonly Question[] {
  if (probability.kind === 'constant') return [];
  const { given, holds, fails } = probability;
  const all = [
    ...inExpression(given, { moved, after: undefined }),
    ...[holds, fails].flatMap((one) => questionsOf(one, moved)),
  ];
  return withoutRepeats(all);
}

/** Whether chance has a say in it: where it is neither sure nor impossible for somebody. */
export function leavesToChance(probability: Probability): boolean {
  if (probability.kind === 'constant') return probability.value > 0 && probability.value < 1;
  return leavesToChance(probability.holds) || leavesToChance(probability.fails);
}

/** Every name that the conditions of a probability read. */
export function namesOfProbability(probability: Probability): readonly string[] {
  if (probability.kind === 'constant') return [];
  const { given, holds, fails } = probability;
  return [...namesIn(given), ...[holds, fails].flatMap(namesOfProbability)];
}

interface Asked {
  readonly moved: ReadonlySet<string>;
  readonly after: Offset | undefined;
}

function inExpression(expression: Expression, asked: Asked): readonly Question[] {
  const { moved, after } = asked;
  switch (expression.kind) {
    case 'name':
      if (expression.name === MONTH) return [{ kind: 'month', after }];
      return moved.has(expression.name) ? [{ kind: 'value', attribute: expression.name, after }] : [];
    case 'moment':
      return inExpression(expression.operand, { moved, after: expression.after });
    case 'call':
      return inCall(expression, asked);
    default:
      return partsOf(expression).flatMap((part) => inExpression(part, asked));
  }
}

function inCall(
  { name, arguments: [first, second] }: Extract<Expression, { kind: 'call' }>,
  { after }: Asked,
): readonly Question[] {
  if (first?.kind !== 'text') return [];
  const within = second?.kind === 'length' ? second.length : undefined;
  switch (name) {
    case 'count_events':
    case 'has_event':
      return [{ kind: 'count', event: first.value, within, after }];
    case 'days_since':
      return [{ kind: 'last', event: first.value, after }];
    case 'latest':
      return [{ kind: 'latest', observation: first.value, after }];
    default:
      return [];
  }
}

/** Whether the event is what a question calls by this name: its id, its name in the catalogue, or its type. */
export function isCalled({ use: { id, definition, leaves } }: PlacedEvent, name: string): boolean {
  if (leaves !== undefined) return false;
  return id === name || definition.name === name || definition.type === name;
}

export function moves({ use }: PlacedEvent, attribute: string): boolean {
  return (use.definition.effects ?? []).some((effect) => effect.attribute.value === attribute);
}

export function measures({ use }: PlacedEvent, observation: string): boolean {
  return use.definition.observations.some(({ value }) => value === observation);
}

/** Whether what the event does can change the answer, if it comes before. What is measured follows also from what it is made of. */
export function answers(
  event: PlacedEvent,
  question: Question,
  { observations }: Pick<Knowledge, 'observations'>,
): boolean {
  switch (question.kind) {
    case 'value':
      return moves(event, question.attribute);
    case 'count':
    case 'last':
      return isCalled(event, question.event);
    case 'latest':
      return (
        measures(event, question.observation) ||
        [question.observation, ...madeOf(question.observation, observations)].some((name) => moves(event, name))
      );
    case 'month':
      return false;
  }
}

function madeOf(observation: string, observations: Knowledge['observations']): readonly string[] {
  const { madeOf: parts = [], workedOut } = observations.find(({ name }) => name === observation) ?? {};
  return workedOut === undefined ? parts : [workedOut.from];
}

/** What a path of dependence calls the question. */
export function subjectOf(question: Question): string {
  if (question.kind === 'value') return question.attribute;
  if (question.kind === 'month') return MONTH;
  return question.kind === 'latest' ? `latest('${question.observation}')` : `'${question.event}'`;
}
