/** `core.persons`: who people are and where they live. */
import type {
  ElementaryDistribution,
  PlannedTable,
  PoolName,
  Relation,
  SourceRange,
  Term,
} from '../../../model/index.ts';
import { poolSize } from '../../context.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import { sharingAddress } from '../../household.ts';
import type { Population } from '../../population.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  cast,
  column,
  date,
  drawOf,
  integer,
  joinOn,
  literal,
  named,
  pick,
  table,
  text,
  when,
} from '../../terms.ts';
import { placeTypes, places } from '../places.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { lineOf } from '../../line.ts';

export function personsTable(context: PlanContext, population: Population, timeline: Timeline): PlannedTable {
  const { cohort, enumerations } = context;
  const profile = cohort.profile;
  const sex = population.attributes.find(({ name }) => name === 'gender');
  const domains = enumerations.define('core', 'mail_domain', ['example.com', 'example.org', 'example.net']);
  const own: readonly (readonly [string, string])[] = [
    ['race', 'Race, in the words of the profile; empty for whom it says none.'],
    ['ethnicity', 'Ethnicity, in the words of the profile; empty likewise.'],
    ['language', 'Preferred language; empty likewise.'],
  ];
  const demographics: ColumnDefinition[] = own.flatMap(([name, comment]) => {
    const attribute = population.attributes.find((one) => one.name === name);
    return attribute === undefined
      ? []
      : [{ name, type: attribute.type, term: column(attribute.column), comment, nullable: true }];
  });
  const mail = call(
    'concat',
    column('given_mailbox'),
    '.',
    column('family_mailbox'),
    cast(column('person_id'), text),
    '@',
    cast(
      {
        kind: 'sample',
        distribution: evenly(['example.com', 'example.org', 'example.net'], profile.at),
        uniform: drawOf(`${lineOf(profile)}/identity/mail_domain`),
        type: domains,
      },
      text,
    ),
  );
  const placed = placeTypes(context);
  const people = namedPeople(context, sex !== undefined);
  const died = timeline.endsPeople ? call('to_date', column('died')) : literal(null);
  const planned = planTable({
    schema: 'core',
    name: 'persons',
    comment: 'One row a person: who they are and where they live. Every product refers to it.',
    fill: 'person',
    from: timeline.endsPeople ? leftJoin(people, PERSON_ENDINGS, 'person_id') : people,
    primaryKey: ['person_id'],
    everyPerson: true,
    origins: [profile.at],
    columns: [
      { name: 'person_id', type: integer, term: column('person_id'), comment: 'Number of the person, counted from 1.' },
      {
        name: 'given_name',
        type: text,
        term: column('given_name'),
        comment: 'Given name, from the pool of the sex.',
        isLabel: true,
      },
      { name: 'family_name', type: text, term: column('family_name'), comment: 'Family name.', isLabel: true },
      {
        name: 'birth_date',
        type: date,
        term: column('birth_date'),
        comment:
          'Date of birth: the drawn age is reached in completed years on as_of, or would be by whoever died before.',
      },
      { name: 'death_date', type: date, term: died, nullable: true, comment: 'Date of death, if any.' },
      ...(sex === undefined
        ? []
        : [{ name: 'sex', type: sex.type, term: column(sex.column), comment: 'Administrative sex: F or M.' }]),
      ...demographics,
      {
        name: 'ssn',
        type: text,
        term: socialSecurityNumber(context),
        comment: 'Social security number in the area 900 to 999, which is never issued.',
      },
      {
        name: 'address',
        type: text,
        term: call(
          'concat',
          cast(call('add', 100, pick(drawOf(`${lineOf(profile)}/identity/house_number`), 9800)), text),
          ' ',
          column('street'),
        ),
        comment: 'House number and street; no known address.',
      },
      { name: 'city', type: placed.city, term: column('city'), comment: 'City of residence.' },
      { name: 'state', type: placed.state, term: column('state'), comment: 'State, by its postal abbreviation.' },
      { name: 'postal_code', type: placed.postalCode, term: column('postal_code'), comment: 'ZIP code.' },
      {
        name: 'county_fips',
        type: placed.countyFips,
        term: column('county_fips'),
        comment: 'County, by its five-digit FIPS code.',
      },
      {
        name: 'phone',
        type: text,
        term: phoneNumber(context),
        comment: 'Telephone number within 555-0100 to 555-0199, which is never assigned.',
      },
      { name: 'email', type: text, term: mail, comment: 'Mail address in a domain reserved for examples.' },
      ...(profile.household === undefined ? [] : [householdColumn]),
    ],
  });
  return { ...planned, relation: sharingAddress(planned.relation, context) };
}

