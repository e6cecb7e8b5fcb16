/** Where a table or column comes from: the lines of the skills behind it and its SQL; or what the code of a diagnostic means. */
import { didYouMean } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Plan, PlannedColumn, PlannedTable, SourceRange } from '../../model/index.ts';
import { compileProgram, planRequest, requestsFor } from '../../pipeline.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { codes, describeCode, formatCode, isCode } from '../print/code.ts';
import { lineageOf } from '../print/lineage.ts';
import type { Lineage } from '../print/lineage.ts';
import { formatOrigin, typeName } from '../print/origin.ts';
import type { Origin } from '../print/origin.ts';
import { Problem } from '../problem.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics, tellTree } from '../tell.ts';
import { loadSkills, placeOf } from '../tree.ts';
import type { Tree } from '../tree.ts';

export interface ExplainOptions {
  readonly skills: string;
  readonly json?: boolean;
  readonly cohort?: string;
}

interface Subject {
  readonly table: PlannedTable;
  readonly column: PlannedColumn | undefined;
}

export async function explain(subject: string, options: ExplainOptions, session: Session): Promise<ExitCode> {
  if (isCode(subject)) {
    const description = describeCode(subject);
    present(session, description, () => formatCode(description));
    return exitCodes.ok;
  }
  if (!subject.includes('.'))
    throw unknown(`No diagnostic is called \`${subject}\`, and a table is schema.table.`, subject, codes);
  const tree = await loadSkills(options.skills);
  const { plan, found } = findSubject(subject, plansFor(options.cohort, tree, session));
  const origin = originOf(found, plan, tree);
  present(session, origin, () => formatOrigin(origin));
  return exitCodes.ok;
}

/** The plan of the named cohort or template, else of one cohort after the other, as far as they are looked into. */
function* plansFor(what: string | undefined, tree: Tree, session: Session): Generator<Plan> {
  const asked = requestsFor(tree.loaded, { what, overrides: [] });
  const problems: Diagnostic[] = [];
  let isFirst = true;
  for (const request of asked.requests) {
    const { plan, diagnostics } = planRequest(tree.loaded, request);
    problems.push(...diagnostics);
    if (plan === undefined) continue;
    if (isFirst) tellTree(tree, session);
    isFirst = false;
    yield plan;
  }
  if (!isFirst) return;
  tellDiagnostics([...tree.loaded.diagnostics, ...asked.diagnostics, ...problems], tree, session);
  throw new Problem({
    message: `There is no plan to look into${what === undefined ? ': the tree has no cohort that can be planned' : ` for ${what}`}.`,
    hint: 'Name a cohort or template with --cohort; `healthsim list` has them.',
    exitCode: exitCodes.noMatch,
  });
}

/** The subject in the first plan that has it. */
function findSubject(subject: string, plans: Iterable<Plan>): { readonly plan: Plan; readonly found: Subject } {
  const [tableName, columnName] = [subject.split('.').slice(0, 2).join('.'), subject.split('.')[2]];
  const cohorts: string[] = [];
  const names: string[] = [];
  for (const plan of plans) {
    const tables = plan.tables.filter(({ fill }) => fill !== 'scratch');
    const table = tables.find(({ schema, name }) => `${schema}.${name}` === tableName);
    const column = table?.columns.find(({ name }) => name === columnName);
    if (table !== undefined && (columnName === undefined || column !== undefined)) {
      return { plan, found: { table, column } };
    }
    cohorts.push(plan.cohort);
    for (const { schema, name, columns } of tables)
      names.push(`${schema}.${name}`, ...columns.map((one) => `${schema}.${name}.${one.name}`));
  }
  const whose = cohorts.length === 1 ? cohorts.join('') : 'a cohort of the tree';
  throw unknown(`No table or column of ${whose} is called \`${subject}\`.`, subject, [...new Set(names)]);
}

function unknown(message: string, subject: string, known: readonly string[]): Problem {
  const hint =
    didYouMean(subject, known) ??
    'It is schema.table, schema.table.column or the code of a diagnostic; `healthsim show --tables` has all tables.';
  return new Problem({ message, hint, exitCode: exitCodes.noMatch });
}

function originOf({ table, column }: Subject, plan: Plan, { folder, loaded }: Tree): Origin {
  const name = `${table.schema}.${table.name}`;
  const program = compileProgram(plan);
  const lineage: Lineage =
    column === undefined ? { places: table.origins, streams: [] } : lineageOf(plan, table, column.name);
  const statement = program.tables.find((one) => one.name === name)?.fill;
  return {
    subject: column === undefined ? name : `${name}.${column.name}`,
    cohort: plan.cohort,
    comment: (column ?? table).comment,
    type: column === undefined ? undefined : typeName(column.type),
    references: column?.references,
    columns: column === undefined ? table.columns.map((one) => one.name) : [],
    lines: distinctLines(lineage.places.length > 0 ? lineage.places : table.origins).map((at) => ({
      place: placeOf(folder, at),
      text: (loaded.sources.get(at.file) ?? '').split('\n')[at.start.line - 1]?.trim() ?? '',
    })),
    streams: lineage.streams,
    sql: statement?.sql ?? '',
  };
}

function distinctLines(places: readonly SourceRange[]): readonly SourceRange[] {
  return [...new Map(places.map((at) => [`${at.file}:${at.start.line}`, at])).values()];
}
