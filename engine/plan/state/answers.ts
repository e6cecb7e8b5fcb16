/** Candidates of events with the answers to what their conditions ask, one column a question, by joins alone. */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../planned-event.ts';
import {
  bigint,
  call,
  column,
  double,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  project,
} from '../terms.ts';
import { CHANGE, changesAt } from './changes.ts';
import { attributeKey } from './effects.ts';
import { planEvents } from '../events.ts';
import { measurementsOf } from './measurements.ts';
import { follows } from './precedence.ts';
import { isCalled, measures, moves, questionName } from './questions.ts';
import type { Question } from './questions.ts';

export interface Decision {
  /** Keys of events, and what is asked at their moments. */
  readonly asking: readonly { readonly key: number; readonly questions: readonly Question[] }[];
  /** With `person_id`, `event_key`, `occurrence`, `started` and `moment`. */
  readonly candidates: Relation;
  /** Events that are decided already, and their occurrences; `undefined` where there are none. */
  readonly decided: readonly PlannedEvent[];
  readonly occurrences: Relation | undefined;
}

const BY = ['person_id', 'event_key', 'occurrence'];

export function withAnswers(decision: Decision, context: PlanContext): Relation {
  const asked = decision.asking.flatMap(({ key, questions: all }) => all.map((question) => ({ key, question })));
  const questions = [...new Map(asked.map(({ question }) => [questionName(question), question])).values()];
  return questions.reduce((relation, question) => {
    const name = questionName(question);
    if (question.kind === 'month')
      return { kind: 'extend', input: relation, columns: [named(name, monthAt(question))] };
    const askers = asked.filter((one) => questionName(one.question) === name).map(({ key }) => key);
    const answer = answerTo(question, { ...decision, askers }, context);
    if (answer === undefined) return { kind: 'extend', input: relation, columns: [named(name, nothing(question))] };
    return {
      kind: 'join',
      how: 'left',
      left: relation,
      right: project(answer, [...BY.map(keep), named(name, column('answer'))]),
      on: BY.map((one) => ({ left: one, right: one })),
    };
  }, decision.candidates);
}

function monthAt({ after }: Question): Term {
  return call('month_of_year', after === undefined ? column('moment') : timeOfJourney(after));
}

/** The answer where nothing can have happened. */
function nothing({ kind }: Question): Term {
  return kind === 'count' ? literal(0, bigint) : literal(null, double);
}

type Known = Asked & { readonly occurrences: Relation; readonly asked: readonly AskedAt[] };

interface AskedAt {
  /** Of what asks. */
  readonly key: number;
  /** At whose moment: what ends a series asks at each of its events. */
  readonly event: PlannedEvent;
  /** Before that event happens: what ends its series. */
  readonly isBeforehand: boolean;
}

function askedAt(askers: readonly number[], context: PlanContext): readonly AskedAt[] {
  const events = planEvents(context);
  return askers.flatMap((key) => {
    const asker = events.find((one) => one.key === key);
    const { anchor } = asker?.use.leaves === undefined ? { anchor: undefined } : asker.use.timing;
    const own =
      anchor?.kind === 'event'
        ? events.find((one) => one.journey === asker?.journey && one.use.id === anchor.id)
        : asker;
    const isBeforehand = asker?.use.leaves?.kind === 'series';
    return own === undefined ? [] : [{ key, event: own, isBeforehand }];
  });
}

interface Asked extends Omit<Decision, 'asking'> {
  readonly askers: readonly number[];
}

function answerTo(question: Question, decision: Asked, context: PlanContext): Relation | undefined {
  const { occurrences } = decision;
  if (occurrences === undefined) return undefined;
  const known: Known = { ...decision, occurrences, asked: askedAt(decision.askers, context) };
  switch (question.kind) {
    case 'value':
      return changeOf(question, known, context);
    case 'count':
      return countOf(question, known);
    case 'last':
      return lastOf(question, known);
    case 'latest':
      return latestOf(question, known, context);
    case 'month':
      return undefined;
  }
}

type Of<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>;

/** Who asks, and for which moment. */
function askersOf({ askers, candidates }: Known, { after }: Question): Relation {
  const isAsking = askers.map((key) => call('equal', column('event_key'), key));
  return project(filter(candidates, call('or', ...isAsking, literal(false))), [
    ...BY.map(keep),
    named('asked_at', after === undefined ? column('moment') : timeOfJourney(after)),
  ]);
}

/** When so much of the journey is over. */
export function timeOfJourney({ months, days, minutes }: NonNullable<Question['after']>): Term {
  return call('at_minute', call('add_days', call('add_months', column('started'), months), days), minutes);
}

