/** One person of a built file: who they are, the events of their timeline, and what stands of them in the products' tables. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { textOf } from './cells.ts';
import { openFile } from './database.ts';
import type { PlainValue, Session } from './session.ts';
import { reasonOf } from './failure.ts';
import { refusalOf } from './query-file.ts';

export interface PersonRecord {
  readonly person: PersonHead;
  readonly events: readonly PersonEvent[];
  /** In the order of time; `eventAt` is the moment of the event that made it, where one did. */
  readonly rows: readonly PersonRow[];
}

export interface PersonHead {
  readonly id: number;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly deathDate: string | null;
  readonly place: string;
}

export interface PersonEvent {
  /** `YYYY-MM-DD HH:MM:SS`. */
  readonly moment: string;
  readonly ageYears: number;
  readonly journey: string;
  readonly phase: string;
  readonly event: string;
  readonly occurrence: number;
  readonly branch: string | null;
  /** `happened`, `skipped` or `planned`. */
  readonly status: string;
  readonly skippedBecause: string | null;
}

export interface PersonRow {
  readonly table: string;
  /** A day, or a moment. */
  readonly at: string;
  readonly ageYears: number;
  readonly text: string;
}

export interface PersonReading {
  readonly result: PersonRecord | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export async function readPerson(file: string, person: number): Promise<PersonReading> {
  const database = await openFile(file).catch((error: unknown) => refusalOf(file, reasonOf(error)));
  if ('code' in database) return { result: undefined, diagnostics: [database] };
  try {
    const session = await database.connect();
    const known = await knownColumns(session);
    if (!known.has('core.persons.person_id'))
      return { result: undefined, diagnostics: [diagnostic('execute-record-missing', { target: file }, undefined)] };
    return { result: await recordOf(session, known, person), diagnostics: [] };
  } catch (error) {
    const problem = diagnostic('execute-query-failed', { reason: reasonOf(error) }, undefined);
    return { result: undefined, diagnostics: [problem] };
  } finally {
    database.close();
  }
}

async function recordOf(
  session: Session,
  known: ReadonlySet<string>,
  person: number,
): Promise<PersonRecord | undefined> {
  const [head] = (await session.rows(HEAD, [person])).rows;
  if (head === undefined) return undefined;
  const [id, name, sex, birthDate, deathDate, place] = head;
  const events = known.has('core.timeline.event')
    ? (await session.rows(known.has('core.timeline.branch') ? EVENTS : EVENTS_WITHOUT_BRANCH, [person])).rows
    : [];
  const rows: PersonRow[] = [];
  for (const { table, columns, sql } of SOURCES) {
    if (!columns.every((column) => known.has(`${table}.${column}`))) continue;
    const found = await session.rows(sql, [person]);
    rows.push(
      ...found.rows.map(([at, age, text]) => ({ table, at: textOf(at), ageYears: Number(age), text: textOf(text) })),
    );
  }
  return {
    person: {
      id: Number(id),
      name: textOf(name),
      sex: textOf(sex),
      birthDate: textOf(birthDate),
      deathDate: deathDate === null ? null : textOf(deathDate),
      place: textOf(place),
    },
    events: events.map(eventOf),
    rows: rows.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)),
  };
}

function eventOf(row: readonly PlainValue[]): PersonEvent {
  const [moment, age, journey, phase, event, occurrence, branch, status, reason] = row;
  return {
    moment: textOf(moment),
    ageYears: Number(age),
    journey: textOf(journey),
    phase: textOf(phase),
    event: textOf(event),
    occurrence: Number(occurrence),
    branch: branch === null ? null : textOf(branch),
    status: textOf(status),
    skippedBecause: reason === null ? null : textOf(reason),
  };
}

/** Each column of the file as `schema.table.column`. */
async function knownColumns(session: Session): Promise<ReadonlySet<string>> {
  const { rows } = await session.rows('select schema_name, table_name, column_name from duckdb_columns()');
  return new Set(rows.map((row) => row.map(textOf).join('.')));
}

const HEAD = `select person_id, given_name || ' ' || family_name, sex, birth_date::text, death_date::text, city || ', ' || state
  from core.persons where person_id = $1`;
const EVENTS = `select t.moment::text, date_sub('year', p.birth_date, t.moment::date), t.journey::text, t.phase::text,
    t.event::text, t.occurrence, t.branch::text, t.status::text, t.skipped_because::text
  from core.timeline t join core.persons p using (person_id) where person_id = $1 order by t.moment, t.event, t.occurrence, t.timeline_id`;