const householdColumn: ColumnDefinition = {
  name: 'household_id',
  type: integer,
  term: column('household_id'),
  comment: 'Number of the household: that of its first member, the subscriber.',
};

function evenly(values: readonly string[], at: SourceRange): ElementaryDistribution {
  return { kind: 'categorical', at, options: values.map((value) => ({ value, weight: 1 / values.length, at })) };
}

/** People with names, street and place beside what was drawn for them. */
function namedPeople(context: PlanContext, sexKnown: boolean): Relation {
  const { cohort, pools } = context;
  const drawn = (what: string, pool: string): ReturnType<typeof named> =>
    named(`${pool}:position`, pick(drawOf(`${lineOf(cohort.profile)}/identity/${what}`), poolSize(pools, pool)));
  const people = {
    kind: 'extend' as const,
    input: table('scratch', 'population'),
    columns: [drawn('given_name', 'given_names'), drawn('family_name', 'family_names'), drawn('street', 'streets')],
  };
  const female = call('equal', column('attribute:gender'), literal('F'));
  const bySex = (forWomen: string, forMen: string): Term =>
    sexKnown ? when(female, column(forWomen), column(forMen)) : column(forWomen);
  const withNames = (['given_names', 'family_names', 'streets'] satisfies PoolName[]).reduce<Relation>(
    (left, pool) => ({
      kind: 'join',
      how: 'inner',
      left,
      right: { kind: 'pool', name: pool },
      prefix: `${pool}:`,
      on: [{ left: `${pool}:position`, right: 'position' }],
    }),
    people,
  );
  return {
    kind: 'extend',
    input: joinOn(withNames, places(context), 'place'),
    columns: [
      named('given_name', bySex('given_names:female', 'given_names:male')),
      named('given_mailbox', bySex('given_names:female_mailbox', 'given_names:male_mailbox')),
      named('family_name', column('family_names:name')),
      named('family_mailbox', column('family_names:mailbox')),
      named('street', column('streets:name')),
    ],
  };
}

/** 100 areas, 49 groups, 9,999 serial numbers: a permutation of them by person, so that no two people share one. */
const SSN_COUNT = 100 * 49 * 9999;
/** Prime, and so without a common factor with the number of SSNs. */
const SSN_STRIDE = 15_485_863;

function socialSecurityNumber({ cohort }: PlanContext): Term {
  const offset = (cohort.profile.seed.value % SSN_COUNT) + SSN_COUNT;
  const place = call(
    'modulo',
    call('add', call('multiply', cast(column('person_id'), bigint), SSN_STRIDE), offset),
    SSN_COUNT,
  );
  const area = call('add', 900, call('integer_divide', place, 49 * 9999));
  const group = call('add', 1, call('modulo', call('integer_divide', place, 9999), 49));
  const serial = call('add', 1, call('modulo', place, 9999));
  return call('concat', cast(area, text), '-', call('pad_left', group, 2), '-', call('pad_left', serial, 4));
}

function phoneNumber({ cohort }: PlanContext): Term {
  const last = pick(drawOf(`${lineOf(cohort.profile)}/identity/phone`), 100);
  return call('concat', column('area_code'), '-555-01', call('pad_left', last, 2));
}
