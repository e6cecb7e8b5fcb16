/** Rules that every file must hold, as relations that yield the rows which break them. */
import type { Invariant, PlannedTable, Relation, Term } from '../model/index.ts';
import { call, cast, column, filter, keep, literal, named, project, table, text, timestamp } from './terms.ts';

interface Persons {
  readonly from: number;
  readonly to: number;
}

export function planInvariants(tables: readonly PlannedTable[], persons: Persons): readonly Invariant[] {
  const kept = tables.filter(({ fill }) => fill === 'person' || fill === 'reference');
  return [
    ...kept.map(uniqueKey),
    ...kept.filter(({ everyPerson }) => everyPerson === true).map((one) => everyPersonOf(one, persons)),
    ...kept.flatMap((one) => wholeReferences(one, { tables, persons })),
    ...orderOfTime(tables),
  ];
}

/** With a unique key: as many rows as persons, all within their numbers, is one row for each. */
function everyPersonOf({ schema, name, primaryKey }: PlannedTable, { from, to }: Persons): Invariant {
  const [key = ''] = primaryKey;
  const counted: Relation = {
    kind: 'aggregate',
    input: table(schema, name),
    by: [],
    columns: [
      { name: 'persons', how: 'count', of: key },
      { name: 'first', how: 'min', of: key },
      { name: 'last', how: 'max', of: key },
    ],
  };
  const outside = call(
    'or',
    call('less', column('first'), literal(from)),
    call('greater', column('last'), literal(to)),
  );
  return {
    name: 'every-person',
    table: `${schema}.${name}`,
    statement: `Each of the persons ${from} to ${to} has a row, and nobody else.`,
    violations: filter(counted, call('or', call('less', column('persons'), literal(to - from + 1)), outside)),
  };
}

function uniqueKey({ schema, name, primaryKey }: PlannedTable): Invariant {
  return {
    name: 'unique-key',
    table: `${schema}.${name}`,
    statement: `No two rows share ${primaryKey.join(', ')}.`,
    violations: { kind: 'duplicates', input: table(schema, name), by: primaryKey },
  };
}

interface Targets {
  readonly tables: readonly PlannedTable[];
  readonly persons: Persons;
}

function wholeReferences({ schema, name, columns }: PlannedTable, { tables, persons }: Targets): Invariant[] {
  return columns.flatMap((one) => {
    const target = tables.find((other) => `${other.schema}.${other.name}` === one.references);
    if (target === undefined) return [];
    const held = project(table(schema, name), [keep(one.name)]);
    return [
      {
        name: `whole-reference:${one.name}`,
        table: `${schema}.${name}`,
        statement: `Every ${one.name} is in ${one.references}.`,
        violations: target.everyPerson === true ? notOf(held, one.name, persons) : notIn(held, one.name, target),
      },
    ];
  });
}

/** Where every person has a row, whose number is a person's is found: no join. */
function notOf(held: Relation, name: string, { from, to }: Persons): Relation {
  return filter(
    held,
    call('or', call('less', column(name), literal(from)), call('greater', column(name), literal(to))),
  );
}

function notIn(held: Relation, name: string, { schema, name: of, primaryKey }: PlannedTable): Relation {
  const known = project(table(schema, of), [
    named('known', column(primaryKey[0] ?? '')),
    named('found', literal(true)),
  ]);
  const joined: Relation = {
    kind: 'join',
    how: 'left',
    left: filter(held, call('not', call('is_null', column(name)))),
    right: known,
    on: [{ left: name, right: 'known' }],
  };
  return filter(joined, call('is_null', column('found')));
}

interface TimeRule {
  readonly table: string;
  readonly name: string;
  readonly statement: string;
  readonly broken: Term;
}

