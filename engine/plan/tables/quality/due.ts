/** `scratch.care_gaps`: who is due for which measure, by the measure itself and by events that find a gap. */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { expressionTerm } from '../../expressions.ts';
import type { Scope } from '../../expressions.ts';
import { nameKeys } from '../../keys.ts';
import { asColumns, siblingsOf } from '../../state/columns.ts';
import { scopeOfPeople } from '../../state/people.ts';
import {
  bigint,
  call,
  column,
  date,
  day,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  when,
} from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { coverageSpans } from '../coverage-spans.ts';
import { diagnoses } from '../diagnoses.ts';
import { happenedWith } from '../happened.ts';
import { prescribing } from './applicable.ts';
import type { KeyedMeasure } from './applicable.ts';
import { scratchColumns } from '../../scratch-columns.ts';

export const CARE_GAPS: Relation = table('scratch', 'care_gaps');
export const GAP_KEY = ['person_id', 'gap_key', 'occurrence'] as const;

const COLUMNS = [
  { name: 'person_id', type: integer },
  { name: 'gap_key', type: integer },
  { name: 'occurrence', type: smallint },
  { name: 'measure_key', type: integer },
  { name: 'found_by', type: bigint },
  { name: 'start_day', type: date },
  { name: 'due_day', type: date },
] as const;

/** Months after which a gap that an event finds without a measure is due. */
const MONTHS_UNSTATED = 12;

export function careGapsScratch(
  measures: readonly KeyedMeasure[],
  context: PlanContext,
  timeline: Timeline,
): PlannedTable {
  const found = timeline.events.filter(({ use }) => use.definition.type === 'care_gap');
  const keys = nameKeys([
    ...measures.map(({ measure }) => `measure/${measure.name}`),
    ...found.map(({ path }) => path),
  ]);
  const byName = new Map(measures.map((one) => [one.measure.name, one]));
  const parts: Relation[] = measures.length === 0 ? [] : [measured(measures, keys, context, timeline)];
  if (found.length > 0) {
    const values: Extract<Relation, { kind: 'values' }> = {
      kind: 'values',
      columns: [
        { name: 'event_key', type: integer },
        { name: 'gap_key', type: integer },
        { name: 'measure_key', type: integer },
        { name: 'months', type: integer },
      ],
      rows: found.map(({ key, path, use }) => {
        const one = byName.get(use.definition.measure?.value ?? '');
        return [key, keys.get(path) ?? 0, one?.key ?? null, one?.measure.everyMonths ?? MONTHS_UNSTATED];
      }),
    };
    const on = call('to_date', column('moment'));
    parts.push(
      project(happenedWith(timeline, values), [
        ...['person_id', 'gap_key', 'occurrence', 'measure_key'].map(keep),
        named('found_by', column('timeline_id')),
        named('start_day', on),
        named('due_day', call('add_months', on, column('months'))),
      ]),
    );
  }
  return {
    schema: 'scratch',
    name: 'care_gaps',
    fill: 'scratch',
    comment: 'Who is due for what.',
    columns: scratchColumns(COLUMNS),
    primaryKey: GAP_KEY,
    relation: { kind: 'union', inputs: parts },
    origins: [...measures.map(({ measure }) => measure.at), ...found.map(({ use }) => use.at)],
  };
}

