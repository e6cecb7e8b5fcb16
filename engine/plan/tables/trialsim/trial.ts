/**
 * A study of the cohort as its tables need it: its events by what they are for, its keys and types. What several studies would share
 * has the name or the number of the study in it from the second on, so that one study has the same rows alone and first of several.
 */
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
import { lineOf } from '../../line.ts';
import { ofStudyNumber, studiesOf } from '../../study-arm.ts';
import type { StudyJourney } from '../../study-arm.ts';
import type { Timeline } from '../../timeline.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import { call, cast, column, filter, integer, literal, table } from '../../terms.ts';
import type { ColumnDefinition } from '../table.ts';

export interface Trial {
  readonly journey: StudyJourney;
  /** All studies of the cohort, this one among them. */
  readonly among: Trials;
  readonly knowledge: TrialKnowledge;
  readonly timeline: Timeline;
  readonly events: TrialEvents;
  /** By code. */
  readonly armKeys: ReadonlyMap<string, number>;
  readonly rule: (name: TrialRule) => number;
}

/** The studies of a cohort in the order of their numbers; none where it does not ask for their tables. */
export type Trials = readonly Trial[];

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

export function trialsOf(context: PlanContext, timeline: Timeline): Trials {
  const knowledge = context.knowledge.trials;
  if (knowledge === undefined || !context.cohort.profile.products.includes('trialsim')) return [];
  const studies = studiesOf(context.cohort);
  const keys = nameKeys(studies.flatMap((one) => one.study.arms.map(({ code }) => nameIn(one, code))));
  const among: Trial[] = [];
  for (const journey of studies) {
    among.push({
      journey,
      among,
      knowledge,
      timeline,
      events: eventsOf(timeline.events.filter((event) => event.journey.id === journey.id)),
      armKeys: new Map(journey.study.arms.map(({ code }) => [code, keys.get(nameIn(journey, code)) ?? 0])),
      rule: (name) => knowledge.rules.get(name)?.value ?? 0,
    });
  }
  return among;
}

function eventsOf(own: readonly PlannedEvent[]): TrialEvents {
  const ofType = (...types: readonly string[]): readonly PlannedEvent[] =>
    own.filter(({ use }) => types.includes(use.definition.type));
  return {
    screening: ofType('screening'),
    randomization: ofType('randomization'),
    visits: ofType('screening', 'trial_visit'),
    doses: ofType('dose'),
    adverse: ofType('adverse_event'),
    deviations: ofType('deviation'),
    withdrawals: ofType('withdrawal'),
    ends: own.filter(({ use }) => use.definition.ends === true),
    dosing: own.filter(({ use }) => use.definition.dosing !== undefined),
  };
}

/** What keys are made from that other studies of the cohort may have as well. */
export function nameIn(journey: StudyJourney, name: string): string {
  return journey.number === 1 ? name : `${lineOf(journey)}/${name}`;
}

/** How many numbers of subjects a study has; no person has a higher number. */
export const SUBJECT_KEYS = 100_000_000;

/** What numbers within a study, of which it has so many at most, stand behind: its own number, of the first none. */
export function numbersBefore({ journey: { number } }: Trial, most: number): number {
  return number === 1 ? 0 : number * most;
}

/** The number of the person, behind that of the study. */
export function subjectId(trial: Trial): Term {
  const before = numbersBefore(trial, SUBJECT_KEYS);
  return before === 0 ? column('person_id') : cast(call('add', column('person_id'), before), integer);
}

export function subjectColumn(trial: Trial): ColumnDefinition {
  const references = 'trialsim.subjects';
  return { name: 'subject_id', type: integer, term: subjectId(trial), comment: 'The subject.', references };
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
  readonly name: ScratchName;
  readonly comment: string;
  readonly columns: readonly (readonly [name: string, type: ColumnType])[];
  readonly primaryKey: readonly string[];
  readonly relation: Relation;
}

type ScratchName =
  | 'trial_starts'
  | 'trial_adverse'
  | 'trial_doses'
  | 'trial_exposures'
  | 'trial_subjects'
  | 'trial_visits'
  | 'trial_tally';

/** What is known of the subjects of one study while their tables are made. */
export function scratchOf(name: ScratchName, { journey }: Trial): Relation {
  return table('scratch', ofStudyNumber(name, journey));
}

export function scratchTable({ columns, ...rest }: Scratch, { journey }: Trial): PlannedTable {
  return {
    schema: 'scratch',
    fill: 'scratch',
    ...rest,
    name: ofStudyNumber(rest.name, journey),
    columns: scratchColumns(columns.map(([name, type]) => ({ name, type }))),
    origins: [journey.study.at],
  };
}

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