/** Rules of the pharmacy's claims that one row shows. */
const fillRules: readonly Omit<TimeRule, 'table'>[] = [
  {
    name: 'prescription-before-fill',
    statement: 'Nothing is filled before it was prescribed.',
    broken: call('less', column('filled_on'), column('written_on')),
  },
  {
    name: 'whole-money',
    statement: 'Member and plan pay what the medicine and its dispensing cost, and neither pays less than nothing.',
    broken: call(
      'or',
      call(
        'not_equal',
        call('add', column('patient_pay'), column('plan_pay')),
        call('add', column('ingredient_cost'), column('dispensing_fee')),
      ),
      call('less', column('patient_pay'), 0),
      call('less', column('plan_pay'), 0),
    ),
  },
  {
    name: 'rejected-with-code',
    statement: 'A claim has a reject code where it was rejected and nowhere else, and a rejected one pays nothing.',
    broken: call(
      'or',
      call(
        'not_equal',
        call('equal', cast(column('status'), text), 'rejected'),
        call('not', call('is_null', column('reject_code'))),
      ),
      call('and', call('not', call('is_null', column('reject_code'))), call('greater', column('ingredient_cost'), 0)),
    ),
  },
];

const timeRules: readonly TimeRule[] = [
  ...fillRules.map((rule) => ({ ...rule, table: 'rxmembersim.fills' })),
  {
    table: 'core.persons',
    name: 'birth-before-death',
    statement: 'Nobody dies before birth.',
    broken: call('less', column('death_date'), column('birth_date')),
  },
  {
    table: 'patientsim.encounters',
    name: 'start-before-end',
    statement: 'No encounter ends before it starts.',
    broken: call('less', column('end_time'), column('start_time')),
  },
  {
    table: 'membersim.enrollments',
    name: 'start-before-end',
    statement: 'No coverage ends before it starts.',
    broken: call('less', column('end_date'), column('start_date')),
  },
];

/** Columns that say when something happened to a person, by table; of rows that may speak of what did not, those that do. */
const happenings: readonly {
  readonly table: string;
  readonly person: string;
  readonly moment: string;
  readonly happened?: Term;
}[] = [
  {
    table: 'core.timeline',
    person: 'person_id',
    moment: 'moment',
    happened: call('is_null', column('skipped_because')),
  },
  { table: 'patientsim.encounters', person: 'patient_id', moment: 'start_time' },
  { table: 'patientsim.conditions', person: 'patient_id', moment: 'onset_date' },
  { table: 'patientsim.observations', person: 'patient_id', moment: 'effective_time' },
  { table: 'patientsim.medication_requests', person: 'patient_id', moment: 'authored_on' },
  { table: 'membersim.enrollments', person: 'member_id', moment: 'start_date' },
  { table: 'rxmembersim.prescriptions', person: 'rx_member_id', moment: 'written_on' },
  { table: 'rxmembersim.fills', person: 'rx_member_id', moment: 'filled_on' },
];

function orderOfTime(tables: readonly PlannedTable[]): Invariant[] {
  const present = new Set(tables.map(({ schema, name }) => `${schema}.${name}`));
  const own = timeRules
    .filter((rule) => present.has(rule.table))
    .map(({ broken, ...rule }) => ({ ...rule, violations: filter(tableAt(rule.table), broken) }));
  const happening = happenings.filter((one) => present.has(one.table));
  const deaths = tables.some(({ name }) => name === 'person_endings') ? happening.map(beforeDeath) : [];
  return [
    ...own,
    ...fillsWithinCoverage(present),
    ...shareWithinLimit(tables),
    ...happening.map(afterBirth),
    ...deaths,
  ];
}

