/** The expressions of a journey against the names that its people have. */
import type { Journey } from '../model/index.ts';
import { checkExpression, expressionsOfProbability } from './expression/index.ts';
import type { Names } from './expression/index.ts';
import type { Problems } from './problems.ts';

export function checkJourneyNames({ phases }: Journey, names: Names, problems: Problems): void {
  const uses = phases
    .flatMap(({ events }) => events)
    .flatMap(({ probability }) => expressionsOfProbability(probability));
  for (const use of uses) checkExpression(use, names, problems);
}
