/** What a build would make, before it is made: its tables with their columns. */
import type { Plan } from '../../model/index.ts';
import { formatCount, formatQuantity } from './quantities.ts';
import { formatTable } from './table.ts';

export interface PlanSummary {
  readonly cohort: string;
  readonly file: string;
  readonly seed: number;
  readonly asOf: string;
  readonly persons: Plan['persons'];
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[]; readonly comment: string }[];
}

export function summarizePlan(plan: Plan, file: string): PlanSummary {
  const kept = plan.tables.filter(({ fill }) => fill !== 'scratch');
  return {
    cohort: plan.cohort,
    file,
    seed: plan.seed,
    asOf: plan.asOf,
    persons: plan.persons,
    tables: kept.map(({ schema, name, columns, comment }) => ({
      name: `${schema}.${name}`,
      columns: columns.map((column) => column.name),
      comment,
    })),
  };
}

export function formatPlan(summary: PlanSummary, width: number): string {
  const longest = Math.max(0, ...summary.tables.map(({ name }) => name.length));
  const table = formatTable(
    [
      { title: 'table' },
      { title: 'columns', align: 'right' },
      { title: 'holds', limit: Math.max(20, width - longest - 13) },
    ],
    summary.tables.map(({ name, columns, comment }) => [name, formatCount(columns.length), comment]),
  );
  return `${formatTitle(summary)}\nwould become ${summary.file}\n\n${table}`;
}

/** `medicare-diabetic: 100 people, seed 42, as of 2025-01-01`. */
export function formatTitle({
  cohort,
  persons,
  seed,
  asOf,
}: Pick<Plan, 'cohort' | 'persons' | 'seed' | 'asOf'>): string {
  const people = formatQuantity(persons.to - persons.from + 1, 'person', 'people');
  return `${cohort}: ${people}, seed ${seed}, as of ${asOf}`;
}