const EVENTS_WITHOUT_BRANCH = `select t.moment::text, date_sub('year', p.birth_date, t.moment::date), t.journey::text,
    t.phase::text, t.event::text, t.occurrence, null, t.status::text, t.skipped_because::text
  from core.timeline t join core.persons p using (person_id) where person_id = $1 order by t.moment, t.event, t.occurrence, t.timeline_id`;

interface Source {
  readonly table: string;
  /** Those that the statement reads; a file without one of them has no such rows. */
  readonly columns: readonly string[];
  /** Of the person $1: when, how old they were then, and what it says. */
  readonly sql: string;
}

const SOURCES: readonly Source[] = [
  {
    table: 'membersim.enrollments',
    columns: ['member_id', 'plan_id', 'start_date', 'end_date'],
    sql: `select e.start_date::text, date_sub('year', p.birth_date, e.start_date),
        'enrolled in ' || pl.name || case when e.end_date is null then '' else ' until ' || e.end_date::text end
      from membersim.enrollments e join membersim.members m using (member_id) join membersim.plans pl using (plan_id)
      join core.persons p using (person_id) where p.person_id = $1`,
  },
  {
    table: 'patientsim.encounters',
    columns: ['patient_id', 'class', 'type', 'start_time', 'end_time'],
    sql: `select e.start_time::text, date_sub('year', p.birth_date, e.start_time::date), e.class || ' encounter, ' ||
        case when e.end_time is null then 'not over'
             when date_diff('hour', e.start_time, e.end_time) >= 48 then date_diff('day', e.start_time, e.end_time) || ' days'
             else date_diff('minute', e.start_time, e.end_time) || ' minutes' end ||
        case when e.reason_code is null then '' else ' for ' || e.reason_code::text end
      from patientsim.encounters e join core.persons p on p.person_id = e.patient_id where p.person_id = $1`,
  },
  {
    table: 'patientsim.conditions',
    columns: ['patient_id', 'code', 'onset_date'],
    sql: `select c.onset_date::text, date_sub('year', p.birth_date, c.onset_date), 'condition ' || c.code::text
      from patientsim.conditions c join core.persons p on p.person_id = c.patient_id where p.person_id = $1`,
  },
  {
    table: 'patientsim.observations',
    columns: ['patient_id', 'name', 'value', 'unit', 'effective_time'],
    sql: `select o.effective_time::text, date_sub('year', p.birth_date, o.effective_time::date),
        o.name::text || ' ' || regexp_replace(o.value::double::text, '[.]0$', '') || coalesce(' ' || o.unit::text, '')
      from patientsim.observations o join core.persons p on p.person_id = o.patient_id where p.person_id = $1`,
  },
  {
    table: 'patientsim.medication_requests',
    columns: ['patient_id', 'name', 'authored_on', 'days_supply', 'refills'],
    sql: `select r.authored_on::text, date_sub('year', p.birth_date, r.authored_on),
        'ordered: ' || r.name::text || coalesce(', ' || r.days_supply || ' days and ' || r.refills || ' refills', '')
      from patientsim.medication_requests r join core.persons p on p.person_id = r.patient_id where p.person_id = $1`,
  },
  {
    table: 'rxmembersim.fills',
    columns: ['rx_member_id', 'formulary_id', 'fill_number', 'filled_on', 'status', 'days_supply', 'patient_pay'],
    sql: `select f.filled_on::text, date_sub('year', p.birth_date, f.filled_on),
        case when f.fill_number = 0 then 'first fill' else 'refill ' || f.fill_number end || ' of ' || d.drug::text || ', ' || f.days_supply || ' days, ' || f.status::text ||
        coalesce(', pays $' || f.patient_pay::text, '')
      from rxmembersim.fills f join rxmembersim.rx_members m using (rx_member_id)
      join rxmembersim.formulary d using (formulary_id) join core.persons p using (person_id) where p.person_id = $1`,
  },
  {
    table: 'membersim.claims',
    columns: ['claim_id', 'member_id', 'form', 'service_from', 'status', 'total_charge', 'plan_paid', 'member_paid'],
    sql: `select c.service_from::text, date_sub('year', p.birth_date, c.service_from),
        lower(c.form::text) || ' claim, ' || c.status::text || ': charged $' || c.total_charge::text || ', plan pays $' ||
        c.plan_paid::text || ', member $' || c.member_paid::text
      from membersim.claims c join membersim.members m using (member_id) join core.persons p using (person_id)
      where p.person_id = $1`,
  },
];
