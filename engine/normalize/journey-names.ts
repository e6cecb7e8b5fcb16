/** The expressions and effects of a journey against the names that its people have and the events that they meet. */
import type { Effect, Journey } from '../model/index.ts';
import { checkExpression, expressionsOfDistribution, expressionsOfProbability } from './expression/index.ts';
import type { JourneyNames, Names } from './expression/index.ts';
import { eventTypes } from './event-types.ts';
import { ARM } from './journey/index.ts';
import type { Problems } from './problems.ts';

const NUMBER = { type: 'number', values: undefined } as const;

/** `known` is of all journeys that the same people may take. */
export function checkJourneyNames(
  { phases, start, probability: taking, branchPoints = [] }: Journey,
  { names, known }: { readonly names: Names; readonly known: JourneyNames },
  problems: Problems,
): void {
  const events = phases.flatMap((phase) => phase.events);
  const effects = events.flatMap(({ definition }) => definition.effects ?? []);
  const shares = [
    ...events.map(({ probability }) => probability),
    ...branchPoints.flatMap(({ branches }) => branches.map(({ share }) => share)),
  ];
  const inTime: Names = new Map([...names, ['month_of_year', NUMBER]]);
  const onDays: Names = new Map([...inTime, ['weekday', NUMBER]]);
  for (const use of shares.flatMap(expressionsOfProbability)) checkExpression(use, inTime, problems, known);
  for (const use of effects.flatMap(({ amount }) => expressionsOfDistribution(amount)))
    checkExpression(use, onDays, problems);
  for (const use of events.flatMap(({ timing: { spread } }) => (spread ? expressionsOfDistribution(spread) : [])))
    checkExpression(use, onDays, problems);
  const begins = start.kind === 'between' && start.spread ? expressionsOfDistribution(start.spread) : [];
  const takes = taking === undefined ? [] : expressionsOfProbability(taking);
  for (const use of [...begins, ...takes]) checkExpression(use, names, problems);
  for (const effect of effects) checkEffect(effect, names, problems);
}

/** With the arm of subjects, where one of the journeys is the protocol of a study. */
export function withArm(names: Names, journeys: readonly Journey[]): Names {
  const codes = journeys.flatMap(({ study }) => study?.arms.map(({ code }) => code) ?? []);
  return codes.length === 0 ? names : new Map([...names, [ARM, { type: 'text', values: codes }]]);
}

/** What expressions of a journey can ask about others that the same people take. */
export function namesOfJourneys(journeys: readonly Journey[]): JourneyNames {
  const events = journeys.flatMap(({ phases }) => phases.flatMap((phase) => phase.events));
  return {
    events: new Set([...events.flatMap(({ id, definition }) => [id, definition.name]), ...eventTypes]),
    observations: new Set(events.flatMap(({ definition }) => definition.observations.map(({ value }) => value))),
  };
}

/** Only numbers move, and of these not the age, which time itself moves. */
function checkEffect({ attribute: { value: name, at } }: Effect, names: Names, problems: Problems): void {
  const meaning = names.get(name);
  const isMovable = meaning?.type === 'number' && name !== 'age';
  if (isMovable || (meaning !== undefined && meaning.type === undefined)) return;
  const movable = [...names]
    .filter(([known, { type }]) => type === 'number' && known !== 'age')
    .map(([known]) => known);
  problems.report('normalize-effect-attribute', { name, isKnown: meaning !== undefined, known: movable }, at);
}
