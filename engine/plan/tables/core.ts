/** `core`: the person that every product shares, and the timeline of what happens. */
import type { PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { poolSize } from '../context.ts';
import { nameKeys, rowKey } from '../keys.ts';
import type { Population } from '../population.ts';
import { timelineTypes } from '../events.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint, call, cast, column, date, double, drawOf, integer, joinOn, keep, literal, named, pick, project,
  smallint, table, text, timestamp, when,
} from '../terms.ts';
import { planTable } from './table.ts';
import type { ColumnDefinition } from './table.ts';

export function coreTables(context: PlanContext, population: Population, timeline: Timeline): readonly PlannedTable[] {
  return [
    personsTable(context, population),
    identitiesTable(context),
    ...attributesTable(context, population),
    ...(timeline.events.length === 0 ? [] : [timelineTable(context, timeline)]),
  ];
}

function personsTable(context: PlanContext, population: Population): PlannedTable {
  const { cohort, enumerations } = context;
  const profile = cohort.profile;
  const sex = population.attributes.find(({ name }) => name === 'gender');
  const domains = enumerations.define('core', 'mail_domain', ['example.com', 'example.org', 'example.net']);
  const own: readonly (readonly [string, string])[] = [
    ['race', 'Race, in the words of the profile.'],
    ['ethnicity', 'Ethnicity, in the words of the profile.'],
    ['language', 'Preferred language.'],
  ];
  const demographics: ColumnDefinition[] = own.flatMap(([name, comment]) => {
    const attribute = population.attributes.find((one) => one.name === name);
    return attribute === undefined
      ? []
      : [{ name, type: attribute.type, term: column(attribute.column), comment, nullable: true }];
  });
  const mail = call(
    'concat', column('given_mailbox'), '.', column('family_mailbox'), cast(column('person_id'), text), '@',
    cast(
      { kind: 'sample', distribution: evenly(['example.com', 'example.org', 'example.net'], profile.at), uniform: drawOf(`${profile.id}/identity/mail_domain`), type: domains },
      text,
    ),
  );
  return planTable({
    schema: 'core',
    name: 'persons',
    comment: 'One row a person: who they are and where they live. Every product refers to it.',
    fill: 'person',
    from: namedPeople(context, sex !== undefined),
    primaryKey: ['person_id'],
    origins: [profile.at],
    columns: [
      { name: 'person_id', type: integer, term: column('person_id'), comment: 'Number of the person, counted from 1.' },
      { name: 'given_name', type: text, term: column('given_name'), comment: 'Given name, from the pool of the sex.' },
      { name: 'family_name', type: text, term: column('family_name'), comment: 'Family name.' },
      { name: 'birth_date', type: date, term: column('birth_date'), comment: 'Date of birth: the drawn age is reached in completed years on as_of.' },
      { name: 'death_date', type: date, term: literal(null), nullable: true, comment: 'Date of death, if any.' },
      ...(sex === undefined ? [] : [{ name: 'sex', type: sex.type, term: column(sex.column), comment: 'Administrative sex: F or M.' }]),
      ...demographics,
      { name: 'ssn', type: text, term: socialSecurityNumber(context), comment: 'Social security number in the area 900 to 999, which is never issued.' },
      { name: 'address', type: text, term: call('concat', cast(call('add', 100, pick(drawOf(`${profile.id}/identity/house_number`), 9800)), text), ' ', column('street')), comment: 'House number and street; no known address.' },
      { name: 'city', type: text, term: column('city'), comment: 'City of residence.' },
      { name: 'state', type: stateType(context), term: column('state'), comment: 'State, by its postal abbreviation.' },
      { name: 'postal_code', type: text, term: column('postal_code'), comment: 'ZIP code.' },
      { name: 'county_fips', type: text, term: column('county_fips'), comment: 'County, by its five-digit FIPS code.' },
      { name: 'phone', type: text, term: phoneNumber(context), comment: 'Telephone number within 555-0100 to 555-0199, which is never assigned.' },
      { name: 'email', type: text, term: mail, comment: 'Mail address in a domain reserved for examples.' },
    ],
  });
}

function stateType({ enumerations, knowledge }: PlanContext): ReturnType<typeof enumerations.define> {
  return enumerations.define('core', 'state', knowledge.places.map(({ state }) => state).toSorted());
}

function evenly(values: readonly string[], at: PlanContext['cohort']['profile']['at']): Extract<Term, { kind: 'sample' }>['distribution'] {
  return { kind: 'categorical', at, options: values.map((value) => ({ value, weight: 1 / values.length, at })) };
}

