/** Who is allergic to what: by the shares that the reference has of each age, or as the profile says it. */
import type { AllergenConcept, ColumnType, Relation, Term, ValuesColumn } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, livingPeople } from '../../endings.ts';
import { nameKeys } from '../../keys.ts';
import { lineOf } from '../../line.ts';
import { allergyColumn } from '../../population/clinical.ts';
import { call, column, double, filter, integer, keep, literal, named, project, rowsOfAll, table } from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { happenedWith } from '../happened.ts';
import { medicationOrders } from '../medication-orders.ts';
import { ordersAtVisits } from '../visit-orders.ts';

type ValuesRelation = Extract<Relation, { kind: 'values' }>;

/** Of what the table says of an allergen in the words of a list. */
export interface AllergenTypes {
  readonly name: ColumnType;
  readonly display: ColumnType;
  readonly code: ColumnType;
  readonly system: ColumnType;
  readonly category: ColumnType;
  readonly criticality: ColumnType;
  readonly reaction: ColumnType;
}

interface Allergens {
  readonly context: PlanContext;
  readonly listed: readonly AllergenConcept[];
  readonly types: AllergenTypes;
  /** By name, of every allergen of the reference. */
  readonly keys: ReadonlyMap<string, number>;
}

/** One row a person and allergen that they are allergic to, with `allergy_key` and what draws its onset. */
export function allergicPeople(
  listed: readonly AllergenConcept[],
  types: AllergenTypes,
  context: PlanContext,
  timeline: Timeline,
): Relation {
  const keys = nameKeys((context.knowledge.chart?.allergens ?? []).map(({ name }) => name));
  const allergens = { context, listed, types, keys };
  const people = livingPeople(timeline.endsPeople);
  return context.cohort.profile.allergies === undefined
    ? unlessTaken(byShares(people, allergens), allergens, timeline)
    : byProfile(people, allergens);
}

/** One draw a person and allergen. */
export function drawAt(stream: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'column', name: stream },
    person: column('person_id'),
    occurrence: literal(0),
  };
}

function streamOf({ context }: Allergens, allergen: string, of: string): string {
  return `${lineOf(context.cohort.profile)}/allergies/${allergen}/${of}`;
}

function columnsOf({ types }: Allergens): readonly ValuesColumn[] {
  return [
    { name: 'allergy_key', type: integer },
    { name: 'name', type: types.name },
    { name: 'display', type: types.display },
    { name: 'code', type: types.code },
    { name: 'system', type: types.system },
    { name: 'category', type: types.category },
    { name: 'criticality', type: types.criticality },
    { name: 'reaction', type: types.reaction },
    { name: 'onset', type: { kind: 'stream' } },
  ];
}

function cellsOf(one: AllergenConcept, allergens: Allergens): ValuesRelation['rows'][number] {
  return [
    allergens.keys.get(one.name) ?? 0,
    one.name,
    one.display,
    one.code,
    one.system,
    one.category,
    one.criticality,
    one.reaction,
    streamOf(allergens, one.name, 'onset'),
  ];
}

/** Everybody with every share of their age; those whose draw lies below it. */
function byShares(people: Relation, allergens: Allergens): Relation {
  const concepts = new Map(allergens.listed.map((one) => [one.name, one]));
  const shares: ValuesRelation = {
    kind: 'values',
    columns: [
      ...columnsOf(allergens),
      { name: 'from_age', type: integer },
      { name: 'to_age', type: integer },
      { name: 'prevalence', type: double },
      { name: 'has', type: { kind: 'stream' } },
    ],
    rows: (allergens.context.knowledge.chart?.allergyShares ?? []).flatMap(({ allergen, ages, prevalence }) => {
      const concept = concepts.get(allergen);
      return concept === undefined
        ? []
        : [[...cellsOf(concept, allergens), ages.min, ages.max, prevalence, streamOf(allergens, allergen, 'has')]];
    }),
  };
  const each: Relation = { kind: 'join', how: 'cross', left: people, right: shares, on: [] };
  const isOfAge = call(
    'and',
    call('less_or_equal', column('from_age'), column('age')),
    call('less_or_equal', column('age'), column('to_age')),
  );
  return filter(filter(each, isOfAge), call('less', drawAt('has'), column('prevalence')));
}

/** Without allergies to what a person is ordered: whoever tolerates a medicine is not listed as allergic to its group. */
function unlessTaken(allergies: Relation, allergens: Allergens, timeline: Timeline): Relation {
  const taken = groupsTaken(allergens, timeline);
  if (taken.length === 0) return allergies;
  const tolerated: Relation = {
    kind: 'aggregate',
    input: { kind: 'extend', input: { kind: 'union', inputs: taken }, columns: [named('is_taken', literal(1))] },
    by: ['person_id', 'allergy_key'],
    columns: [{ name: 'is_taken', how: 'max', of: 'is_taken' }],
  };
  return filter(leftJoin(allergies, tolerated, 'person_id', 'allergy_key'), call('is_null', column('is_taken')));
}

/** The groups of what people are ordered, by person: of events, at visits, and all along. */
function groupsTaken({ context, listed, keys }: Allergens, timeline: Timeline): readonly Relation[] {
  const groupsOf = (medicine: string): readonly number[] =>
    listed.filter(({ medicines }) => medicines.includes(medicine)).map(({ name }) => keys.get(name) ?? 0);
  const { ordered, held, atVisits, keys: orderKeys } = medicationOrders(context, timeline);
  const rows = ordered.flatMap(({ event, concept }) => groupsOf(concept.name).map((key) => [event.key, key]));
  const visited = atVisits.flatMap(({ path, concept }) =>
    groupsOf(concept.name).map((key) => [orderKeys.get(path) ?? 0, key]),
  );
  const of = (key: string): readonly ValuesColumn[] => [key, 'allergy_key'].map((name) => ({ name, type: integer }));
  return [
    ...(rows.length === 0 ? [] : [happenedWith(timeline, { kind: 'values', columns: of('event_key'), rows })]),
    ...(visited.length === 0
      ? []
      : [ordersAtVisits({ kind: 'values', columns: of('order_key'), rows: visited }, context, timeline)]),
    ...held.flatMap(({ concept }) =>
      groupsOf(concept.name).map((key) =>
        project(filter(table('scratch', 'population'), column(`medication:${concept.name}`)), [
          keep('person_id'),
          named('allergy_key', literal(key)),
        ]),
      ),
    ),
  ].map((one) => project(one, ['person_id', 'allergy_key'].map(keep)));
}

function byProfile(people: Relation, allergens: Allergens): Relation {
  const inputs = allergens.listed.map((one): Relation => {
    const value: ValuesRelation = { kind: 'values', columns: columnsOf(allergens), rows: [cellsOf(one, allergens)] };
    const having = filter(people, column(allergyColumn(one.name)));
    return { kind: 'join', how: 'cross', left: having, right: value, on: [] };
  });
  return rowsOfAll(inputs);
}
