/** The study of the cohort as its tables need it: its events by what they are for, its keys and types. */
import type {
  ColumnType,
  ElementaryDistribution,
  PlannedTable,
  Relation,
  SourceRange,
  Term,
  TrialKnowledge,
  TrialRule,
} from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import { nameKeys } from '../../keys.ts';
import { studiesOf } from '../../study-arm.ts';
import type { StudyJourney } from '../../study-arm.ts';
import type { Timeline } from '../../timeline.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import { call, column, filter, literal, table } from '../../terms.ts';

export interface Trial {
  readonly journey: StudyJourney;
  readonly knowledge: TrialKnowledge;
  readonly timeline: Timeline;
  readonly events: TrialEvents;
  /** By code. */
  readonly armKeys: ReadonlyMap<string, number>;
  readonly rule: (name: TrialRule) => number;
}

interface TrialEvents {
  readonly screening: readonly PlannedEvent[];
  readonly randomization: readonly PlannedEvent[];
  /** Screening among them. */
  readonly visits: readonly PlannedEvent[];
  readonly doses: readonly PlannedEvent[];
  readonly adverse: readonly PlannedEvent[];
  readonly deviations: readonly PlannedEvent[];
  readonly withdrawals: readonly PlannedEvent[];
  readonly ends: readonly PlannedEvent[];
  /** That change doses. */
  readonly dosing: readonly PlannedEvent[];
}

/** Absent where the cohort has no study or does not ask for its tables. */
export function trialOf(context: PlanContext, timeline: Timeline): Trial | undefined {
  const [journey] = studiesOf(context.cohort);
  const knowledge = context.knowledge.trials;
  if (journey === undefined || knowledge === undefined) return undefined;
  if (!context.cohort.profile.products.includes('trialsim')) return undefined;
  const own = timeline.events.filter((event) => event.journey.id === journey.id);
  const ofType = (...types: readonly string[]): readonly PlannedEvent[] =>
    own.filter(({ use }) => types.includes(use.definition.type));
  return {
    journey,
    knowledge,
    timeline,
    events: {
      screening: ofType('screening'),
      randomization: ofType('randomization'),
      visits: ofType('screening', 'trial_visit'),
      doses: ofType('dose'),
      adverse: ofType('adverse_event'),
      deviations: ofType('deviation'),
      withdrawals: ofType('withdrawal'),
      ends: own.filter(({ use }) => use.definition.ends === true),
      dosing: own.filter(({ use }) => use.definition.dosing !== undefined),
    },
    armKeys: nameKeys(journey.study.arms.map(({ code }) => code)),
    rule: (name) => knowledge.rules.get(name)?.value ?? 0,
  };
}

export function isOneOf(events: readonly PlannedEvent[]): Term {
  return call('or', literal(false), ...events.map(({ key }) => call('equal', column('event_key'), key)));
}

export function happenedOf(events: readonly PlannedEvent[], { timeline }: Trial): Relation {
  return filter(timeline.occurrences, call('and', column('happened'), isOneOf(events)));
}

/** What the streams of a study draw among: in the order of the values, so that a line that moves in a skill moves nobody. */
export function choiceOf(
  weighted: readonly { readonly value: string; readonly weight: number }[],
  at: SourceRange,
): ElementaryDistribution {
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const ordered = weighted.toSorted((one, other) => (one.value < other.value ? -1 : 1));
  return {
    kind: 'categorical',
    options: ordered.map(({ value, weight }) => ({ value, weight: weight / total, at })),
    at,
  };
}

interface Scratch {
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly (readonly [name: string, type: ColumnType])[];
  readonly primaryKey: readonly string[];
  readonly relation: Relation;
}

export function scratchTable({ columns, ...rest }: Scratch, { journey }: Trial): PlannedTable {
  return {
    schema: 'scratch',
    fill: 'scratch',
    ...rest,
    columns: scratchColumns(columns.map(([name, type]) => ({ name, type }))),
    origins: [journey.study.at],
  };
}

export const SUBJECTS: Relation = table('scratch', 'trial_subjects');

/** SDTM study day: the first dose is on day 1, the day before it is -1; unknown without a dose. */
export function studyDay(day: Term, firstDose: Term): Term {
  const after = call('days_between', firstDose, day);
  return {
    kind: 'case',
    branches: [
      { when: call('greater_or_equal', after, 0), then: call('add', after, 1) },
      { when: call('less', after, 0), then: after },
    ],
    otherwise: literal(null),
  };
}
