/** Who was ordered which medicine when: what events prescribe, and what the profile says people take. */
import type { MedicationConcept, MedicationOrder, NamedTerm, Relation, SourceRange } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { lastDay, livingPeople } from '../endings.ts';
import type { PlannedEvent } from '../events.ts';
import { nameKeys } from '../keys.ts';
import type { Timeline } from '../timeline.ts';
import { call, column, drawOf, filter, keep, literal, named, pick, project, smallint } from '../terms.ts';
import { lineOf } from '../line.ts';

/** Days before `as_of` within which a medication of the profile was last ordered. */
const LAST_ORDER_DAYS = 90;

export interface OrderedMedication {
  readonly event: PlannedEvent;
  readonly medication: MedicationOrder;
  readonly concept: MedicationConcept;
}

export interface HeldMedication {
  readonly concept: MedicationConcept;
  readonly at: SourceRange;
}

export interface MedicationOrders {
  readonly ordered: readonly OrderedMedication[];
  readonly held: readonly HeldMedication[];
  /** By the path of the event, or `heldPath` of the medicine. */
  readonly keys: ReadonlyMap<string, number>;
}

export function medicationOrders({ cohort, knowledge }: PlanContext, timeline: Timeline): MedicationOrders {
  const concepts = new Map(knowledge.medications.map((one) => [one.name, one]));
  const ordered = timeline.events.flatMap((event) => {
    const { medication, type } = event.use.definition;
    const concept = medication === undefined ? undefined : concepts.get(medication.drug.value);
    return type === 'prescription' && medication !== undefined && concept !== undefined
      ? [{ event, medication, concept }]
      : [];
  });
  const held = cohort.profile.medications.flatMap(({ drug, at }) => {
    const concept = concepts.get(drug);
    return concept === undefined ? [] : [{ concept, at }];
  });
  const keys = nameKeys([...ordered.map(({ event }) => event.path), ...held.map(({ concept }) => heldPath(concept))]);
  return { ordered, held, keys };
}

export function heldPath({ name }: MedicationConcept): string {
  return `medications/${name}`;
}

/** The orders of those who take the medicine, each on a day shortly before `as_of`; `columns` besides. */
export function heldOrders(
  { name }: MedicationConcept,
  columns: readonly NamedTerm[],
  { context, timeline }: { readonly context: PlanContext; readonly timeline: Timeline },
): Relation {
  const asOf = lastDay(context, timeline.endsPeople);
  const uniform = drawOf(`${lineOf(context.cohort.profile)}/medications/${name}/ordered`);
  const lived = call('days_between', column('birth_date'), asOf);
  const daysAgo = call('least', pick(uniform, LAST_ORDER_DAYS), lived);
  return project(filter(livingPeople(timeline.endsPeople), column(`medication:${name}`)), [
    keep('person_id'),
    named('occurrence', literal(0, smallint)),
    named('moment', call('at_minute', call('add_days', asOf, call('negate', daysAgo)), 9 * 60)),
    ...columns,
  ]);
}
