/** The stages, composed: a folder to a library, a question to requests, a request to a plan, a plan to a file, a file to rows. */
export { isOfPart, loadTree, understandTree } from './load-tree.ts';
export type { Loaded } from './load-tree.ts';
export { declaredIn, declares, isBroken } from './broken-skills.ts';
export { requestsFor } from './requests-for.ts';
export type { Answer, Ask, PersonRange } from './requests-for.ts';
export {
  checkRequest,
  compileProgram,
  createCohortPlanner,
  createProgramCompiler,
  planRequest,
} from './plan-request.ts';
export type { Planned, PlannedText } from './plan-request.ts';
export { buildCohort, previewBuild } from './build-cohort.ts';
export type { Build, BuildReport } from './build-cohort.ts';

export { planText } from './compile/index.ts';
export { createStandby, queryFile, readPerson, readRecord, repeatChecks } from './execute/index.ts';
export type { BuildRecord, PersonEvent, PersonRecord, PersonRow, RepeatedCheck, Standby } from './execute/index.ts';
export { createTreeParser } from './parse/index.ts';
export { formatExpression, formatOffset, isDecidedAnew } from './plan/index.ts';
export { BYTE_LIMIT, ENGINE_VERSION, nodeFileSystem, readTree } from './read/index.ts';
export type { TreeReading } from './read/index.ts';
export { loadProviders, loadReference, readLines, writeWhole } from './reference/index.ts';
export type { LayoutName } from './reference/index.ts';
