/** What can be ordered at visits of a cohort: prescriptions of the catalogue that rows of reasons give to its events. */
import type { EventDefinition, MedicationConcept, MedicationOrder, VisitPrescription } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { madeOnceOfBoth } from '../made-once.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { Timeline } from '../timeline.ts';
import { mostTimes } from '../used-times.ts';
import { codesOfCare } from './condition-codes.ts';

/** An event at which something can be prescribed, and the rows about visits like it. */
export interface PrescribingEvent {
  readonly event: PlannedEvent;
  readonly list: string;
  /** The same for all events of a list. */
  readonly rows: readonly VisitPrescription[];
}

/** Those at which people of the cohort can be for something that one of their rows is about; the same for every part of a plan. */
export const prescribingEvents: (context: PlanContext, timeline: Timeline) => readonly PrescribingEvent[] =
  madeOnceOfBoth(eventsOf);

function eventsOf(context: PlanContext, timeline: Timeline): readonly PrescribingEvent[] {
  const { reasons } = context.knowledge;
  if (reasons === undefined || reasons.prescriptions.length === 0) return [];
  const codes = codesOfCare(context, timeline);
  const possible = reasons.prescriptions.filter((row) => codes.some((code) => code.startsWith(row.code)));
  const rowsOf = new Map(reasons.lists.map(({ name }) => [name, possible.filter(({ lists }) => lists.includes(name))]));
  return timeline.events.flatMap((event) => {
    const list = reasons.lists.find((one) => one.events.includes(event.use.definition.name))?.name;
    const rows = list === undefined ? undefined : rowsOf.get(list);
    return list === undefined || rows === undefined || rows.length === 0 ? [] : [{ event, list, rows }];
  });
}

/** Fills of an order have so many keys that this many orders fit the key of one name. */
export const ORDERS_A_KEY = 100;

/** One way in which something is ordered at visits: a prescription at occurrences of an event, so many of them in a row. */
export interface VisitOrder {
  readonly path: string;
  readonly event: PlannedEvent;
  /** The how-manieth hundred of its occurrences. */
  readonly hundred: number;
  readonly definition: EventDefinition;
  readonly medication: MedicationOrder;
  readonly concept: MedicationConcept;
  readonly at: VisitPrescription['at'];
}

export function visitOrders(context: PlanContext, timeline: Timeline): readonly VisitOrder[] {
  const { events, medications } = context.knowledge;
  const concepts = new Map(medications.map((one) => [one.name, one]));
  return prescribingEvents(context, timeline).flatMap(({ event, rows }) =>
    [...new Map(rows.map((row) => [row.prescription.value, row]))].flatMap(([name, { at }]) => {
      const definition = events.find((one) => one.name === name);
      const medication = definition?.medication;
      const concept = medication && concepts.get(medication.drug.value);
      if (definition === undefined || medication === undefined || concept === undefined) return [];
      return Array.from(
        { length: Math.ceil(mostTimes(event, context.cohort.profile) / ORDERS_A_KEY) },
        (_, hundred) => ({
          path: `${event.path}/prescribed/${name}${hundred === 0 ? '' : `/${hundred}`}`,
          event,
          hundred,
          definition,
          medication,
          concept,
          at,
        }),
      );
    }),
  );
}