/** A person has one span of coverage. */
function fillsWithinCoverage(present: ReadonlySet<string>): Invariant[] {
  if (!present.has('rxmembersim.fills') || !present.has('membersim.enrollments')) return [];
  const spans = project(table('membersim', 'enrollments'), ['member_id', 'start_date', 'end_date'].map(keep));
  const paid = filter(table('rxmembersim', 'fills'), call('equal', cast(column('status'), text), 'paid'));
  const joined: Relation = {
    kind: 'join',
    how: 'left',
    left: project(paid, ['rx_member_id', 'filled_on'].map(keep)),
    right: spans,
    on: [{ left: 'rx_member_id', right: 'member_id' }],
  };
  const outside = call(
    'or',
    call('is_null', column('start_date')),
    call('less', column('filled_on'), column('start_date')),
    call('greater', column('filled_on'), column('end_date')),
  );
  return [
    {
      name: 'fill-within-coverage',
      table: 'rxmembersim.fills',
      statement: 'No fill is paid outside coverage.',
      violations: filter(joined, outside),
    },
  ];
}

/** Where the card of the cohort has a limit. */
function shareWithinLimit(tables: readonly PlannedTable[]): Invariant[] {
  const members = tables.find(({ name }) => name === 'rx_members');
  const isLimited = members?.columns.some(({ name }) => name === 'yearly_limit') ?? false;
  if (!isLimited || !tables.some(({ schema, name }) => schema === 'rxmembersim' && name === 'fills')) return [];
  const paid = filter(table('rxmembersim', 'fills'), call('equal', cast(column('status'), text), 'paid'));
  const sums: Relation = {
    kind: 'aggregate',
    input: project(paid, [
      keep('rx_member_id'),
      named('year', call('first_of_year', column('filled_on'))),
      keep('patient_pay'),
    ]),
    by: ['rx_member_id', 'year'],
    columns: [{ name: 'shares', how: 'sum', of: 'patient_pay' }],
  };
  const limits = project(table('rxmembersim', 'rx_members'), ['rx_member_id', 'yearly_limit'].map(keep));
  const on = [{ left: 'rx_member_id', right: 'rx_member_id' }];
  const joined: Relation = { kind: 'join', how: 'inner', left: sums, right: limits, on };
  return [
    {
      name: 'share-within-limit',
      table: 'rxmembersim.fills',
      statement: 'No member pays more for medicines in a year than the limit on the card.',
      violations: filter(joined, call('greater', column('shares'), column('yearly_limit'))),
    },
  ];
}

type Happening = (typeof happenings)[number];

function rowsOf({ table: of, person, moment, happened }: Happening): Relation {
  return project(happened === undefined ? tableAt(of) : filter(tableAt(of), happened), [
    named('person', column(person)),
    named('moment', cast(column(moment), timestamp)),
  ]);
}

/** Only where the cohort's journeys hold deaths. */
function beforeDeath(one: Happening): Invariant {
  const deaths = project(filter(table('core', 'persons'), call('not', call('is_null', column('death_date')))), [
    named('dead', column('person_id')),
    named('death_date', column('death_date')),
  ]);
  const on = [{ left: 'person', right: 'dead' }];
  const joined: Relation = { kind: 'join', how: 'inner', left: rowsOf(one), right: deaths, on };
  return {
    name: 'nothing-after-death',
    table: one.table,
    statement: `No ${one.moment} lies after the day of the person's death.`,
    violations: filter(joined, call('greater', call('to_date', column('moment')), column('death_date'))),
  };
}

function afterBirth(one: Happening): Invariant {
  const { table: of, moment } = one;
  const rows = rowsOf(one);
  const births = project(table('core', 'persons'), [
    named('born', column('person_id')),
    named('birth_date', cast(column('birth_date'), timestamp)),
  ]);
  const joined: Relation = {
    kind: 'join',
    how: 'inner',
    left: rows,
    right: births,
    on: [{ left: 'person', right: 'born' }],
  };
  return {
    name: 'nothing-before-birth',
    table: of,
    statement: `No ${moment} lies before the person's birth.`,
    violations: filter(joined, call('less', column('moment'), column('birth_date'))),
  };
}

function tableAt(path: string): Relation {
  const [schema = '', name = ''] = path.split('.');
  return table(schema, name);
}
