/** `meta`: how the file was made, by which skills, and what each table and column means. */
import type { PlannedTable, Scalar } from '../../model/index.ts';
import { bigint, boolean, date, double, integer, text } from '../terms.ts';
import { planListed } from './table.ts';
import type { ListedTable } from './table.ts';

export function metaTables(): readonly PlannedTable[] {
  return [
    runTable(),
    skillsTable(),
    statementsTable(),
    violationsTable(),
    screensTable(),
    fidelityTable(),
    sumsTable(),
  ];
}

type MetaColumn = ListedTable['columns'][number];

/** A table that a build writes once all others are there, from what happened in it. */
function recordTable({
  name,
  comment,
  primaryKey,
  columns,
}: Pick<ListedTable, 'name' | 'comment' | 'primaryKey' | 'columns'>): PlannedTable {
  return planListed({ name, comment, fill: 'record', primaryKey, schema: 'meta', origins: [], columns, rows: [] });
}

function runTable(): PlannedTable {
  return recordTable({
    name: 'run',
    comment: 'The one row that says what this file was made from.',
    primaryKey: ['cohort'],
    columns: [
      { name: 'cohort', type: text, comment: 'Name of the cohort.' },
      { name: 'seed', type: bigint, comment: 'Seed of every draw.' },
      { name: 'as_of', type: date, comment: 'Today of the data.' },
      { name: 'first_person', type: integer, comment: 'First person number built.' },
      { name: 'last_person', type: integer, comment: 'Last person number built.' },
      { name: 'skills_digest', type: text, comment: 'SHA-256 over the paths and digests of all skill files.' },
      { name: 'engine_version', type: text, comment: 'Version of HealthSim.' },
      { name: 'database_version', type: text, comment: 'Version of DuckDB.' },
      {
        name: 'fingerprint',
        type: text,
        comment: 'SHA-256 over the tables, the rules and what was declared: files that agree in it hold the same.',
      },
      {
        name: 'checkpoint',
        type: bigint,
        comment: 'Number of the write that finished the file; a later one is an edit.',
      },
    ],
  });
}

function skillsTable(): PlannedTable {
  return recordTable({
    name: 'skills',
    comment: 'The skill files of the tree at the time of the build.',
    primaryKey: ['path'],
    columns: [
      { name: 'path', type: text, comment: 'Path below the root of the tree.' },
      { name: 'digest', type: text, comment: 'SHA-256 of the text.' },
    ],
  });
}

function statementsTable(): PlannedTable {
  return recordTable({
    name: 'statements',
    comment:
      'Every table that was filled, and what was summed for meta.fidelity: by what, how many rows, how long it took.',
    primaryKey: ['table_name'],
    columns: [
      {
        name: 'table_name',
        type: text,
        comment: 'Schema and name of the table; of sums, meta.fidelity and what was asked.',
      },
      { name: 'fingerprint', type: text, comment: 'SHA-256 over all that its rows are made from.' },
      {
        name: 'statement',
        type: text,
        comment: 'SHA-256 over its own statements; the first half over what makes the table.',
      },
      { name: 'outcome', type: text, comment: 'miss: filled by this build; hit: as the build before left it.' },
      { name: 'row_count', type: bigint, comment: 'Rows in the table; of sums, how many there are.' },
      {
        name: 'milliseconds',
        type: double,
        comment: 'Time it took to fill, when it was filled; of sums, which are taken beside that, 0.',
      },
      {
        name: 'origin',
        type: text,
        nullable: true,
        comment: 'First skill file and line that the table comes from; empty where none does.',
      },
    ],
  });
}

function violationsTable(): PlannedTable {
  return recordTable({
    name: 'violations',
    comment: 'Every rule that was checked, with the number of rows that break it.',
    primaryKey: ['rule', 'table_name'],
    columns: [
      { name: 'rule', type: text, comment: 'Name of the rule.' },
      { name: 'table_name', type: text, comment: 'Table that was checked.' },
      { name: 'row_count', type: bigint, comment: 'Rows that break the rule.' },
      { name: 'statement', type: text, comment: 'What must hold.' },
      { name: 'sql', type: text, comment: 'The statement that counts the rows which break it.' },
      ofRange(),
    ],
  });
}

function screensTable(): PlannedTable {
  return recordTable({
    name: 'screens',
    comment:
      'Statements by which several rules are asked at once: a column for each, in which 0 says that nothing breaks it.',
    primaryKey: ['sql'],
    columns: [
      {
        name: 'rules',
        type: text,
        comment: 'The rules, as rows of meta.violations counted from 0, separated by semicolons.',
      },
      { name: 'sql', type: text, comment: 'The statement.' },
      ofRange(),
    ],
  });
}

