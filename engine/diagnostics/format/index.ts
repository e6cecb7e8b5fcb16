export { formatDiagnostics } from './format-diagnostics.ts';
export type { DiagnosticFormat, FormatOptions } from './format-options.ts';
export { displayWidth, withoutColours } from './display-cells.ts';
export { createPaint } from './paint.ts';
export type { Paint } from './paint.ts';
export { summarize } from './summarize.ts';
export { safeJson } from './safe-json.ts';
export { selectDiagnostics } from './select.ts';
export { withShownPlaces } from './shown-places.ts';
