/** `patientsim.allergies`: what a patient is allergic to, by the reference's shares or the profile's. */
import type {
  AllergenConcept,
  ColumnType,
  PlannedTable,
  Relation,
  SourceRange,
  ValuesColumn,
} from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { lastDay, leftJoin, livingPeople } from '../../endings.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import { allergyColumn } from '../../population/clinical.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  column,
  date,
  double,
  filter,
  integer,
  keep,
  literal,
  named,
  pick,
  project,
  rowsOfAll,
  table,
} from '../../terms.ts';
import { happenedWith } from '../happened.ts';
import { medicationOrders } from '../medication-orders.ts';
import { planTable } from '../table.ts';
import { ordersAtVisits } from '../visit-orders.ts';
import { patient } from './events.ts';
import { lineOf } from '../../line.ts';

type ValuesRelation = Extract<Relation, { kind: 'values' }>;

export function allergiesTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const { cohort, knowledge, enumerations } = context;
  const allergens = knowledge.chart?.allergens ?? [];
  const own = cohort.profile.allergies;
  const listed = allergens.filter(({ name }) =>
    own === undefined
      ? knowledge.chart?.allergyShares.some(({ allergen }) => allergen === name)
      : own.some(({ allergen }) => allergen === name),
  );
  if (listed.length === 0) return [];
  const define = (name: string, of: (one: AllergenConcept) => string): ColumnType =>
    enumerations.define('patientsim', `allergy_${name}`, listed.map(of).toSorted());
  const types = {
    name: define('substance', ({ name }) => name),
    display: define('display', ({ display }) => display),
    code: define('code', ({ code }) => code),
    system: define('code_system', ({ system }) => system),
    category: define('category', ({ category }) => category),
    criticality: define('criticality', ({ criticality }) => criticality),
    reaction: define('reaction', ({ reaction }) => reaction),
    status: enumerations.define('patientsim', 'allergy_clinical_status', ['active']),
  };
  const keys = nameKeys(allergens.map(({ name }) => name));
  const stream = (name: string, of: string): string => `${lineOf(cohort.profile)}/allergies/${name}/${of}`;
  const columns: ValuesRelation['columns'] = [
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
  const cells = (one: AllergenConcept): ValuesRelation['rows'][number] => [
    keys.get(one.name) ?? 0,
    one.name,
    one.display,
    one.code,
    one.system,
    one.category,
    one.criticality,
    one.reaction,
    stream(one.name, 'onset'),
  ];
  const people = livingPeople(timeline.endsPeople);
  const asOf = lastDay(context, timeline.endsPeople);
  const lived = call('days_between', column('birth_date'), asOf);
  const found =
    own === undefined
      ? unlessTaken(byShares(people, listed, { context, columns, cells, stream }), listed, { keys, context, timeline })
      : byProfile(people, listed, { columns, cells });
  const onset = call('add_days', column('birth_date'), pick(drawAt('onset'), call('add', lived, 1)));
  return [
    planTable({
      schema: 'patientsim',
      name: 'allergies',
      comment: 'What a patient is allergic to: one row a patient and substance.',
      fill: 'person',
      from: found,
      primaryKey: ['allergy_id'],
      origins: originsOf(context, listed),
      columns: [
        {
          name: 'allergy_id',
          type: bigint,
          term: rowKey(column('allergy_key')),
          comment: 'Person and substance as one number.',
        },
        patient,
        { name: 'substance', type: types.name, term: column('name'), comment: 'What the profile calls it.' },
        { name: 'display', type: types.display, term: column('display'), comment: 'What people call it.' },
        { name: 'code', type: types.code, term: column('code'), comment: 'Code of the substance.' },
        {
          name: 'code_system',
          type: types.system,
          term: column('system'),
          comment: 'RxNorm, or local for a name of our own.',
        },
        { name: 'category', type: types.category, term: column('category'), comment: 'FHIR allergy category.' },
        {
          name: 'criticality',
          type: types.criticality,
          term: column('criticality'),
          comment: 'FHIR criticality: how bad a reaction may be.',
        },
        { name: 'reaction', type: types.reaction, term: column('reaction'), comment: 'How it shows.' },
        {
          name: 'onset_date',
          type: date,
          term: onset,
          comment: 'Day on which it showed first, evenly between birth and as_of.',
        },
        {
          name: 'clinical_status',
          type: types.status,
          term: literal('active', types.status),
          comment: 'FHIR clinical status.',
        },
      ],
    }),
  ];
}