function ofRange(): MetaColumn {
  return {
    name: 'sql_of_range',
    type: text,
    nullable: true,
    comment:
      'The same of the persons from $1 to $2, without an end where null; empty where it cannot be asked so, or one range holds everybody.',
  };
}

function fidelityTable(): PlannedTable {
  return recordTable({
    name: 'fidelity',
    comment: 'Everything that the skills declare of people, and of their care and who gives it, with what came out.',
    primaryKey: ['section', 'quantity', 'part', 'among', 'measure'],
    columns: [
      { name: 'section', type: text, comment: 'What it is part of: of the profile, of a journey or of a product.' },
      { name: 'quantity', type: text, comment: 'What is declared.' },
      { name: 'part', type: text, comment: 'The value whose share it is; empty for a quantity as a whole.' },
      { name: 'among', type: text, comment: 'Whom it speaks of, or what of their spending; empty for all people.' },
      {
        name: 'measure',
        type: text,
        comment: 'share, mean, shape, deviation, odds_ratio, rank_correlation, density or concentration.',
      },
      {
        name: 'target',
        type: double,
        comment:
          'What is declared; of an odds ratio its natural logarithm, of a shape the distance 0, of a range its lower end.',
      },
      {
        name: 'target_high',
        type: double,
        nullable: true,
        comment: 'The upper end; empty where no range is declared.',
      },
      {
        name: 'actual',
        type: double,
        nullable: true,
        comment: 'What came out; of a shape the total variation distance. Empty where there is nobody.',
      },
      {
        name: 'people',
        type: bigint,
        comment:
          'How many it speaks of: people, or what they have many of, as visits or claims; of a density, those who live there.',
      },
      {
        name: 'standard_error',
        type: double,
        nullable: true,
        comment: 'How far chance takes it; 0 where nothing is left to it; empty of a shape, or where there is nobody.',
      },
      {
        name: 'z',
        type: double,
        nullable: true,
        comment: 'Difference in standard errors; empty where nothing is left to chance, or there is nobody.',
      },
      {
        name: 'verdict',
        type: text,
        comment: 'exact, as declared (within 3 standard errors), doubtful (within 4.5), off, or too few to tell.',
      },
      { name: 'origin', type: text, comment: 'Skill file and line that declares it.' },
    ],
  });
}

function sumsTable(): PlannedTable {
  return recordTable({
    name: 'sums',
    comment: 'Sums over all people, from which fidelity was judged.',
    primaryKey: ['position'],
    columns: [
      { name: 'position', type: integer, comment: 'Place of the sum, from 0.' },
      { name: 'sum', type: double, comment: 'The sum.' },
    ],
  });
}

type Described = Pick<PlannedTable, 'schema' | 'name' | 'columns' | 'primaryKey'> & {
  readonly fill?: PlannedTable['fill'];
};

/** The dictionary of all tables and views given, and of itself. */
export function dictionaryTable(
  tables: readonly Described[],
  typeNameOf: (type: PlannedTable['columns'][number]['type']) => string,
): PlannedTable {
  const define = (rows: readonly (readonly Scalar[])[]): PlannedTable =>
    planListed({
      name: 'dictionary',
      comment:
        'Every column of the file with its meaning; keys and references are declared here and checked on every build.',
      fill: 'reference',
      primaryKey: ['table_name', 'column_name'],
      schema: 'meta',
      origins: [],
      columns: [
        { name: 'table_name', type: text, comment: 'Schema and name of the table or view.' },
        { name: 'column_name', type: text, comment: 'Name of the column.' },
        { name: 'position', type: integer, comment: 'Place of the column in its table, from 1.' },
        { name: 'data_type', type: text, comment: 'Type of the column.' },
        { name: 'nullable', type: boolean, comment: 'Whether it may be empty.' },
        { name: 'primary_key', type: boolean, comment: 'Whether it is part of the primary key.' },
        {
          name: 'refers_to',
          type: text,
          nullable: true,
          comment: 'Table whose primary key it holds; empty where it holds none.',
        },
        { name: 'comment', type: text, comment: 'What it means.' },
      ],
      rows,
    });
  const described = [...tables, define([])].filter(({ fill }) => fill !== 'scratch');
  return define(
    described.flatMap((table) =>
      table.columns.map((one, at) => [
        `${table.schema}.${table.name}`,
        one.name,
        at + 1,
        typeNameOf(one.type),
        one.nullable,
        table.primaryKey.includes(one.name),
        one.references ?? null,
        one.comment,
      ]),
    ),
  );
}
