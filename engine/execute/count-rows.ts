/** How many rows people come to, counted by building a few of them in memory: an expectation, not a bound. */
import { createMemory, DATABASE_VERSION } from './database.ts';
import type { Execution } from './execution.ts';
import { fillTables } from './fill-tables.ts';
import { nextTo } from './target.ts';
import { planWork } from './work.ts';

/** Rows a person, over all tables whose rows follow from people. */
export async function countRowsPerPerson(
  execution: Omit<Execution, 'onProgress' | 'workers' | 'rangeSize'>,
  people: number,
): Promise<number> {
  const { persons, program, target, resources } = execution;
  const some = { from: persons.from, to: Math.min(persons.to, persons.from + people - 1) };
  const database = await createMemory(nextTo(target), resources);
  try {
    const few = { ...execution, persons: some, workers: 1 };
    const { tables } = await fillTables(database, few, planWork(few, { databaseVersion: DATABASE_VERSION }));
    const ofPeople = new Set(program.tables.filter(({ kind }) => kind === 'person').map(({ name }) => name));
    const rows = tables.filter(({ name }) => ofPeople.has(name)).reduce((sum, table) => sum + table.rows, 0);
    return rows / (some.to - some.from + 1);
  } finally {
    database.close();
  }
}