function drawAt(stream: string): ReturnType<typeof column> {
  return {
    kind: 'draw',
    stream: { kind: 'column', name: stream },
    person: column('person_id'),
    occurrence: literal(0),
  };
}

function originsOf({ cohort, knowledge }: PlanContext, listed: readonly AllergenConcept[]): readonly SourceRange[] {
  const shares = cohort.profile.allergies ?? knowledge.chart?.allergyShares ?? [];
  return [...listed.map(({ at }) => at), ...shares.map(({ at }) => at)];
}

interface Listing {
  readonly columns: ValuesRelation['columns'];
  readonly cells: (one: AllergenConcept) => ValuesRelation['rows'][number];
}

/** Everybody with every share of their age; those whose draw lies below it. */
function byShares(
  people: Relation,
  listed: readonly AllergenConcept[],
  { context, columns, cells, stream }: Listing & { context: PlanContext; stream: (name: string, of: string) => string },
): Relation {
  const concepts = new Map(listed.map((one) => [one.name, one]));
  const shares: ValuesRelation = {
    kind: 'values',
    columns: [
      ...columns,
      { name: 'from_age', type: integer },
      { name: 'to_age', type: integer },
      { name: 'prevalence', type: double },
      { name: 'has', type: { kind: 'stream' } },
    ],
    rows: (context.knowledge.chart?.allergyShares ?? []).flatMap(({ allergen, ages, prevalence }) => {
      const concept = concepts.get(allergen);
      return concept === undefined
        ? []
        : [[...cells(concept), ages.min, ages.max, prevalence, stream(allergen, 'has')]];
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
function unlessTaken(
  allergies: Relation,
  listed: readonly AllergenConcept[],
  {
    keys,
    context,
    timeline,
  }: { readonly keys: ReadonlyMap<string, number>; readonly context: PlanContext; readonly timeline: Timeline },
): Relation {
  const groupsOf = (medicine: string): readonly number[] =>
    listed.filter(({ medicines }) => medicines.includes(medicine)).map(({ name }) => keys.get(name) ?? 0);
  const { ordered, held, atVisits, keys: orderKeys } = medicationOrders(context, timeline);
  const rows = ordered.flatMap(({ event, concept }) => groupsOf(concept.name).map((key) => [event.key, key]));
  const visited = atVisits.flatMap(({ path, concept }) =>
    groupsOf(concept.name).map((key) => [orderKeys.get(path) ?? 0, key]),
  );
  const of = (key: string): readonly ValuesColumn[] => [key, 'allergy_key'].map((name) => ({ name, type: integer }));
  const taken = [
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
  if (taken.length === 0) return allergies;
  const tolerated: Relation = {
    kind: 'aggregate',
    input: { kind: 'extend', input: { kind: 'union', inputs: taken }, columns: [named('is_taken', literal(1))] },
    by: ['person_id', 'allergy_key'],
    columns: [{ name: 'is_taken', how: 'max', of: 'is_taken' }],
  };
  return filter(leftJoin(allergies, tolerated, 'person_id', 'allergy_key'), call('is_null', column('is_taken')));
}

function byProfile(people: Relation, listed: readonly AllergenConcept[], { columns, cells }: Listing): Relation {
  const inputs = listed.map((one): Relation => {
    const value: ValuesRelation = { kind: 'values', columns, rows: [cells(one)] };
    const having = filter(people, column(allergyColumn(one.name)));
    return { kind: 'join', how: 'cross', left: having, right: value, on: [] };
  });
  return rowsOfAll(inputs);
}
