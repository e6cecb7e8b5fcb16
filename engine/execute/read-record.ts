/** What a finished file says of itself: how it was made, what came out of what was declared, and its rules, checked anew. */
import { availableParallelism } from 'node:os';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Check, CheckResult, FidelityLine } from '../model/index.ts';
import { textOf } from './cells.ts';
import { countViolations } from './checks.ts';
import { openFile } from './database.ts';
import type { Database } from './database.ts';
import type { PlainValue, Session } from './session.ts';
import { reasonOf } from './failure.ts';
import { cutRanges } from './ranges.ts';
import { refusalOf } from './query-file.ts';

export interface BuildRecord {
  readonly cohort: string;
  readonly seed: number;
  readonly asOf: string;
  readonly people: number;
  readonly engineVersion: string;
  readonly fidelity: readonly FidelityLine[];
}

export type RepeatedCheck = CheckResult & Pick<Check, 'statement'>;

interface Read<Result> {
  readonly result: Result | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export async function readRecord(file: string): Promise<Read<BuildRecord>> {
  return reading(file, async (session) => {
    const [run = []] = (
      await session.rows('select cohort, seed, as_of, last_person - first_person + 1, engine_version from meta.run')
    ).rows;
    const lines = await session.rows(
      'select section, quantity, part, "among", measure, target, target_high, actual, people, standard_error, z, verdict, origin from meta.fidelity order by rowid',
    );
    return {
      cohort: textOf(run[0]),
      seed: Number(run[1]),
      asOf: textOf(run[2]),
      people: Number(run[3]),
      engineVersion: textOf(run[4]),
      fidelity: lines.rows.map(lineOf),
    };
  });
}

function lineOf(row: readonly PlainValue[]): FidelityLine {
  const text = (at: number): string => textOf(row[at]);
  const number = (at: number): number | null => (row[at] === null ? null : Number(row[at]));
  return {
    section: text(0),
    quantity: text(1),
    part: text(2),
    among: text(3),
    measure: known(MEASURES, text(4)),
    target: number(5) ?? 0,
    targetHigh: number(6),
    actual: number(7),
    people: number(8) ?? 0,
    standardError: number(9),
    z: number(10),
    verdict: known(VERDICTS, text(11)),
    origin: text(12),
  };
}

const MEASURES: readonly FidelityLine['measure'][] = [
  'share',
  'mean',
  'shape',
  'deviation',
  'odds_ratio',
  'rank_correlation',
  'density',
  'concentration',
];
const VERDICTS: readonly FidelityLine['verdict'][] = ['exact', 'as declared', 'doubtful', 'off', 'too few to tell'];

function known<Word extends string>(words: readonly Word[], found: string): Word {
  const word = words.find((one) => one === found);
  if (word === undefined) throw new Error(`"${found}" is unknown here.`);
  return word;
}

/**
 * The rules that the build declared, on the rows as they are. Nothing in the file can be written or reach beyond it. Only tests
 * choose another size of the ranges that many people are asked by.
 */
export async function repeatChecks(file: string, rangeSize?: number): Promise<Read<readonly RepeatedCheck[]>> {
  return reading(file, async (session, database) => {
    const [[from, to] = []] = (await session.rows('select first_person, last_person from meta.run')).rows;
    const { rows } = await session.rows(
      'select rule, table_name, "statement", sql, sql_of_range from meta.violations order by rowid',
    );
    const checks = rows.map(([name, table, statement, sql, sliced]) => ({
      name: textOf(name),
      table: textOf(table),
      statement: textOf(statement),
      sql: textOf(sql),
      sliced: optionalText(sliced),
    }));
    const asked = await session.rows('select rules, sql, sql_of_range from meta.screens order by rowid');
    const screens = asked.rows.map(([rules, sql, sliced]) => ({
      of: textOf(rules)
        .split('; ')
        .map((rule) => checks[Number(rule)]?.sql ?? ''),
      sql: textOf(sql),
      sliced: optionalText(sliced),
    }));
    const ranges = cutRanges({ from: Number(from), to: Number(to) }, rangeSize);
    const workers = availableParallelism();
    const counts = await countViolations({ checks, screens }, ranges, { database, workers });
    return checks.map(({ name, table, statement, sql }) => ({
      name,
      table,
      statement,
      violations: counts.get(sql) ?? 0,
    }));
  });
}

function optionalText(value: PlainValue | undefined): string | undefined {
  return value === null || value === undefined ? undefined : textOf(value);
}

async function reading<Result>(
  file: string,
  read: (session: Session, database: Database) => Promise<Result>,
): Promise<Read<Result>> {
  const database = await openFile(file).catch((error: unknown) => refusalOf(file, reasonOf(error)));
  if ('code' in database) return { result: undefined, diagnostics: [database] };
  try {
    return { result: await read(await database.connect(), database), diagnostics: [] };
  } catch (error) {
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    return { result: undefined, diagnostics: [diagnostic('execute-record-missing', { target: file }, undefined)] };
  } finally {
    database.close();
  }
}
