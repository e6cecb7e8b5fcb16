/** The stage's functions, each loaded when it is first called: the database is the largest part of the program, and most commands need none. */
import type * as Counts from './count-rows.ts';
import type * as Programs from './execute-program.ts';
import type * as Persons from './read-person.ts';
import type * as Queries from './query-file.ts';
import type * as Records from './read-record.ts';
import type { Standby } from './standby.ts';

export { nothingBuilt } from './execution.ts';
export type { Execution, ExecutionReport, Step } from './execution.ts';
export type { Standby } from './standby.ts';
export type { PersonEvent, PersonRecord, PersonRow } from './read-person.ts';
export type { PlainValue, QueryResult } from './query-file.ts';
export type { BuildRecord, RepeatedCheck } from './read-record.ts';

export const executeProgram: typeof Programs.executeProgram = async (...given) =>
  (await import('./execute-program.ts')).executeProgram(...given);

export async function createStandby(mostPeople?: number): Promise<Standby> {
  return (await import('./standby.ts')).createStandby(mostPeople);
}

export const previewProgram: typeof Programs.previewProgram = async (...given) =>
  (await import('./execute-program.ts')).previewProgram(...given);

export const queryFile: typeof Queries.queryFile = async (...given) =>
  (await import('./query-file.ts')).queryFile(...given);

export const readRecord: typeof Records.readRecord = async (...given) =>
  (await import('./read-record.ts')).readRecord(...given);

export const repeatChecks: typeof Records.repeatChecks = async (...given) =>
  (await import('./read-record.ts')).repeatChecks(...given);

export const countRowsPerPerson: typeof Counts.countRowsPerPerson = async (...given) =>
  (await import('./count-rows.ts')).countRowsPerPerson(...given);

export const readPerson: typeof Persons.readPerson = async (...given) =>
  (await import('./read-person.ts')).readPerson(...given);
