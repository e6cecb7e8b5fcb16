/** HealthSim as a library: a tree of skills to requests, a request to a plan, a plan to a DuckDB file, a file to rows. */
export { draw } from './compile/index.ts';
export type { Drawing } from './compile/index.ts';
export { formatDiagnostics } from './diagnostics/index.ts';
export type { Diagnostic, DiagnosticFormat, FormatOptions, Severity } from './diagnostics/index.ts';
export type {
  BuiltTable,
  Check,
  CheckResult,
  GenerationRequest,
  Library,
  Override,
  PhraseReading,
  Plan,
  Program,
  Statement,
} from './model/index.ts';
export {
  buildCohort,
  compileProgram,
  loadTree,
  nodeFileSystem,
  planRequest,
  queryFile,
  requestsFor,
} from './pipeline.ts';
export type { Answer, Ask, Build, BuildReport, Loaded, PersonRange, Planned } from './pipeline.ts';
export type { Clock, FileEntry, FileSystem } from './ports/index.ts';
