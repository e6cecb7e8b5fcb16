/** The expressions and effects of a journey against the names that its people have. */
import type { Effect, Journey } from '../model/index.ts';
import { checkExpression, expressionsOfDistribution, expressionsOfProbability } from './expression/index.ts';
import type { Names } from './expression/index.ts';
import type { Problems } from './problems.ts';

export function checkJourneyNames({ phases, branchPoints = [] }: Journey, names: Names, problems: Problems): void {
  const events = phases.flatMap((phase) => phase.events);
  const effects = events.flatMap(({ definition }) => definition.effects ?? []);
  const shares = [
    ...events.map(({ probability }) => probability),
    ...branchPoints.flatMap(({ branches }) => branches.map(({ share }) => share)),
  ];
  const uses = [
    ...shares.flatMap(expressionsOfProbability),
    ...effects.flatMap(({ amount }) => expressionsOfDistribution(amount)),
  ];
  for (const use of uses) checkExpression(use, names, problems);
  for (const effect of effects) checkEffect(effect, names, problems);
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