/** People with names, street and place beside what was drawn for them. */
function namedPeople(context: PlanContext, sexKnown: boolean): Relation {
  const { cohort, pools } = context;
  const drawn = (what: string, pool: string): ReturnType<typeof named> =>
    named(`${pool}:position`, pick(drawOf(`${cohort.profile.id}/identity/${what}`), poolSize(pools, pool)));
  const people = {
    kind: 'extend' as const,
    input: table('scratch', 'population'),
    columns: [drawn('given_name', 'given_names'), drawn('family_name', 'family_names'), drawn('street', 'streets')],
  };
  const female = call('equal', column('attribute:gender'), literal('F'));
  const bySex = (forWomen: string, forMen: string): Term =>
    sexKnown ? when(female, column(forWomen), column(forMen)) : column(forWomen);
  const withNames = ['given_names', 'family_names', 'streets'].reduce<Relation>(
    (left, pool) => ({
      kind: 'join',
      how: 'inner',
      left,
      right: { kind: 'pool', name: pool as 'given_names' },
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

function places(context: PlanContext): Relation {
  const { knowledge } = context;
  const keys = nameKeys(knowledge.places.map(({ postalCode }) => postalCode));
  return {
    kind: 'values',
    columns: [
      { name: 'place', type: integer },
      { name: 'city', type: text },
      { name: 'state', type: stateType(context) },
      { name: 'postal_code', type: text },
      { name: 'county_fips', type: text },
      { name: 'area_code', type: text },
    ],
    rows: knowledge.places.map((place) => [
      keys.get(place.postalCode) ?? 0, place.city, place.state, place.postalCode, place.countyFips, place.areaCode,
    ]),
  };
}

/** 100 areas, 49 groups, 9,999 serial numbers: a permutation of them by person, so that no two people share one. */
const SSN_COUNT = 100 * 49 * 9999;
/** Prime, and so without a common factor with the number of SSNs. */
const SSN_STRIDE = 15_485_863;

function socialSecurityNumber({ cohort }: PlanContext): Term {
  const offset = (cohort.profile.seed.value % SSN_COUNT) + SSN_COUNT;
  const place = call('modulo', call('add', call('multiply', cast(column('person_id'), bigint), SSN_STRIDE), offset), SSN_COUNT);
  const area = call('add', 900, call('integer_divide', place, 49 * 9999));
  const group = call('add', 1, call('modulo', call('integer_divide', place, 9999), 49));
  const serial = call('add', 1, call('modulo', place, 9999));
  return call('concat', cast(area, text), '-', call('pad_left', group, 2), '-', call('pad_left', serial, 4));
}

function phoneNumber({ cohort }: PlanContext): Term {
  const last = pick(drawOf(`${cohort.profile.id}/identity/phone`), 100);
  return call('concat', column('area_code'), '-555-01', call('pad_left', last, 2));
}

/** Medical record and member numbers are the person's number behind letters, so that a reader finds the person. */
export function recordNumber(prefix: string): Term {
  return call('concat', prefix, call('pad_left', column('person_id'), 9));
}

function identitiesTable({ cohort, enumerations }: PlanContext): PlannedTable {
  const { products } = cohort.profile;
  const systems = enumerations.define('core', 'identity_system', ['core', 'patientsim', 'membersim']);
  const types = enumerations.define('core', 'identity_type', ['SS', 'MR', 'MB']);
  const persons = table('core', 'persons');
  const kinds = [
    { system: 'core', type: 'SS', input: inRange(persons), value: column('ssn'), from: column('birth_date') },
    ...(products.includes('patientsim')
      ? [{ system: 'patientsim', type: 'MR', input: inRange(persons), value: recordNumber('MRN'), from: column('birth_date') }]
      : []),
    ...(products.includes('membersim') && cohort.profile.coverage !== undefined
      ? [{ system: 'membersim', type: 'MB', input: table('scratch', 'population'), value: recordNumber('MBR'), from: column('enrolled_on') }]
      : []),
  ];
  const from: Relation = {
    kind: 'union',
    inputs: kinds.map(({ system, type, input, value, from: validFrom }) =>
      project(input, [
        keep('person_id'),
        named('system', literal(system, systems)),
        named('type', literal(type, types)),
        named('value', value),
        named('valid_from', validFrom),
      ]),
    ),
  };
  return planTable({
    schema: 'core',
    name: 'identities',
    comment: 'The identifiers under which each product knows a person.',
    fill: 'person',
    from,
    primaryKey: ['person_id', 'system', 'type'],
    origins: [cohort.profile.at],
    columns: [
      { name: 'person_id', type: integer, term: column('person_id'), comment: 'The person.', references: 'core.persons' },
      { name: 'system', type: systems, term: column('system'), comment: 'The product that uses the identifier.' },
      { name: 'type', type: types, term: column('type'), comment: 'HL7 table 0203: SS social security, MR medical record, MB member number.' },
      { name: 'value', type: text, term: column('value'), comment: 'The identifier.' },
      { name: 'valid_from', type: date, term: column('valid_from'), comment: 'First day of validity.' },
      { name: 'valid_to', type: date, term: literal(null), nullable: true, comment: 'Last day of validity; empty while valid.' },
    ],
  });
}

/** Rows of a written table that belong to the range of persons being built. */
export function inRange(written: Relation): Relation {
  return joinOn(written, project(table('scratch', 'population'), [keep('person_id')]), 'person_id');
}

/** What the profile says of a person beyond the columns of `persons`. */
function attributesTable(context: PlanContext, population: Population): readonly PlannedTable[] {
  const { enumerations } = context;
  const shown = new Set(['age', 'gender', 'race', 'ethnicity', 'language']);
  const listed = population.attributes.filter(({ name }) => !shown.has(name));
  if (listed.length === 0) return [];
  const names = enumerations.define('core', 'attribute_name', listed.map(({ name }) => name).toSorted());
  const from: Relation = {
    kind: 'union',
    inputs: listed.map((attribute) => {
      const isNumber = ['integer', 'double'].includes(attribute.type.kind);
      return project(table('scratch', 'population'), [
        keep('person_id'),
        named('name', literal(attribute.name, names)),
        named('number', isNumber ? cast(column(attribute.column), double) : literal(null, double)),
        named('text', isNumber ? literal(null, text) : cast(column(attribute.column), text)),
      ]);
    }),
  };
  return [
    planTable({
      schema: 'core',
      name: 'attributes',
      comment: 'The baseline of every attribute of the profile, and of every laboratory value that is measured.',
      fill: 'person',
      from,
      primaryKey: ['person_id', 'name'],
      origins: listed.map(({ at }) => at),
      columns: [
        { name: 'person_id', type: integer, term: column('person_id'), comment: 'The person.', references: 'core.persons' },
        { name: 'name', type: names, term: column('name'), comment: 'Name of the attribute, as expressions call it.' },
        { name: 'number', type: double, term: column('number'), nullable: true, comment: 'The value, where it is a number.' },
        { name: 'text', type: text, term: column('text'), nullable: true, comment: 'The value, where it is a text.' },
      ],
    }),
  ];
}

function timelineTable(context: PlanContext, timeline: Timeline): PlannedTable {
  const types = timelineTypes(context);
  const statuses = context.enumerations.define('core', 'timeline_status', ['happened', 'skipped']);
  return planTable({
    schema: 'core',
    name: 'timeline',
    comment: 'Every event of every journey, whether it happened or was skipped, in order of time.',
    fill: 'person',
    from: timeline.occurrences,
    primaryKey: ['timeline_id'],
    orderBy: ['person_id', 'moment', 'timeline_id'],
    origins: context.cohort.journeys.map(({ at }) => at),
    columns: [
      { name: 'timeline_id', type: bigint, term: rowKey(column('event_key'), column('occurrence')), comment: 'Person, event and occurrence as one number.' },
      { name: 'person_id', type: integer, term: column('person_id'), comment: 'The person.', references: 'core.persons' },
      { name: 'journey', type: types.journey, term: column('journey'), comment: 'Name of the journey.' },
      { name: 'phase', type: types.phase, term: column('phase'), comment: 'Name of the phase.' },
      { name: 'event', type: types.event, term: column('event'), comment: 'Name of the event in its journey.' },
      { name: 'occurrence', type: smallint, term: column('occurrence'), comment: 'The how-manieth time, counted from 0.' },
      { name: 'moment', type: timestamp, term: column('moment'), comment: 'When it happened or would have, UTC.' },
      { name: 'status', type: statuses, term: when(column('happened'), literal('happened', statuses), literal('skipped', statuses)), comment: 'Whether it happened.' },
      { name: 'skipped_because', type: types.reason, term: column('skipped_because'), nullable: true, comment: 'Why it did not happen.' },
    ],
  });
}
