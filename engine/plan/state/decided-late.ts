/** Which branch points are decided in the course of events, and not with the people. */
import type { Journey } from '../../model/index.ts';
import { isDecidedAnew } from '../decisions.ts';
import { pointsBefore, questionsAtPoint } from './questions.ts';

/** Where it, or one that leads to it, asks about time, or people come there several times. */
export function isDecidedLate(
  journey: Pick<Journey, 'branchPoints' | 'phases' | 'study'>,
  id: string,
  moved: ReadonlySet<string>,
): boolean {
  return pointsBefore(journey, id).some(
    (point) => questionsAtPoint(point, moved).length > 0 || isDecidedAnew(journey, point),
  );
}
