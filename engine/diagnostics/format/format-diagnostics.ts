/** Diagnostics into text for people, logs, programs, code scanning or pull requests: one function a format. */
import type { Diagnostic } from '../diagnostic.ts';
import { formatGithub } from './format-github.ts';
import { formatJson } from './format-json.ts';
import { formatLines } from './format-line.ts';
import type { DiagnosticFormat, FormatOptions } from './format-options.ts';
import { formatPretty } from './format-pretty.ts';
import { formatSarif } from './format-sarif.ts';
import { selectDiagnostics } from './select.ts';
import type { Selection } from './select.ts';
import { withShownPlaces } from './shown-places.ts';

type Formatter = (selection: Selection, options: FormatOptions) => string;

const FORMATTERS: Readonly<Record<DiagnosticFormat, Formatter>> = {
  pretty: formatPretty,
  line: (selection, { root }) => formatLines(selection, root),
  json: (selection, { root }) => formatJson(selection, root),
  sarif: (selection, { root }) => formatSarif(selection, root),
  github: (selection, { root }) => formatGithub(selection, root),
};

/** Without a line break at its end. For people, nothing to say is the empty text; for programs it is an empty list. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions): string {
  const { kept, omitted } = selectDiagnostics(diagnostics);
  return FORMATTERS[options.format]({ kept: kept.map((one) => withShownPlaces(one, options.root)), omitted }, options);
}
