/** What care can be for and not everybody can have: sex and age of a person decide. */
import type { ColumnType, ConditionConcept, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import type { Timeline } from '../../timeline.ts';
import { cannotHave } from '../../population/born-and-sex.ts';
import { call, column, literal, when } from '../../terms.ts';
import { drawnCodes, drawnEvents } from './drawn.ts';
import { reasonOf } from './named.ts';

/** What one of these events names, unless everybody of the cohort has it. */
export function confinedNames(context: PlanContext, events: readonly PlannedEvent[]): readonly ConditionConcept[] {
  const { conditions } = context.cohort.profile;
  const ofAll = conditions.filter(({ prevalence }) => prevalence.kind === 'constant' && prevalence.value >= 1);
  const isOfAll = (code: string): boolean => ofAll.some((one) => one.code === code);
  return confined(
    context,
    events.map((event) => reasonOf(event, context)),
  ).filter(({ code, ages }) => ages?.to !== undefined || !isOfAll(code));
}

/** What one of these events names or can be drawn to be for. */
export function confinedReasons(
  context: PlanContext,
  timeline: Pick<Timeline, 'events'>,
  events: readonly PlannedEvent[],
): readonly ConditionConcept[] {
  const names = confinedNames(context, events);
  const drawn = confined(context, drawnCodes(context, timeline, drawnEvents(context, events)));
  return [...names, ...drawn.filter((one) => !names.includes(one))];
}

function confined({ knowledge }: PlanContext, codes: readonly (string | null)[]): readonly ConditionConcept[] {
  const known = new Set(codes);
  return knowledge.conditions.filter(
    ({ code, sex, ages }) => known.has(code) && (ages !== undefined || sex !== undefined),
  );
}

/** Care is for nothing that the person cannot have. Reads `reason_code`, `moment`, `born` and `is_female`. */
export function possibleReason(names: readonly ConditionConcept[], type: ColumnType): Term {
  const reason = column('reason_code');
  if (names.length === 0) return reason;
  const day = call('to_date', column('moment'));
  const isImpossible = names.map((one) =>
    call('and', call('equal', reason, literal(one.code, type)), cannotHave(one, day)),
  );
  return when(call('or', literal(false), ...isImpossible), literal(null, type), reason);
}
