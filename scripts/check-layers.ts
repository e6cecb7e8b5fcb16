/**
 * Checks the laws of `engine/ARCHITECTURE.md` that the linter cannot hold, and prints one line for each place that breaks
 * one. The rules stand in `layers/`.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from './layers/finding.ts';
import { checkImports } from './layers/import-rules.ts';
import { checkMachine } from './layers/machine-rules.ts';
import { readProject, typeScriptFiles } from './layers/project-files.ts';
import { checkSources } from './layers/source-rules.ts';

export function checkLayers(root: string): readonly Finding[] {
  const files = readProject(root);
  const sources = typeScriptFiles(files);
  if (sources.length === 0) return [{ file: root, line: 1, rule: 'no-source', message: 'no source file was found' }];
  return [...checkImports(sources), ...checkSources(sources), ...checkMachine(files)].toSorted((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const findings = checkLayers(resolve(process.argv[2] ?? '.'));
  for (const { file, line, rule, message } of findings) console.log(`${file}:${line} ${rule} ${message}`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
