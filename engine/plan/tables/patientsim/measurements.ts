/** What a cohort measures: by its events, and what the profile declares of people. */
import type { ColumnType, ObservationConcept } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import type { Population } from '../../population.ts';
import type { Timeline } from '../../timeline.ts';
import { lineOf } from '../../line.ts';

/** One observation of an event, or of the profile where `event` is absent. */
export interface Measurement {
  readonly concept: ObservationConcept;
  readonly event: PlannedEvent | undefined;
  /** Names its stream and its key. */
  readonly path: string;
}

export interface ObservationTypes {
  readonly name: ColumnType;
  readonly code: ColumnType;
  readonly unit: ColumnType;
  readonly flag: ColumnType;
}

export interface Measuring {
  readonly context: PlanContext;
  readonly population: Population;
  readonly timeline: Timeline;
}

export function measuredByEvents({ knowledge }: PlanContext, timeline: Timeline): readonly Measurement[] {
  const concepts = new Map(knowledge.observations.map((one) => [one.name, one]));
  return timeline.events.flatMap((event) =>
    event.use.definition.observations.flatMap(({ value }) => {
      const concept = concepts.get(value);
      return concept === undefined ? [] : [{ concept, event, path: `${event.path}/${value}` }];
    }),
  );
}

export function declaredByProfile({ cohort, knowledge }: PlanContext): readonly Measurement[] {
  const declared = new Set(cohort.profile.attributes.filter(({ role }) => role === 'labs').map(({ name }) => name));
  return knowledge.observations
    .filter(({ name }) => declared.has(name))
    .map((concept) => ({ concept, event: undefined, path: `${lineOf(cohort.profile)}/labs/${concept.name}` }));
}

export function observationTypes({ enumerations }: PlanContext, all: readonly Measurement[]): ObservationTypes {
  const define = (name: string, values: readonly string[]): ColumnType =>
    enumerations.define('patientsim', `observation_${name}`, values);
  const sorted = (of: (concept: ObservationConcept) => string): readonly string[] =>
    all.map(({ concept }) => of(concept)).toSorted();
  return {
    name: define(
      'name',
      sorted(({ name }) => name),
    ),
    code: define(
      'code',
      sorted(({ code }) => code),
    ),
    unit: define(
      'unit',
      sorted(({ unit }) => unit),
    ),
    flag: define('interpretation', ['L', 'N', 'H']),
  };
}
