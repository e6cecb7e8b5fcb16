/** What a person has, from the profile and from what events diagnose: the problems that chart, claims and reasons of visits read. */
import type { ColumnType, ConditionDefinition, PlannedTable, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { canBeOver } from '../decided.ts';
import type { PlannedEvent } from '../events.ts';
import { madeOnceOfBoth } from '../made-once.ts';
import { agesOf, isOutside } from '../population/onset.ts';
import { scratchColumns } from '../scratch-columns.ts';
import type { Timeline } from '../timeline.ts';
import {
  call,
  column,
  date,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  table,
} from '../terms.ts';
import { conditionCodes } from './condition-codes.ts';
import { diagnoses } from './diagnoses.ts';
import type { Diagnosis } from './diagnoses.ts';
import { happenedWith, isEncounter } from './happened.ts';
import { HELD, onset, severityOf } from './held.ts';
import { tellsCare } from './tells-care.ts';
import { reasonOf } from './reasons/named.ts';
import { severityType } from './severities.ts';

const PROBLEMS: Relation = table('scratch', 'problems');

/** What a person has: `person_id`, `code`, `onset`, `last_diagnosed`, `severity`; `undefined` where the cohort's people have nothing. */
export function problemsOf(context: PlanContext, timeline: Timeline): Relation | undefined {
  return problemTables(context, timeline).length === 0 ? undefined : PROBLEMS;
}

export const problemTables: (context: PlanContext, timeline: Timeline) => readonly PlannedTable[] = madeOnceOfBoth(
  (context, timeline) => {
    const codes = conditionCodes(context, timeline);
    const { conditions } = context.cohort.profile;
    const diagnosed = diagnoses(context, timeline);
    if (codes === undefined || conditions.length + diagnosed.length === 0 || !tellsCare(context)) return [];
    const severities = severityType(context);
    return [
      {
        schema: 'scratch',
        name: 'problems',
        fill: 'scratch',
        comment: 'What people have, from the profile and from what events diagnose.',
        columns: scratchColumns([
          { name: 'person_id', type: integer },
          { name: 'code', type: codes },
          { name: 'severity', type: severities },
          { name: 'onset', type: date },
          { name: 'last_diagnosed', type: date },
        ]),
        primaryKey: ['person_id', 'code'],
        relation: foundProblems(diagnosed, timeline, { context, codes, severities }),
        origins: [...conditions, ...diagnosed.map(({ event }) => event.use)].map(({ at }) => at),
      },
    ];
  },
);

interface Coded {
  readonly context: PlanContext;
  readonly codes: ColumnType;
  readonly severities: ColumnType;
}

function foundProblems(diagnosed: readonly Diagnosis[], timeline: Timeline, coded: Coded): Relation {
  const { context, codes, severities } = coded;
  const found = [
    ...context.cohort.profile.conditions.map((one) => baseline(one, coded)),
    ...diagnosisRows(diagnosed, timeline, codes, severities).map((rows) => possible(rows, diagnosed, codes, context)),
    ...caredFor(diagnosed, timeline, coded),
  ];
  const perCode: Relation = {
    kind: 'aggregate',
    input: rowsOfAll(found),
    by: ['person_id', 'code'],
    columns: [
      { name: 'assumed', how: 'min', of: 'assumed' },
      { name: 'diagnosed', how: 'min', of: 'diagnosed' },
      { name: 'again', how: 'max', of: 'diagnosed' },
      { name: 'severity', how: 'min', of: 'severity' },
    ],
  };
  return project(perCode, [
    ...['person_id', 'code', 'severity'].map(keep),
    named('onset', call('coalesce', column('diagnosed'), column('assumed'))),
    named('last_diagnosed', call('coalesce', column('again'), column('assumed'))),
  ]);
}

function baseline({ code, severity }: ConditionDefinition, { codes, severities }: Coded): Relation {
  return project(filter(HELD, call('not', call('is_null', column(onset(code))))), [
    keep('person_id'),
    named('code', literal(code, codes)),
    named('assumed', column(onset(code))),
    named('diagnosed', literal(null, date)),
    named('severity', severity === undefined ? literal(null, severities) : column(severityOf(code))),
  ]);
}

/** An event about the primary condition dates it for those who have it; one that names a code gives it to everybody. */
function diagnosisRows(
  diagnosed: readonly Diagnosis[],
  timeline: Timeline,
  codes: ColumnType,
  severities: ColumnType,
): readonly Relation[] {
  const given = diagnosed.filter(({ ofProfile }) => !ofProfile);
  const dating = diagnosed.filter(({ ofProfile }) => ofProfile);
  const happened = (some: readonly Diagnosis[]): Relation => happenedOf(some, timeline, codes);
  const primary = dating[0]?.code;
  return [
    ...(given.length === 0 ? [] : [happened(given)]),
    ...(primary === undefined ? [] : [joinOn(happened(dating), holdersOf(primary), 'person_id')]),
  ].map((rows) => diagnosisColumns(rows, severities));
}

/** What happened of the events of these diagnoses, with their `code`. */
function happenedOf(some: readonly Diagnosis[], timeline: Timeline, codes: ColumnType): Relation {
  return happenedWith(timeline, {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'code', type: codes },
    ],
    rows: some.map(({ event, code }) => [event.key, code]),
  });
}