function changeOf(question: Of<'value'>, known: Known, context: PlanContext): Relation | undefined {
  const { decided, occurrences } = known;
  if (!decided.some((event) => moves(event, question.attribute))) return undefined;
  const key = attributeKey(question.attribute);
  const askers: Relation = {
    kind: 'extend',
    input: askersOf(known, question),
    columns: [named('attribute_key', literal(key, integer))],
  };
  const changes = changesAt({ askers, by: BY, events: decided, occurrences }, context);
  return project(changes, [...BY.map(keep), named('answer', column(CHANGE))]);
}

/** What happened of these events up to when each asker asks, with their moments as `then`. */
function happenedBefore(events: readonly PlannedEvent[], question: Question, known: Known): Relation {
  const isOne = events.map(({ key }) => call('equal', column('event_key'), key));
  const happened = filter(known.occurrences, call('and', column('happened'), call('or', ...isOne, literal(false))));
  const caused = question.after === undefined ? causedBy(known, events) : [];
  const byWhat = caused.length === 0 ? [] : [named('then_key', column('event_key'))];
  const moments = project(happened, [keep('person_id'), named('then', column('moment')), ...byWhat]);
  const each = joinOn(askersOf(known, question), moments, 'person_id');
  return upToAsking(each, caused);
}

/** What was by the moment of asking; of what is `behind`, only what was before it. */
function upToAsking(each: Relation, behind: readonly Term[]): Relation {
  const before = call('less_or_equal', column('then'), column('asked_at'));
  if (behind.length === 0) return filter(each, before);
  const isAtOnce = call('equal', column('then'), column('asked_at'));
  return filter(each, call('and', before, call('not', call('and', isAtOnce, call('or', ...behind, literal(false))))));
}

/** Which of these follow what asks: at the same moment they come behind it, as does an occurrence that may be behind the end of its series. */
function causedBy({ asked }: Known, events: readonly PlannedEvent[], then = 'then_key'): readonly Term[] {
  return asked.flatMap(({ key, event, isBeforehand }) => {
    const isOwn = (one: PlannedEvent): boolean => isBeforehand && one.path === event.path;
    const behind = events.filter((one) => one.journey === event.journey && (isOwn(one) || follows(one, event)));
    if (behind.length === 0) return [];
    const keys = behind.map((one) => one.key);
    return [call('and', call('equal', column('event_key'), key), isOneOf(then, keys))];
  });
}

function countOf(question: Of<'count'>, known: Known): Relation | undefined {
  const events = known.decided.filter((event) => isCalled(event, question.event));
  if (events.length === 0) return undefined;
  const before = happenedBefore(events, question, known);
  const { within } = question;
  const counted = within === undefined ? before : filter(before, call('greater_or_equal', column('then'), ago(within)));
  return { kind: 'aggregate', input: counted, by: BY, columns: [{ name: 'answer', how: 'count', of: 'then' }] };
}

function ago({ months, days, minutes }: NonNullable<Of<'count'>['within']>): Term {
  const date = call('add_days', call('add_months', call('to_date', column('asked_at')), -months), -days);
  return call('at_minute', date, -minutes);
}

function lastOf(question: Of<'last'>, known: Known): Relation | undefined {
  const events = known.decided.filter((event) => isCalled(event, question.event));
  if (events.length === 0) return undefined;
  const days = call('days_between', call('to_date', column('then')), call('to_date', column('asked_at')));
  const since = project(happenedBefore(events, question, known), [...BY.map(keep), named('days', days)]);
  return { kind: 'aggregate', input: since, by: BY, columns: [{ name: 'answer', how: 'min', of: 'days' }] };
}

/** Of measurements at the same moment, that of the event with the higher key. */
function latestOf(question: Of<'latest'>, known: Known, context: PlanContext): Relation | undefined {
  const measured = measurementsOf(question.observation, known, context);
  if (measured === undefined) return undefined;
  const each = joinOn(askersOf(known, question), measured, 'person_id');
  const measuring = known.decided.filter((event) => measures(event, question.observation));
  const ending = known.asked.filter(({ isBeforehand }) => isBeforehand);
  const behind = question.after === undefined ? causedBy({ ...known, asked: ending }, measuring, 'measured_by') : [];
  return {
    kind: 'aggregate',
    input: upToAsking(each, behind),
    by: BY,
    columns: [{ name: 'answer', how: 'last', of: 'measured', along: ['then', 'measured_by'] }],
  };
}
