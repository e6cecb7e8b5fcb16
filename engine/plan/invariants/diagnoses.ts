/** What must hold of diagnoses: the sex and the age of whom they are made of. */
import type {
  AgeBounds,
  ConditionConcept,
  Invariant,
  Relation,
  Scalar,
  Term,
  ValuesColumn,
} from '../../model/index.ts';
import { call, cast, column, filter, integer, joinOn, keep, named, project, table, text } from '../terms.ts';
import { tableAt } from './rule.ts';
import type { Planned } from './rule.ts';
import { slicedBy } from './slices.ts';

interface OfAges {
  readonly code: string;
  readonly ages: AgeBounds;
}

/** What not everybody can have, as far as rows of the plan can be about it. */
export interface Confined {
  /** Conditions of one sex that claims can be for. */
  readonly sexes: readonly ConditionConcept[];
  /** Conditions of some ages that are asked for on each claim, and those that a patient can have as a problem. */
  readonly claimed: readonly OfAges[];
  readonly problems: readonly OfAges[];
  /** What not everybody can have and care can be for. */
  readonly reasons: readonly ConditionConcept[];
}

export function diagnosisRules(
  planned: Planned,
  { sexes, claimed, problems, reasons }: Confined,
): readonly Invariant[] {
  return [
    ...sexAgrees(planned, sexes, {
      of: 'membersim.claims',
      person: 'member_id',
      code: 'principal_diagnosis',
      statement: 'No claim is for what only people of the other sex can have.',
    }),
    ...GIVING.flatMap((one) => reasonsAgree(planned, reasons, one)),
    ...agesAgree(planned, claimed, {
      of: 'membersim.claims',
      person: 'member_id',
      code: 'principal_diagnosis',
      on: 'service_from',
      statement: 'No claim is for what people of that age cannot have.',
    }),
    ...agesAgree(planned, problems, {
      of: 'patientsim.conditions',
      person: 'patient_id',
      code: 'code',
      on: 'onset_date',
      statement: 'No problem begins at an age at which it cannot.',
    }),
  ];
}

/** Tables of which each row gives a reason, with the moment at which the person must be able to have it. */
const GIVING = [
  { of: 'patientsim.encounters', on: 'start_time', what: 'encounter' },
  { of: 'patientsim.orders', on: 'authored_on', what: 'order' },
  { of: 'patientsim.procedures', on: 'performed_time', what: 'procedure' },
  { of: 'patientsim.referrals', on: 'authored_on', what: 'referral' },
  { of: 'patientsim.care_plans', on: 'period_start', what: 'plan of care' },
] as const;

function reasonsAgree(
  planned: Planned,
  reasons: readonly ConditionConcept[],
  { of, on, what }: (typeof GIVING)[number],
): readonly Invariant[] {
  if (planned.get(of)?.columns.some(({ name }) => name === 'reason_code') !== true) return [];
  const rows = { of, person: 'patient_id', code: 'reason_code' };
  const aged = reasons.flatMap(({ code, ages }) => (ages === undefined ? [] : [{ code, ages }]));
  return [
    ...sexAgrees(planned, reasons, {
      ...rows,
      statement: `No ${what} is for what only people of the other sex can have.`,
    }),
    ...agesAgree(planned, aged, { ...rows, on, statement: `No ${what} is for what people of that age cannot have.` }),
  ];
}

/** Codes of the reference that only people of one sex can have. */
function sexAgrees(
  planned: Planned,
  conditions: readonly ConditionConcept[],
  { statement, ...of }: Omit<Dated, 'on'>,
): readonly Invariant[] {
  const bound = conditions.flatMap(({ code, sex }) => (sex === undefined ? [] : [{ code, sex }]));
  if (!planned.has(of.of) || !knows(planned, 'sex') || bound.length === 0) return [];
  const codes = codesWith(
    [{ name: 'of_sex', type: text }],
    bound.map(({ code, sex }) => [code, sex]),
  );
  return [
    {
      name: 'sex-agrees',
      table: of.of,
      statement,
      violations: filter(
        withPeople(of, codes, ['sex']),
        call('not_equal', cast(column('sex'), text), column('of_sex')),
      ),
      ...slicedBy(planned, { [of.of]: of.person, 'core.persons': 'person_id' }),
    },
  ];
}

interface Dated {
  readonly of: string;
  readonly person: string;
  readonly code: string;
  readonly on: string;
  readonly statement: string;
}

function agesAgree(planned: Planned, bound: readonly OfAges[], { statement, ...of }: Dated): readonly Invariant[] {
  if (!planned.has(of.of) || !knows(planned, 'birth_date') || bound.length === 0) return [];
  const codes = codesWith(
    ['from_years', 'to_years'].map((name) => ({ name, type: integer })),
    bound.map(({ code, ages }) => [code, ages.from ?? null, ages.to ?? null]),
  );
  const birthday = (years: string, more: number): Term =>
    call('add_months', column('birth_date'), call('multiply', call('add', column(years), more), MONTHS));
  return [
    {
      name: 'age-agrees',
      table: of.of,
      statement,
      violations: filter(
        withPeople(of, codes, ['birth_date']),
        call(
          'or',
          call('less', column('on'), birthday('from_years', 0)),
          call('greater_or_equal', column('on'), birthday('to_years', 1)),
        ),
      ),
      ...slicedBy(planned, { [of.of]: of.person, 'core.persons': 'person_id' }),
    },
  ];
}

const MONTHS = 12;

function knows(planned: Planned, name: string): boolean {
  return planned.get('core.persons')?.columns.some((one) => one.name === name) ?? false;
}

function codesWith(columns: readonly ValuesColumn[], rows: readonly (readonly Scalar[])[]): Relation {
  return { kind: 'values', columns: [{ name: 'code', type: text }, ...columns], rows };
}

/** Rows about these codes beside the person whom they are about. */
function withPeople(
  { of, person, code, on }: Pick<Dated, 'of' | 'person' | 'code'> & Partial<Pick<Dated, 'on'>>,
  codes: Relation,
  known: readonly string[],
): Relation {
  const rows = project(tableAt(of), [
    named('of', column(person)),
    named('code', cast(column(code), text)),
    ...(on === undefined ? [] : [named('on', column(on))]),
  ]);
  const people = project(table('core', 'persons'), ['person_id', ...known].map(keep));
  return {
    kind: 'join',
    how: 'inner',
    left: joinOn(rows, codes, 'code'),
    right: people,
    on: [{ left: 'of', right: 'person_id' }],
  };
}
