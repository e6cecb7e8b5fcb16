/** When measurements were taken, and of whom: rows of what is measured, with the people's own values as they were at that moment. */
import type { Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { lastDay, livingPeople } from '../../endings.ts';
import type { PlannedAttribute } from '../../population.ts';
import { AGE_THEN, agesThen, BORN_ON } from '../../state/age-then.ts';
import { grownBy, peopleOfGrowth } from '../../state/growth.ts';
import type { Growth } from '../../state/growth.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  column,
  double,
  drawOf,
  halvesOf,
  keep,
  literal,
  named,
  pick,
  project,
  smallint,
  table,
  when,
} from '../../terms.ts';
import { happenedWith } from './events.ts';
import { lineOf } from '../../line.ts';
import { signColumn } from './signs.ts';
import type { Signs } from './signs.ts';

export type ValuesRelation = Extract<Relation, { kind: 'values' }>;

/** Days before `as_of` over which a laboratory value of the profile was taken. */
const RECENT_DAYS = 90;
const LABORATORY_MINUTE = 9 * 60;

const KNOWN_OF_MEASUREMENT = [
  'observation_key',
  'name',
  'code',
  'unit',
  'scale',
  'step',
  'low',
  'high',
  'variation',
  'least',
  'most',
];

/** With every stream of the row. */
function knownOf({ columns }: ValuesRelation): readonly string[] {
  const streams = columns.filter(({ type }) => type.kind === 'stream');
  return [...KNOWN_OF_MEASUREMENT, ...streams.flatMap(({ name }) => halvesOf(name))];
}

/** What of people decides on what is measured. */
export interface People {
  readonly baselines: readonly PlannedAttribute[];
  /** Of those of the baselines that go along with age. */
  readonly growth: Growth | undefined;
  /** What events show of what they are for. */
  readonly signs: Signs | undefined;
  /** Whether it depends on their age at that moment. */
  readonly isAged: boolean;
}

export const NOTHING: People = { baselines: [], growth: undefined, signs: undefined, isAged: false };

/** People's own values, under names that none of the timeline's columns has. */
function ofPeople(
  { baselines, growth, isAged }: People,
  others: readonly string[] = [],
  people: Relation = table('scratch', 'population'),
): Relation {
  const steady = baselines.filter((one) => growth?.of.includes(one) !== true);
  const own = [...steady.map((one) => named(baselineOf(one), column(one.column))), ...(isAged ? BORN_ON : [])];
  if (growth === undefined) return project(people, [keep('person_id'), ...others.map(keep), ...own]);
  const names = own.map(({ name }) => name);
  return peopleOfGrowth({ kind: 'extend', input: people, columns: own }, [...others, ...names], growth);
}

/** Of these people at the `moment` of the row. */
function atMoment(rows: Relation, { growth, isAged }: People): Relation {
  const grown = growth === undefined ? rows : grownBy(rows, (name) => baselineOf({ name }), growth);
  return isAged ? { kind: 'extend', input: grown, columns: agesThen() } : grown;
}

function keptOf({ baselines, isAged }: People): readonly string[] {
  return [...baselines.map(baselineOf), ...(isAged ? [AGE_THEN] : [])];
}

export function baselineOf({ name }: Pick<PlannedAttribute, 'name'>): string {
  return `baseline:${name}`;
}

/** Baselines join the few rows of events before each becomes its many measurements. */
export function eventMeasurements(timeline: Timeline, values: ValuesRelation, people: People): Relation {
  const { signs } = people;
  const measured = happenedWith(timeline, values, ofPeople(people), (rows) => {
    const grown = atMoment(rows, people);
    return signs === undefined ? grown : signs.beside(grown);
  });
  return project(measured, [
    ...['person_id', 'occurrence', 'moment'].map(keep),
    named('encounter_id', when(column('in_encounter'), column('timeline_id'), literal(null, bigint))),
    named('order_id', when(column('of_order'), column('timeline_id'), literal(null, bigint))),
    ...[...knownOf(values), ...keptOf(people), ...(signs?.of ?? []).map(signColumn)].map(keep),
  ]);
}

/** Laboratory values that the profile declares were all taken on one day shortly before `as_of`, or before death. */
export function profileMeasurements(
  context: PlanContext,
  { endsPeople }: Timeline,
  values: ValuesRelation,
  people: People,
): Relation {
  const { signs } = people;
  const last = lastDay(context, endsPeople);
  const lived = call('days_between', column('birth_date'), last);
  const daysAgo = call('least', pick(drawOf(`${lineOf(context.cohort.profile)}/labs/taken`), RECENT_DAYS), lived);
  const taken = call('add_days', last, call('negate', daysAgo));
  const moment = call('at_minute', taken, LABORATORY_MINUTE);
  const living = ofPeople(people, ['birth_date', ...(endsPeople ? ['died'] : [])], livingPeople(endsPeople));
  const each: Relation = {
    kind: 'join',
    how: 'cross',
    left: atMoment({ kind: 'extend', input: living, columns: [named('moment', moment)] }, people),
    right: values,
    on: [],
  };
  return project(each, [
    keep('person_id'),
    named('occurrence', literal(0, smallint)),
    keep('moment'),
    named('encounter_id', literal(null, bigint)),
    named('order_id', literal(null, bigint)),
    ...[...knownOf(values), ...keptOf(people)].map(keep),
    ...(signs?.of ?? []).map((name) => named(signColumn(name), literal(0, double))),
  ]);
}
