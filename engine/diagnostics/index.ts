export type { Diagnostic, Severity } from './diagnostic.ts';
export { diagnostic, hasErrors } from './diagnostic.ts';
export type { DiagnosticCode, DiagnosticParams } from './catalog.ts';
export { catalog } from './catalog.ts';
export { didYouMean, escapeControls, excerpt, nearest } from './wording.ts';
