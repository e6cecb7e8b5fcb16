/** The data dictionary: what tables the cohorts and templates of a tree make, with columns, keys, references and meaning. */
import { didYouMean } from '../../diagnostics/index.ts';
import type { Plan, PlannedColumn, PlannedTable, ProductName } from '../../model/index.ts';
import { planRequest, requestsFor } from '../../pipeline.ts';
import type { Loaded } from '../../pipeline.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatTables } from '../print/tables.ts';
import type { DescribedTable } from '../print/tables.ts';
import { typeName } from '../print/origin.ts';
import { Problem } from '../problem.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellTree } from '../tell.ts';
import { loadSkills } from '../tree.ts';

export interface TablesOptions {
  readonly skills: string;
  readonly json?: boolean;
}

const PRODUCTS: Readonly<Record<ProductName, true>> = {
  patientsim: true,
  membersim: true,
  rxmembersim: true,
  trialsim: true,
  networksim: true,
};

/** `which` is a schema or a table; all of them where absent. */
export async function showTables(
  which: string | undefined,
  options: TablesOptions,
  session: Session,
): Promise<ExitCode> {
  const tree = await loadSkills(options.skills);
  tellTree(tree, session);
  const tables = describedTables(plansOf(tree.loaded));
  const shown = tables.filter(({ name }) => which === undefined || name === which || name.startsWith(`${which}.`));
  if (shown.length === 0) {
    const names = tables.map(({ name }) => name);
    const schemas = [...new Set(names.map((name) => name.slice(0, name.indexOf('.'))))];
    throw new Problem({
      message: `No cohort or template of the tree makes a table or schema called \`${which ?? ''}\`.`,
      hint: didYouMean(which ?? '', [...names, ...schemas]) ?? `Schemas are ${schemas.join(', ')}.`,
      exitCode: exitCodes.noMatch,
    });
  }
  present(session, { tables: shown }, () => formatTables(shown, which !== undefined, session.width));
  return exitCodes.ok;
}

/** Of everything that the tree can build, each with all products, as far as it can be planned so. */
function plansOf(loaded: Loaded): readonly Plan[] {
  const { cohorts, journeys, profiles } = loaded.library;
  const [first] = cohorts;
  const at = first?.at ?? { file: '', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const overrides = [{ path: ['products'], value: Object.keys(PRODUCTS), at }];
  const planned = (what: string, laid: typeof overrides): readonly Plan[] =>
    requestsFor(loaded, { what, overrides: laid }).requests.flatMap(
      (request) => planRequest(loaded, request).plan ?? [],
    );
  return [...cohorts, ...journeys, ...profiles].flatMap(({ id }) => {
    const whole = planned(id, overrides);
    return whole.length > 0 ? whole : planned(id, []);
  });
}

/** Each table once, with every column that it has in any plan. */
function describedTables(plans: readonly Plan[]): readonly DescribedTable[] {
  const tables = new Map<string, Described>();
  for (const plan of plans) {
    const kept = plan.tables.filter(({ fill }) => fill !== 'scratch');
    for (const one of [...kept, ...plan.views.map((view) => ({ ...view, primaryKey: [], fill: 'view' as const }))]) {
      const name = `${one.schema}.${one.name}`;
      const before = tables.get(name);
      tables.set(
        name,
        before === undefined
          ? { ...one, columns: one.columns }
          : { ...before, columns: joined(before.columns, one.columns) },
      );
    }
  }
  return [...tables]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { comment, columns, primaryKey, fill }]) => ({
      name,
      kind: fill === 'view' ? 'view' : 'table',
      comment,
      primaryKey,
      columns: columns.map((one) => ({
        name: one.name,
        type: typeName(one.type),
        nullable: one.nullable,
        references: one.references,
        comment: one.comment,
      })),
    }));
}

type Described = Pick<PlannedTable, 'comment' | 'columns' | 'primaryKey'> & {
  readonly fill: PlannedTable['fill'] | 'view';
};

/** Columns that only one of two has stand behind the column that they follow there. */
function joined(one: readonly PlannedColumn[], other: readonly PlannedColumn[]): readonly PlannedColumn[] {
  const columns = [...one];
  for (const [at, column] of other.entries()) {
    if (columns.some(({ name }) => name === column.name)) continue;
    const before = other[at - 1]?.name;
    columns.splice(columns.findIndex(({ name }) => name === before) + 1, 0, column);
  }
  return columns;
}
