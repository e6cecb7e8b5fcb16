/** The expressions of a journey against the names that its people have. */
import type { Journey } from '../model/index.ts';
import { checkExpression, expressionsOfProbability } from './expression/index.ts';
import type { Names } from './expression/index.ts';
import type { Problems } from './problems.ts';

export function checkJourneyNames({ phases, branchPoints = [] }: Journey, names: Names, problems: Problems): void {
  const shares = [
    ...phases.flatMap(({ events }) => events.map(({ probability }) => probability)),
    ...branchPoints.flatMap(({ branches }) => branches.map(({ share }) => share)),
  ];
  const uses = shares.flatMap(expressionsOfProbability);
  for (const use of uses) checkExpression(use, names, problems);
}
