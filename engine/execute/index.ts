export { executeProgram } from './execute-program.ts';
export type { Execution, ExecutionReport } from './execute-program.ts';
export { queryFile } from './query-file.ts';
export type { QueryResult } from './query-file.ts';
