export { countRowsPerPerson } from './count-rows.ts';
export { executeProgram } from './execute-program.ts';
export type { Execution, ExecutionReport } from './execution.ts';
export { queryFile } from './query-file.ts';
export type { PlainValue, QueryResult } from './query-file.ts';
export { readRecord, repeatChecks } from './read-record.ts';
export type { BuildRecord, RepeatedCheck } from './read-record.ts';
