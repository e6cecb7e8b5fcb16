/** Which medicines are ordered: what events and visits prescribe, and what the profile says people take. */
import type {
  ColumnType,
  MedicationConcept,
  MedicationDefinition,
  MedicationOrder,
  PlannedTable,
} from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../events.ts';
import { nameKeys } from '../keys.ts';
import { madeOnceOfBoth } from '../made-once.ts';
import { scratchColumns } from '../scratch-columns.ts';
import { bigint, integer, smallint, timestamp } from '../terms.ts';
import type { Timeline } from '../timeline.ts';
import { visitOrders } from './visit-prescriptions.ts';
import type { VisitOrder } from './visit-prescriptions.ts';

export interface OrderedMedication {
  readonly event: PlannedEvent;
  readonly medication: MedicationOrder;
  readonly concept: MedicationConcept;
}

export interface HeldMedication {
  readonly concept: MedicationConcept;
  readonly medication: MedicationDefinition;
}

export interface MedicationOrders {
  readonly ordered: readonly OrderedMedication[];
  readonly held: readonly HeldMedication[];
  /** What is prescribed at visits for what these are for. */
  readonly atVisits: readonly VisitOrder[];
  /** By the path of the event or of the order at visits, or `heldPath` of the medicine. */
  readonly keys: ReadonlyMap<string, number>;
}

export const medicationOrders: (context: PlanContext, timeline: Timeline) => MedicationOrders =
  madeOnceOfBoth(findOrders);

function findOrders(context: PlanContext, timeline: Timeline): MedicationOrders {
  const { cohort, knowledge } = context;
  const concepts = new Map(knowledge.medications.map((one) => [one.name, one]));
  const ordered = timeline.events.flatMap((event) => {
    const { medication, type } = event.use.definition;
    const concept = medication === undefined ? undefined : concepts.get(medication.drug.value);
    return type === 'prescription' && medication !== undefined && concept !== undefined
      ? [{ event, medication, concept }]
      : [];
  });
  const held = cohort.profile.medications.flatMap((medication) => {
    const concept = concepts.get(medication.drug);
    return concept === undefined ? [] : [{ concept, medication }];
  });
  const atVisits = visitOrders(context, timeline);
  const keys = nameKeys([
    ...[...ordered.map(({ event }) => event), ...atVisits].map(({ path }) => path),
    ...held.map(({ concept }) => heldPath(concept)),
  ]);
  return { ordered, held, atVisits, keys };
}

export function heldPath({ name }: MedicationConcept): string {
  return `medications/${name}`;
}

/** What tells orders apart in the tables of orders below. */
export const ORDER_KEY: readonly ['person_id', 'order_key', 'occurrence'] = ['person_id', 'order_key', 'occurrence'];

/** Of orders that are made of no event of their own: where and for what they were written. */
export function orderColumns(codes: ColumnType): PlannedTable['columns'] {
  return scratchColumns([
    { name: 'person_id', type: integer },
    { name: 'order_key', type: integer },
    { name: 'occurrence', type: smallint },
    { name: 'moment', type: timestamp },
    { name: 'encounter_id', type: bigint },
    { name: 'reason_code', type: codes },
  ]);
}
