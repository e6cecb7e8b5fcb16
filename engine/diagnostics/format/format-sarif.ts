/** Diagnostics as SARIF 2.1.0, which code scanning reads. Input that is no file has a logical location. */
import type { SourceRange } from '../../model/index.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Severity } from '../entry.ts';
import { safeJson } from './safe-json.ts';
import type { Selection } from './select.ts';
import { omittedText, shownPath } from './wording.ts';

type JsonObject = Readonly<Record<string, unknown>>;

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

export function formatSarif({ kept, omitted }: Selection, root: string): string {
  const codes = [...new Map(kept.map(({ code, severity }) => [code, severity]))].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const indexes = new Map(codes.map(([code], index) => [code, index]));
  return safeJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'healthsim',
            rules: codes.map(([id, severity]) => ({ id, defaultConfiguration: { level: LEVELS[severity] } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        ...(omitted > 0 ? { invocations: [tellOmitted(omitted)] } : {}),
        results: kept.map((one) => describe(one, indexes.get(one.code), root)),
      },
    ],
  });
}

function describe(
  { code, severity, message, hint, at }: Diagnostic,
  ruleIndex: number | undefined,
  root: string,
): JsonObject {
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message} ${hint}` },
    locations: at === undefined ? [] : [locate(at, root)],
  };
}

function locate({ file, start, end }: SourceRange, root: string): JsonObject {
  if (file.startsWith('<')) return { logicalLocations: [{ name: file }] };
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return { physicalLocation: { artifactLocation: { uri: uriOf(shownPath(file, root)) }, region } };
}

function uriOf(path: string): string {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${uri}` : uri;
}

function tellOmitted(count: number): JsonObject {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: [{ level: 'note', message: { text: omittedText(count) } }],
  };
}
