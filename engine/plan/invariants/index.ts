/** Rules that every file must hold, as relations that yield the rows which break them: one file a product. */
import type { Invariant, PlannedTable } from '../../model/index.ts';
import { filter } from '../terms.ts';
import { coreRules } from './core.ts';
import { diagnosisRules } from './diagnoses.ts';
import type { Confined } from './diagnoses.ts';
import { keyRules } from './keys.ts';
import type { Persons } from './keys.ts';
import { lifetimeRules } from './lifetime.ts';
import { membersimRules } from './membersim.ts';
import { networksimRules } from './networksim.ts';
import { measuredApart, patientsimRules } from './patientsim.ts';
import type { MeasuredPair } from './patientsim.ts';
import { tableAt } from './rule.ts';
import type { Planned, ProductRules, RowRule } from './rule.ts';
import { rxmembersimRules } from './rxmembersim.ts';
import { staysApart } from './stays.ts';
import type { EventsOfCare } from './stays.ts';
import { trialsimRules } from './trialsim.ts';

const products: readonly ProductRules[] = [
  coreRules,
  patientsimRules,
  membersimRules,
  networksimRules,
  rxmembersimRules,
  trialsimRules,
];

/** What rules know beside the tables: the last day of which they tell, what not everybody can have, observations of which one lies below another, and stays. */
export interface KnownToRules {
  readonly asOf: string;
  readonly confined: Confined;
  readonly pairs: readonly MeasuredPair[];
  readonly care: EventsOfCare;
}

export type { Confined } from './diagnoses.ts';
export type { EventsOfCare } from './stays.ts';
export type { MeasuredPair } from './patientsim.ts';

export function planInvariants(
  tables: readonly PlannedTable[],
  persons: Persons,
  { asOf, confined, pairs, care }: KnownToRules,
): readonly Invariant[] {
  const planned: Planned = new Map(tables.map((one) => [`${one.schema}.${one.name}`, one]));
  const isPlanned = (one: { readonly table: string }): boolean => planned.has(one.table);
  return [
    ...keyRules(tables, persons),
    ...products.flatMap(({ rows }) => rows.filter(isPlanned).map(rowRule)),
    ...products.flatMap(({ across }) => across?.(planned) ?? []),
    ...diagnosisRules(planned, confined),
    ...measuredApart(planned, pairs),
    ...staysApart(planned, care),
    ...lifetimeRules(
      planned,
      products.flatMap(({ happenings }) => happenings.filter(isPlanned)),
      { asOf, endsPeople: planned.has('scratch.person_endings') },
    ),
  ];
}

function rowRule({ broken, ...rule }: RowRule): Invariant {
  return { ...rule, violations: filter(tableAt(rule.table), broken) };
}