/** Diagnoses at an age at which there is no such condition are none. */
function possible(rows: Relation, diagnosed: readonly Diagnosis[], type: ColumnType, context: PlanContext): Relation {
  const bounded = [...new Set(diagnosed.map(({ code }) => code))].flatMap((code) => {
    const ages = agesOf(code, context.knowledge);
    return ages === undefined ? [] : [{ code, ages }];
  });
  if (bounded.length === 0) return rows;
  const births = project(table('scratch', 'population'), ['person_id', 'birth_date'].map(keep));
  const isImpossible = bounded.map(({ code, ages }) =>
    call(
      'and',
      call('equal', column('code'), literal(code, type)),
      isOutside(ages, column('diagnosed'), column('birth_date')),
    ),
  );
  const those = filter(joinOn(rows, births, 'person_id'), call('not', call('or', literal(false), ...isImpossible)));
  return project(those, ['person_id', 'code', 'assumed', 'diagnosed', 'severity'].map(keep));
}

/**
 * Care for what the profile gave a person, and that the journey does not diagnose for everybody: by then at the latest it was found,
 * else the chart would say that somebody was in hospital for what nobody knew of.
 */
function caredFor(
  diagnosed: readonly Diagnosis[],
  timeline: Timeline,
  { context, codes, severities }: Coded,
): readonly Relation[] {
  const held = new Set(context.cohort.profile.conditions.map(({ code }) => code));
  const dated = diagnosed.filter(({ event }) => happensToAll(event, timeline.events));
  const cared = timeline.events.filter(isEncounter).flatMap((event) => {
    const code = reasonOf(event, context);
    const isDated = dated.some((one) => one.code === code && one.event.journey === event.journey);
    return code !== null && held.has(code) && !isDated ? [{ event, code, ofProfile: true }] : [];
  });
  return [...new Set(cared.map(({ code }) => code))].map((code) => {
    const rows = cared.filter((one) => one.code === code);
    const found = diagnosisColumns(joinOn(happenedOf(rows, timeline, codes), holdersOf(code), 'person_id'), severities);
    return project(possible(found, rows, codes, context), [
      ...['person_id', 'code', 'severity'].map(keep),
      named('assumed', column('diagnosed')),
      named('diagnosed', literal(null, date)),
    ]);
  });
}

/** Whether it happens to everybody who takes its journey, whatever they draw. */
function happensToAll({ journey, use }: PlannedEvent, events: readonly PlannedEvent[]): boolean {
  const { probability, timing, way, leaves } = use;
  if (canBeOver(events) || way !== undefined || leaves !== undefined) return false;
  if (probability.kind !== 'constant' || probability.value < 1) return false;
  const { anchor } = timing;
  if (anchor.kind === 'journey') return true;
  const followed =
    anchor.kind === 'event' ? events.filter((one) => one.journey === journey && one.use.id === anchor.id) : [];
  return followed.length > 0 && followed.every((one) => happensToAll(one, events));
}

function holdersOf(code: string): Relation {
  return project(filter(table('scratch', 'population'), column(`condition:${code}`)), [keep('person_id')]);
}

function diagnosisColumns(rows: Relation, severities: ColumnType): Relation {
  return project(rows, [
    keep('person_id'),
    keep('code'),
    named('assumed', literal(null, date)),
    named('diagnosed', call('to_date', column('moment'))),
    named('severity', literal(null, severities)),
  ]);
}
