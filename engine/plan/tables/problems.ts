/** What a person has, from the profile and from what events diagnose: the problems that chart, claims and reasons of visits read. */
import type { ColumnType, ConditionDefinition, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { canBeOver } from '../decided.ts';
import { lastDay, livingPeople } from '../endings.ts';
import type { PlannedEvent } from '../events.ts';
import { startOf } from '../journey-start.ts';
import { agesOf, firstDayOf, isOutside, onsetOf } from '../population/onset.ts';
import type { Timeline } from '../timeline.ts';
import { call, column, date, filter, integer, joinOn, keep, literal, named, project, table, text } from '../terms.ts';
import { conditionCodes } from './condition-codes.ts';
import { diagnoses } from './diagnoses.ts';
import type { Diagnosis } from './diagnoses.ts';
import { happenedWith, isEncounter } from './happened.ts';
import { reasonOf } from './reasons/named.ts';

/** What a person has: `person_id`, `code`, `onset`, `last_diagnosed`, `severity`; `undefined` where the cohort's people have nothing. */
export function problemsOf(context: PlanContext, timeline: Timeline): Relation | undefined {
  const codes = conditionCodes(context, timeline);
  const { conditions } = context.cohort.profile;
  const diagnosed = diagnoses(context, timeline);
  if (codes === undefined || (conditions.length === 0 && diagnosed.length === 0)) return undefined;
  const severities = severityType(context);
  const found = [
    ...conditions.map((one) => baseline(one, { context, codes, severities, endsPeople: timeline.endsPeople })),
    ...diagnosisRows(diagnosed, timeline, codes, severities).map((rows) => possible(rows, diagnosed, codes, context)),
    ...caredFor(diagnosed, timeline, { context, codes, severities }),
  ];
  const perCode: Relation = {
    kind: 'aggregate',
    input: { kind: 'union', inputs: found },
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

export function severityType({ cohort }: PlanContext): ColumnType {
  const hasSeverity = cohort.profile.conditions.some(({ severity }) => severity !== undefined);
  return hasSeverity ? { kind: 'enumeration', schema: 'patientsim', name: 'condition_severity' } : text;
}

interface Baseline {
  readonly context: PlanContext;
  readonly codes: ColumnType;
  readonly severities: ColumnType;
  readonly endsPeople: boolean;
}

function baseline(
  { code, severity }: ConditionDefinition,
  { context, codes, severities, endsPeople }: Baseline,
): Relation {
  const last = lastDay(context, endsPeople);
  const onset = startsJourney(code, context)
    ? call('least', onsetOf(code, context, column), last)
    : onsetOf(code, context, column, last);
  const first = endsPeople ? firstDayOf(agesOf(code, context.knowledge), column) : undefined;
  const has = column(`condition:${code}`);
  const isOldEnough = first === undefined ? has : call('and', has, call('less_or_equal', first, last));
  return project(filter(livingPeople(endsPeople), isOldEnough), [
    keep('person_id'),
    named('code', literal(code, codes)),
    named('assumed', onset),
    named('diagnosed', literal(null, date)),
    named('severity', severity === undefined ? literal(null, severities) : column(`severity:${code}`)),
  ]);
}

/** A journey that begins with the condition was there before the end of the person was known. */
function startsJourney(code: string, { cohort }: PlanContext): boolean {
  return cohort.journeys.some((journey) => {
    const start = startOf(journey, cohort);
    return start.kind === 'diagnosis' && code.startsWith(start.code);
  });
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
  { context, codes, severities }: Omit<Baseline, 'endsPeople'>,
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
