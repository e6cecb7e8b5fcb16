/** Rules that every file must hold, as relations that yield the rows which break them. */
import type { Invariant, PlannedTable, Relation, Term } from '../model/index.ts';
import { call, cast, column, filter, keep, literal, named, project, table, timestamp } from './terms.ts';

export function planInvariants(tables: readonly PlannedTable[]): readonly Invariant[] {
  const kept = tables.filter(({ fill }) => fill === 'person' || fill === 'reference');
  return [...kept.map(uniqueKey), ...kept.flatMap((one) => wholeReferences(one, tables)), ...orderOfTime(tables)];
}

function uniqueKey({ schema, name, primaryKey }: PlannedTable): Invariant {
  return {
    name: 'unique-key',
    table: `${schema}.${name}`,
    statement: `No two rows share ${primaryKey.join(', ')}.`,
    violations: { kind: 'duplicates', input: table(schema, name), by: primaryKey },
  };
}

function wholeReferences({ schema, name, columns }: PlannedTable, tables: readonly PlannedTable[]): Invariant[] {
  return columns.flatMap((one) => {
    const target = tables.find((other) => `${other.schema}.${other.name}` === one.references);
    const [key] = target?.primaryKey ?? [];
    if (target === undefined || key === undefined) return [];
    const held = filter(project(table(schema, name), [keep(one.name)]), call('not', call('is_null', column(one.name))));
    const known = project(table(target.schema, target.name), [
      named('known', column(key)),
      named('found', literal(true)),
    ]);
    const joined: Relation = {
      kind: 'join',
      how: 'left',
      left: held,
      right: known,
      on: [{ left: one.name, right: 'known' }],
    };
    return [
      {
        name: `whole-reference:${one.name}`,
        table: `${schema}.${name}`,
        statement: `Every ${one.name} is in ${one.references}.`,
        violations: filter(joined, call('is_null', column('found'))),
      },
    ];
  });
}

interface TimeRule {
  readonly table: string;
  readonly name: string;
  readonly statement: string;
  readonly broken: Term;
}

const timeRules: readonly TimeRule[] = [
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
];

function orderOfTime(tables: readonly PlannedTable[]): Invariant[] {
  const present = new Set(tables.map(({ schema, name }) => `${schema}.${name}`));
  const own = timeRules
    .filter((rule) => present.has(rule.table))
    .map(({ broken, ...rule }) => ({ ...rule, violations: filter(tableAt(rule.table), broken) }));
  const happening = happenings.filter((one) => present.has(one.table));
  const deaths = tables.some(({ name }) => name === 'person_endings') ? happening.map(beforeDeath) : [];
  return [...own, ...happening.map(afterBirth), ...deaths];
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
