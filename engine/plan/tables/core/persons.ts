/** `core.persons`: who people are and where they live. */
import type { PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import { sharingAddress } from '../../household.ts';
import type { Population } from '../../population.ts';
import type { Timeline } from '../../timeline.ts';
import { call, column, date, integer, literal, text } from '../../terms.ts';
import { placeTypes } from '../places.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { mailAddress, namedPeople, phoneNumber, socialSecurityNumber, streetAddress } from './invented.ts';

/** Who people are; whoever lives with somebody has that one's address. */
export function personsTable(context: PlanContext, population: Population, timeline: Timeline): PlannedTable {
  const { profile } = context.cohort;
  const sex = population.attributes.find(({ name }) => name === 'gender');
  const email = mailAddress(context);
  const people = namedPeople(context, sex !== undefined);
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
      ...whoTheyAre(timeline),
      ...(sex === undefined
        ? []
        : [{ name: 'sex', type: sex.type, term: column(sex.column), comment: 'Administrative sex: F or M.' }]),
      ...demographics(population),
      {
        name: 'ssn',
        type: text,
        term: socialSecurityNumber(context),
        comment: 'Social security number in the area 900 to 999, which is never issued.',
      },
      ...whereTheyLive(context),
      ...howTheyAreReached(context, email),
      ...(profile.household === undefined ? [] : [householdColumn]),
    ],
  });
  return { ...planned, relation: sharingAddress(planned.relation, context) };
}

function whoTheyAre({ endsPeople }: Timeline): readonly ColumnDefinition[] {
  const died = endsPeople ? call('to_date', column('died')) : literal(null);
  return [
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
  ];
}

const DEMOGRAPHICS: readonly (readonly [name: string, comment: string])[] = [
  ['race', 'Race, in the words of the profile; empty for whom it says none.'],
  ['ethnicity', 'Ethnicity, in the words of the profile; empty likewise.'],
  ['language', 'Preferred language; empty likewise.'],
];

/** Those of them that the profile gives people. */
function demographics({ attributes }: Population): readonly ColumnDefinition[] {
  return DEMOGRAPHICS.flatMap(([name, comment]) => {
    const attribute = attributes.find((one) => one.name === name);
    return attribute === undefined
      ? []
      : [{ name, type: attribute.type, term: column(attribute.column), comment, nullable: true }];
  });
}

function whereTheyLive(context: PlanContext): readonly ColumnDefinition[] {
  const placed = placeTypes(context);
  return [
    {
      name: 'address',
      type: text,
      term: streetAddress(context),
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
  ];
}

function howTheyAreReached(context: PlanContext, email: Term): readonly ColumnDefinition[] {
  return [
    {
      name: 'phone',
      type: text,
      term: phoneNumber(context),
      comment: 'Telephone number within 555-0100 to 555-0199, which is never assigned.',
    },
    {
      name: 'email',
      type: text,
      term: email,
      comment: 'Mail address in a domain reserved for examples.',
    },
  ];
}

const householdColumn: ColumnDefinition = {
  name: 'household_id',
  type: integer,
  term: column('household_id'),
  comment: 'Number of the household: that of its first member, the subscriber.',
};
