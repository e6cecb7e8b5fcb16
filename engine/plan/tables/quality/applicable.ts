/** Which quality measures anybody of a cohort can be due for, and their keys. */
import type { Expression, QualityMeasure } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { diagnoses } from '../diagnoses.ts';

export interface KeyedMeasure {
  readonly measure: QualityMeasure;
  readonly key: number;
}

export function applicableMeasures(context: PlanContext, timeline: Timeline): readonly KeyedMeasure[] {
  const measures = context.knowledge.measures ?? [];
  const keys = nameKeys(measures.map(({ name }) => name));
  const gaps = new Set(timeline.events.flatMap(({ use }) => use.definition.measure?.value ?? []));
  return measures
    .filter(({ name, given }) => gaps.has(name) || given === undefined || truth(given, context, timeline) !== false)
    .map((measure) => ({ measure, key: keys.get(measure.name) ?? 0 }));
}

/** What is so of everybody whatever is drawn; `undefined` where it depends. */
function truth(expression: Expression, context: PlanContext, timeline: Timeline): boolean | undefined {
  const of = (one: Expression): boolean | undefined => truth(one, context, timeline);
  if (expression.kind === 'not') {
    const inner = of(expression.operand);
    return inner === undefined ? undefined : !inner;
  }
  if (expression.kind === 'binary' && (expression.operator === 'and' || expression.operator === 'or')) {
    const decides = expression.operator === 'or';
    const sides = new Set([of(expression.left), of(expression.right)]);
    if (sides.has(decides)) return decides;
    return sides.has(undefined) ? undefined : !decides;
  }
  if (expression.kind !== 'call') return undefined;
  const [argument] = expression.arguments;
  const asked = argument?.kind === 'text' ? argument.value : '';
  const isPossible =
    expression.name === 'has_condition'
      ? [...context.cohort.profile.conditions, ...diagnoses(context, timeline)].some(({ code }) =>
          code.startsWith(asked),
        )
      : context.cohort.profile.medications.some(({ drug }) => drug === asked) ||
        prescribing(asked, timeline).length > 0;
  return isPossible ? undefined : false;
}

/** Keys of the events that prescribe the medicine. */
export function prescribing(drug: string, { events }: Timeline): readonly number[] {
  return events
    .filter(
      ({ use: { definition } }) => definition.type === 'prescription' && definition.medication?.drug.value === drug,
    )
    .map(({ key }) => key);
}