/** Everybody who is covered on `as_of`, with each measure that is about them. */
function measured(
  measures: readonly KeyedMeasure[],
  keys: ReadonlyMap<string, number>,
  context: PlanContext,
  timeline: Timeline,
): Relation {
  const asOf = day(context.cohort.profile.asOf.value);
  const { flags, names, scope } = eventFlags(measures, context, timeline);
  const terms = measures.map((one) => isAbout(one, scope));
  const own = terms.flatMap(siblingsOf).filter((name) => !names.includes(name));
  const columns = ['person_id', 'birth_date', ...new Set(own)];
  const people = project(table('scratch', 'population'), columns.map(keep));
  const known = flags === undefined ? people : leftJoin(people, flags, 'person_id');
  const spans = coverageSpans(context, timeline);
  const goesOn = call('less_or_equal', asOf, call('coalesce', column('end_date'), asOf));
  const covered = filter(spans, call('and', call('less_or_equal', column('start_date'), asOf), goesOn));
  const asked = project(joinOn(known, project(covered, [keep('person_id')]), 'person_id'), [
    keep('person_id'),
    keep('birth_date'),
    ...terms.map((term, at) => named(`about:${at}`, asColumns(term))),
  ]);
  const each: Relation = { kind: 'join', how: 'cross', left: asked, right: measureValues(measures, keys), on: [] };
  const about: Term = {
    kind: 'case',
    branches: measures.map((_, at) => ({ when: call('equal', column('place'), at), then: column(`about:${at}`) })),
    otherwise: literal(false),
  };
  const begins = call('add_days', call('add_months', asOf, call('negate', column('months'))), 1);
  return project(filter(each, about), [
    keep('person_id'),
    keep('gap_key'),
    named('occurrence', literal(0, smallint)),
    keep('measure_key'),
    named('found_by', literal(null, bigint)),
    named('start_day', call('greatest', begins, column('birth_date'))),
    named('due_day', asOf),
  ]);
}

function measureValues(measures: readonly KeyedMeasure[], keys: ReadonlyMap<string, number>): Relation {
  return {
    kind: 'values',
    columns: ['place', 'gap_key', 'measure_key', 'months'].map((name) => ({ name, type: integer })),
    rows: measures.map(({ measure, key }, at) => [
      at,
      keys.get(`measure/${measure.name}`) ?? 0,
      key,
      measure.everyMonths,
    ]),
  };
}

function isAbout({ measure: { ages, sex, given } }: KeyedMeasure, scope: Scope): Term {
  const age = scope.name('age');
  return call(
    'coalesce',
    call(
      'and',
      call('less_or_equal', ages.min, age),
      call('less_or_equal', age, ages.max),
      sex === undefined ? literal(true) : call('equal', scope.name('gender'), literal(sex)),
      given === undefined ? literal(true) : expressionTerm(given, scope),
    ),
    literal(false),
  );
}

interface Flags {
  /** A row a person to whom one of the events happened. */
  readonly flags: Relation | undefined;
  readonly names: readonly string[];
  readonly scope: Scope;
}

/** What people have by events of their journeys, besides what the profile gives them. */
function eventFlags(measures: readonly KeyedMeasure[], context: PlanContext, timeline: Timeline): Flags {
  const people = scopeOfPeople(context);
  const asked = new Map<string, readonly number[]>();
  const given = diagnoses(context, timeline).filter(({ ofProfile }) => !ofProfile);
  const either = (name: string, keys: readonly number[], own: Term): Term => {
    if (keys.length === 0) return own;
    asked.set(name, keys);
    return call('or', own, call('coalesce', call('equal', { kind: 'output', name }, 1), literal(false)));
  };
  const scope: Scope = {
    ...people,
    hasCondition: (prefix) => {
      const keys = given.filter(({ code }) => code.startsWith(prefix)).map(({ event }) => event.key);
      return either(`diagnosed:${prefix}`, keys, people.hasCondition(prefix));
    },
    hasMedication: (drug) => either(`prescribed:${drug}`, prescribing(drug, timeline), people.hasMedication(drug)),
  };
  for (const one of measures) isAbout(one, scope);
  const names = [...asked.keys()];
  if (names.length === 0) return { flags: undefined, names, scope };
  const rows = happenedWith(timeline, {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'flag', type: integer },
    ],
    rows: [...asked.values()].flatMap((keys, flag) => keys.map((key) => [key, flag])),
  });
  const flags: Relation = {
    kind: 'aggregate',
    input: project(rows, [
      keep('person_id'),
      ...names.map((name, flag) =>
        named(name, when(call('equal', column('flag'), flag), literal(1), literal(null, integer))),
      ),
    ]),
    by: ['person_id'],
    columns: names.map((name) => ({ name, how: 'max', of: name })),
  };
  return { flags, names, scope };
}
