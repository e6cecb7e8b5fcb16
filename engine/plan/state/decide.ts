/** Candidates with their luck decided where their conditions ask about their own moment. */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { canBeBarred, IS_BARRED, leavesNone } from '../event-luck.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { probabilityTerm } from '../sampling.ts';
import { call, column, double, joinOn, keep, literal, named, project } from '../terms.ts';
import { withAnswers } from './answers.ts';
import type { Decision } from './answers.ts';
import { asColumns } from './columns.ts';
import { movedAttributes } from './effects.ts';
import { momentScope } from './moment-scope.ts';
import { peopleWith } from './people.ts';
import { leavesToChance, questionsOf } from './questions.ts';

interface Deciding extends Omit<Decision, 'asking'> {
  /** Events whose conditions ask. */
  readonly asking: readonly PlannedEvent[];
}

/** Whether the chance at its moment is kept beside each occurrence, to be held against what happened. */
export function keepsChance({ asks, use }: PlannedEvent): boolean {
  return asks && leavesToChance(use.probability);
}

/**
 * The candidates with `columns`, `lucky` among them for those that ask as for the others, and with the chance that those who
 * ask had, `chance`, where it is kept.
 */
export function decidedCandidates(decision: Deciding, columns: readonly string[], context: PlanContext): Relation {
  const shares = decision.asking.map((event) => ({ event, share: shareOf(event, context) }));
  const people = peopleWith(...shares.map(({ share }) => share));
  const moved = movedAttributes(context.cohort);
  const asking = decision.asking.map(({ key, use }) => ({ key, questions: questionsOf(use.probability, moved) }));
  const answered = withAnswers({ ...decision, asking }, context);
  const lucky: Term = {
    kind: 'case',
    branches: shares.map(({ event, share }) => ({
      when: call('equal', column('event_key'), event.key),
      then: call('coalesce', call('less', column('luck'), asColumns(share)), literal(false)),
    })),
    otherwise: column('lucky'),
  };
  const barring = shares.filter(({ event }) => canBeBarred([event]));
  const barred: Term = {
    kind: 'case',
    branches: barring.map(({ event, share }) => ({
      when: call('equal', column('event_key'), event.key),
      then: call('coalesce', leavesNone(asColumns(share)), literal(false)),
    })),
    otherwise: column(IS_BARRED),
  };
  const kept = shares.filter(({ event }) => keepsChance(event));
  const chance: Term = {
    kind: 'case',
    branches: kept.map(({ event, share }) => ({
      when: call('equal', column('event_key'), event.key),
      then: asColumns(share),
    })),
    otherwise: literal(null, double),
  };
  return project(people === undefined ? answered : joinOn(answered, people, 'person_id'), [
    ...columns.filter((name) => name !== 'lucky' && name !== IS_BARRED).map(keep),
    named('lucky', lucky),
    ...(columns.includes(IS_BARRED) ? [named(IS_BARRED, barred)] : []),
    ...(kept.length === 0 ? [] : [named('chance', chance)]),
  ]);
}

function shareOf({ use }: PlannedEvent, context: PlanContext): Term {
  return probabilityTerm(use.probability, momentScope(context));
}
