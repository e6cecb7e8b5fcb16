/** `networksim.pharmacies`: as many in each place as the people of the cohort need. */
import type { ColumnType, PharmacyKind, PlannedTable, Relation, SourceRange, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { OCCURRENCE_KEYS } from '../../keys.ts';
import { homeArea, standsFor } from '../../provider-rounds.ts';
import {
  bigint,
  call,
  cast,
  column,
  integer,
  keep,
  literal,
  named,
  output,
  pick,
  project,
  text,
  when,
} from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { npiText, providerSlots } from './identifiers.ts';
import { pharmacyPlan } from './pharmacy-plan.ts';
import { lineOf } from '../../line.ts';

/** Pharmacies, those that are listed; no table where the reference has no kind of them. */
export function pharmaciesTable(context: PlanContext): readonly PlannedTable[] {
  const kinds = context.knowledge.pharmacy?.kinds ?? [];
  const [first] = kinds;
  if (first === undefined) return [];
  const type = context.enumerations.define('networksim', 'pharmacy_kind', kinds.map(({ kind }) => kind).toSorted());
  return [
    planTable({
      schema: 'networksim',
      name: 'pharmacies',
      comment: 'Pharmacies of the places where the people of the cohort live.',
      fill: 'reference',
      from: listedPharmacies(context),
      primaryKey: ['pharmacy_id'],
      origins: kinds.map(({ at }) => at),
      columns: [
        {
          name: 'pharmacy_id',
          type: bigint,
          term: pharmacyKey(column('place'), column('within')),
          comment: 'Place and number of the pharmacy within it as one number.',
        },
        ...identifiers,
        { name: 'name', type: text, term: nameOf(output('kind')), comment: 'Invented name.' },
        { name: 'kind', type, term: kindOf(kinds, first.at, type), comment: 'Kind of pharmacy.' },
        {
          name: 'address',
          type: text,
          term: call('concat', cast(call('add', 100, pick(drawn('house_number'), 9800)), text), ' Apothecary Way'),
          comment: 'House number and street; no known address.',
        },
        {
          name: 'stands_for',
          type: integer,
          term: standsFor(column('within')),
          comment: 'How many pharmacies of the place it stands for, where a small cohort lists some of all.',
        },
        ...Object.entries(PLACE).map(([name, comment]) => ({ name, type: text, term: column(name), comment })),
        {
          name: 'phone',
          type: text,
          term: call('concat', column('area_code'), '-555-01', call('pad_left', pick(drawn('phone'), 100), 2)),
          comment: 'Telephone number within 555-0100 to 555-0199, which is never assigned.',
        },
      ],
    }),
  ];
}

const PLACE = {
  city: 'City or town.',
  state: 'State, by its postal abbreviation.',
  postal_code: 'ZIP code.',
  county_fips: 'County, by its five-digit FIPS code.',
} as const;

const identifiers: readonly ColumnDefinition[] = [
  {
    name: 'npi',
    type: text,
    term: npiText(call('add', call('multiply', column('slot'), 10_000), column('within'))),
    comment: 'National provider identifier, with 9 first, which is never issued, and a correct check digit.',
  },
  {
    name: 'ncpdp_id',
    type: text,
    term: call('concat', column('ncpdp_prefix'), call('pad_left', column('within'), 4)),
    comment: 'NCPDP provider number, with a letter first; real ones are digits only.',
  },
];

/** One draw a pharmacy. */
function drawn(what: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'named', name: `networksim/pharmacies/${what}` },
    person: column('place'),
    occurrence: column('within'),
  };
}

/** By how many of each kind there are. */
function kindOf(kinds: readonly PharmacyKind[], at: SourceRange, type: ColumnType): Term {
  const total = kinds.reduce((sum, { density }) => sum + density, 0);
  const options = kinds.map((one) => ({ value: one.kind, weight: one.density / total, at: one.at }));
  return {
    kind: 'sample',
    distribution: { kind: 'categorical', options, at },
    uniform: drawn('kind'),
    type,
  };
}

function nameOf(kind: Term): Term {
  return call(
    'concat',
    column('city'),
    ' ',
    cast(kind, text),
    ' pharmacy ',
    cast(call('add', column('within'), 1), text),
  );
}

/** With `within`, the how-manieth pharmacy of its place each is. */
function listedPharmacies(context: PlanContext): Relation {
  const { areas } = pharmacyPlan(context);
  const slots = providerSlots(context.knowledge.places.map(({ postalCode }) => postalCode));
  const places: Relation = {
    kind: 'values',
    columns: [
      { name: 'place', type: integer },
      ...['pharmacies', 'from', 'all', 'open', 'slot'].map((name) => ({ name, type: integer })),
      { name: 'ncpdp_prefix', type: text },
      ...['city', 'state', 'postal_code', 'county_fips', 'area_code'].map((name) => ({ name, type: text })),
    ],
    rows: [...new Set(areas.map(({ pharmacies }) => pharmacies))].map(({ place, key, count, from, all, open }) => {
      const slot = slots.get(place.postalCode);
      return [
        key,
        count,
        from,
        all,
        open,
        slot?.number ?? 0,
        slot?.letters ?? '',
        place.city,
        place.state,
        place.postalCode,
        place.countyFips,
        place.areaCode,
      ];
    }),
  };
  return {
    kind: 'extend',
    input: { kind: 'repeat', input: places, count: column('pharmacies'), as: 'opened' },
    columns: [named('within', call('add', column('from'), column('opened')))],
  };
}

/** The place and the how-manieth pharmacy of it as one number. */
function pharmacyKey(place: Term, within: Term): Term {
  return call('add', call('multiply', cast(place, bigint), OCCURRENCE_KEYS), cast(within, bigint));
}

/** Each person's pharmacy: one of the place where they live, kept. `pharmacy_id` beside the columns of `people`. */
export function withPharmacy(people: Relation, context: PlanContext): Relation {
  const { areas, rounds } = pharmacyPlan(context);
  const counts: Relation = {
    kind: 'values',
    columns: ['area', 'pharmacies', 'first_pharmacy'].map((name) => ({ name, type: integer })),
    rows: areas.map(({ areaKey: key, pharmacies: { count, from } }) => [key, count, from]),
  };
  const placed: Relation = {
    kind: 'extend',
    input: people,
    columns: [named('pharmacy_area', homeArea(context, rounds))],
  };
  const uniform: Term = {
    kind: 'draw',
    stream: { kind: 'named', name: `${lineOf(context.cohort.profile)}/pharmacy` },
    person: column('person_id'),
    occurrence: literal(0),
  };
  const within = when(call('is_null', column('pharmacies')), literal(0), pick(uniform, column('pharmacies')));
  return {
    kind: 'extend',
    input: { kind: 'join', how: 'inner', left: placed, right: counts, on: [{ left: 'pharmacy_area', right: 'area' }] },
    columns: [named('pharmacy_id', pharmacyKey(column('place'), call('add', column('first_pharmacy'), within)))],
  };
}

/** Keeps only what is asked of people with their pharmacy. */
export function pharmacyOfPeople(people: Relation, kept: readonly string[], context: PlanContext): Relation {
  return project(withPharmacy(people, context), [...kept.map(keep), keep('pharmacy_id')]);
}
