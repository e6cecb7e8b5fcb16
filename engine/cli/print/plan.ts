/** What a build would make, before it is made: its tables with their columns, and which of them it would fill. */
import type { Plan, TableVerdict } from '../../model/index.ts';
import { formatCount, formatQuantity } from './quantities.ts';
import { fitColumn, formatTable } from './table.ts';
import type { TableColumn } from './table.ts';

export interface PlanSummary {
  readonly cohort: string;
  readonly file: string;
  readonly seed: number;
  readonly asOf: string;
  readonly persons: Plan['persons'];
  readonly tables: readonly TableSummary[];
}

interface TableSummary {
  readonly name: string;
  readonly columns: readonly string[];
  readonly comment: string;
  /** Absent for what a build records of itself. */
  readonly outcome: TableVerdict['outcome'] | undefined;
  readonly why: TableVerdict['why'] | undefined;
}

export function summarizePlan(plan: Plan, file: string, verdicts: readonly TableVerdict[]): PlanSummary {
  const judged = new Map(verdicts.map((verdict) => [verdict.name, verdict]));
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
      outcome: judged.get(`${schema}.${name}`)?.outcome,
      why: judged.get(`${schema}.${name}`)?.why,
    })),
  };
}

export function formatPlan(summary: PlanSummary, width: number): string {
  const judged = summary.tables.filter(({ outcome }) => outcome !== undefined);
  const missed = judged.filter(({ outcome }) => outcome === 'miss');
  const columns: readonly TableColumn[] = [
    { title: 'table' },
    { title: 'columns', align: 'right' },
    { title: 'build' },
    { title: 'why' },
    { title: 'holds' },
  ];
  const rows = judged.map(({ name, columns: own, outcome, why, comment }) => [
    name,
    formatCount(own.length),
    outcome ?? '',
    why ?? '',
    comment,
  ]);
  const table = formatTable(fitColumn(columns, rows, { title: 'holds', width }), rows);
  const filled = `${missed.length} of ${formatQuantity(judged.length, 'table')} would be filled`;
  return `${formatTitle(summary)}\nwould become ${summary.file}; ${filled}\n\n${table}`;
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
