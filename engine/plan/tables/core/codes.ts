/** `core.codes`: what the codes of the file mean, as the reference skills say it: those alone that columns of the file can hold. */
import type { ColumnType, PlannedTable } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { text } from '../../terms.ts';
import { planListed } from '../table.ts';

interface Meaning {
  readonly code: string;
  readonly display: string;
}

interface CodedType {
  readonly type: string;
  readonly system: string;
  readonly meanings: (context: PlanContext) => readonly Meaning[];
}

/** Types whose values are codes, with the name of their code system. */
const CODED: readonly CodedType[] = [
  { type: 'core.condition_code', system: 'ICD-10-CM', meanings: ({ knowledge }) => knowledge.conditions },
  { type: 'membersim.diagnosis_code', system: 'ICD-10-CM', meanings: ({ knowledge }) => knowledge.conditions },
  { type: 'core.encounter_class', system: 'encounter class', meanings: ({ knowledge }) => knowledge.encounterClasses },
  { type: 'patientsim.observation_code', system: 'LOINC', meanings: ({ knowledge }) => knowledge.observations },
  { type: 'patientsim.medication_code', system: 'RxNorm', meanings: ({ knowledge }) => knowledge.medications },
  {
    type: 'patientsim.vaccine_code',
    system: 'CVX',
    meanings: ({ knowledge }) => (knowledge.chart?.vaccines ?? []).map(({ cvx, display }) => ({ code: cvx, display })),
  },
  {
    type: 'patientsim.admit_source',
    system: 'admission source',
    meanings: ({ knowledge }) =>
      (knowledge.chart?.admissionSources ?? []).map(({ name, display }) => ({ code: name, display })),
  },
  {
    type: 'membersim.drg',
    system: 'MS-DRG',
    meanings: ({ knowledge }) =>
      (knowledge.claims?.drgs ?? []).map(({ drg, title }) => ({ code: drg, display: title })),
  },
  {
    type: 'membersim.adjustment_code',
    system: 'adjustment reason',
    meanings: ({ knowledge }) => knowledge.claims?.reasons ?? [],
  },
  {
    type: 'rxmembersim.reject_code',
    system: 'reject code',
    meanings: ({ knowledge }) => knowledge.pharmacy?.rejects ?? [],
  },
  {
    type: 'membersim.service',
    system: 'service',
    meanings: ({ knowledge }) =>
      (knowledge.claims?.services ?? []).map(({ name, display }) => ({ code: name, display })),
  },
];

/** The code system of a column's values, where they are codes that the table of codes explains. */
export function codeSystemOf(type: ColumnType): string | undefined {
  return type.kind === 'enumeration'
    ? CODED.find((one) => one.type === `${type.schema}.${type.name}`)?.system
    : undefined;
}

/** Of all codes that columns of these tables can hold. To be planned last: by then every type has its values. */
export function codesTable(context: PlanContext, tables: readonly PlannedTable[]): readonly PlannedTable[] {
  const told = tables.filter(({ schema }) => schema !== 'scratch').flatMap(({ columns }) => columns);
  const types = new Set(told.map(({ type }) => (type.kind === 'enumeration' ? `${type.schema}.${type.name}` : '')));
  const values = new Map(context.enumerations.all().map((one) => [`${one.schema}.${one.name}`, one.values]));
  const meanings = CODED.flatMap(({ type, system, meanings: of }) => {
    const used = new Set(types.has(type) ? values.get(type) : []);
    return used.size === 0 ? [] : of(context).flatMap((one) => (used.has(one.code) ? [{ ...one, system }] : []));
  });
  const rows = new Map(meanings.map(({ system, code, display }) => [`${system} ${code}`, [system, code, display]]));
  if (rows.size === 0) return [];
  const columns = [
    {
      name: 'code_system',
      comment: 'ICD-10-CM, MS-DRG, LOINC, RxNorm, CVX, or what the skills list under names of their own.',
    },
    { name: 'code', comment: 'The code, or the name of a service, as columns of the file hold it.' },
    { name: 'display', comment: 'What it means.' },
  ];
  return [
    planListed({
      schema: 'core',
      name: 'codes',
      comment: 'What the codes of the file mean: one row a code that it can hold.',
      fill: 'reference',
      columns: columns.map((one) => ({ ...one, type: text })),
      rows: [...rows.values()],
      primaryKey: ['code_system', 'code'],
      origins: [context.cohort.profile.at],
    }),
  ];
}
