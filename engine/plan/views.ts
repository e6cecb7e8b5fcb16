/**
 * The wide form of every table that refers to others: `<table>_wide` holds its columns and, beside them, by what people
 * know the rows that it refers to, and what its codes mean. Business identifiers stand once, in the table that owns them; here they
 * are read.
 */
import type { PlannedColumn, PlannedTable, PlannedView, Relation } from '../model/index.ts';
import { codeSystemOf } from './tables/core/index.ts';
import { call, column, filter, keep, named, project, table, text } from './terms.ts';

/** The table of what codes mean: its meaning stands beside each code. */
const CODES = 'core.codes';

/** The table of people: those of every other table are known by their names in it. */
const PEOPLE = 'core.persons';

export function planViews(tables: readonly PlannedTable[]): readonly PlannedView[] {
  const kept = new Map(
    tables
      .filter(({ fill, schema }) => (fill === 'person' || fill === 'reference') && schema !== 'meta')
      .map((one) => [pathOf(one), one]),
  );
  return [...kept.values()].flatMap((one) => viewOf(one, kept) ?? []);
}

function pathOf({ schema, name }: Pick<PlannedTable, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}

type Kept = ReadonlyMap<string, PlannedTable>;

function viewOf(of: PlannedTable, kept: Kept): PlannedView | undefined {
  const { schema, name, columns, comment, shown: own = [] } = of;
  let relation = rowsOf(of);
  const labels: PlannedColumn[] = [...own];
  const taken = new Set([...columns, ...own].map((one) => one.name));
  for (const reference of columns) {
    const target = kept.get(reference.references ?? '');
    if (target === undefined) continue;
    const stem = reference.name.replace(/_id$/, '');
    const added = labelled(target, stem, kept).filter((one) => !taken.has(one.column.name));
    if (added.length === 0) continue;
    for (const one of added) taken.add(one.column.name);
    labels.push(...added.map((one) => one.column));
    relation = {
      kind: 'join',
      how: 'left',
      left: relation,
      right: joined(target, `${stem}:key`, added, kept),
      on: [{ left: reference.name, right: `${stem}:key` }],
    };
  }
  for (const meaning of kept.has(CODES) ? meaningsOf(columns, taken) : []) {
    labels.push(meaning.label);
    relation = {
      kind: 'join',
      how: 'left',
      left: relation,
      right: meaning.rows,
      on: [{ left: meaning.of, right: `${meaning.label.name}:key` }],
    };
  }
  if (labels.length === 0) return undefined;
  const shown = [...columns, ...labels];
  return {
    schema,
    name: `${name}_wide`,
    comment: `${comment} With what people know by name of the rows that it refers to, and what its codes mean.`,
    columns: shown,
    labels: labels.map((one) => one.name),
    relation: project(
      relation,
      shown.map((one) => keep(one.name)),
    ),
  };
}

interface Meaning {
  /** The column of the code. */
  readonly of: string;
  readonly label: PlannedColumn;
  readonly rows: Relation;
}

/** What the codes of these columns mean, where no column says it already. */
function meaningsOf(columns: readonly PlannedColumn[], taken: ReadonlySet<string>): readonly Meaning[] {
  if (taken.has('display')) return [];
  const told = new Set(taken);
  return columns.flatMap(({ name: of, type }): Meaning[] => {
    const system = codeSystemOf(type);
    const name = `${of.replace(/_code$/, '')}_display`;
    if (system === undefined || told.has(name)) return [];
    told.add(name);
    const meanings = filter(table('core', 'codes'), call('equal', column('code_system'), system));
    const comment = `What the ${of} means. From ${CODES}.`;
    return [
      {
        of,
        label: { name, type: text, nullable: true, comment, references: undefined },
        rows: project(meanings, [named(`${name}:key`, column('code')), named(name, column('display'))]),
      },
    ];
  });
}

interface Label {
  readonly column: PlannedColumn;
  /** Its name in the table that holds it. */
  readonly from: string;
  /** It is a name of the person whom the row of the table is about. */
  readonly ofPerson: boolean;
}

function labelled(target: PlannedTable, stem: string, kept: Kept): readonly Label[] {
  const people = personOf(target, kept);
  return [
    ...labelsOf(target).map((one) => labelAs(one, { stem, target, ofPerson: false })),
    ...(people === undefined
      ? []
      : labelsOf(people).map((one) => labelAs(one, { stem, target: people, ofPerson: true }))),
  ];
}

/** The persons, where each row of a table is one of them. */
function personOf({ everyPerson, columns }: PlannedTable, kept: Kept): PlannedTable | undefined {
  const refers = columns.some(({ references }) => references === PEOPLE);
  return everyPerson === true && refers ? kept.get(PEOPLE) : undefined;
}

/** A table with what is worked out from its columns. */
function rowsOf({ schema, name, shown }: PlannedTable): Relation {
  const rows = table(schema, name);
  return shown === undefined ? rows : { kind: 'extend', input: rows, columns: shown };
}

function labelsOf({ columns, primaryKey, shown = [] }: PlannedTable): readonly PlannedColumn[] {
  const flagged = [...columns, ...shown].filter(({ isLabel }) => isLabel === true);
  return flagged.length > 0
    ? flagged
    : columns.filter(({ type, name }) => type.kind === 'text' && !primaryKey.includes(name));
}

function labelAs(
  { name, type, comment }: PlannedColumn,
  { stem, target, ofPerson }: { readonly stem: string; readonly target: PlannedTable; readonly ofPerson: boolean },
): Label {
  return {
    column: {
      name: `${stem}_${name}`,
      type,
      nullable: true,
      comment: `${comment} From ${pathOf(target)}.`,
      references: undefined,
    },
    from: name,
    ofPerson,
  };
}

function joined(target: PlannedTable, key: string, labels: readonly Label[], kept: Kept): Relation {
  const [primary = ''] = target.primaryKey;
  const own = labels.filter(({ ofPerson }) => !ofPerson);
  const rows = project(rowsOf(target), [
    named(key, column(primary)),
    ...own.map((one) => named(one.column.name, column(one.from))),
  ]);
  const people = personOf(target, kept);
  const names = labels.filter(({ ofPerson }) => ofPerson);
  if (people === undefined || names.length === 0) return rows;
  const persons = project(table(people.schema, people.name), [
    named('person:key', column(people.primaryKey[0] ?? '')),
    ...names.map((one) => named(one.column.name, column(one.from))),
  ]);
  return { kind: 'join', how: 'left', left: rows, right: persons, on: [{ left: key, right: 'person:key' }] };
}
