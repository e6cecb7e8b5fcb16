export type { Diagnostic } from './diagnostic.ts';
export { foldConsequences, withTheirCauses } from './consequences.ts';
export { ownerOf, withoutInherited } from './heirs.ts';
export type { Severity } from './entry.ts';
export { diagnostic, hasErrors } from './diagnostic.ts';
export type { DiagnosticCode, DiagnosticParams } from './catalog/index.ts';
export { catalog } from './catalog/index.ts';
export { boundsText, didYouMean, editsToNearest, digits, escapeControls, excerpt, nearest } from './wording.ts';
export {
  createPaint,
  displayWidth,
  formatDiagnostics,
  safeJson,
  selectDiagnostics,
  summarize,
  withoutColours,
  withShownPlaces,
} from './format/index.ts';
export type { DiagnosticFormat, FormatOptions, Paint } from './format/index.ts';
