/** The files of the project, and what each is for the rules. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from './source-text.ts';
import type { SourceText } from './source-text.ts';

export interface ProjectFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface TypeScriptFile extends ProjectFile, SourceText {
  /** `resolve` for `engine/resolve/…`; empty for files of the engine's root and outside of it. */
  readonly folder: string;
  readonly isEngine: boolean;
  /** A test or what only tests use. */
  readonly isTest: boolean;
}

/** `.git` is a file in a second working tree. */
const SKIPPED = new Set(['.git', 'node_modules', 'dist', 'out', 'coverage']);
const LARGEST = 2_000_000;
const TEXT = /\.(?:ts|js|mjs|cjs|json|jsonc|md|ya?ml|txt|sh|sql|toml|html|css)$|(?:^|\/)(?:\.[a-z.]+|LICENSE|NOTICE)$/;

export function readProject(root: string): readonly ProjectFile[] {
  return listFiles(root, '').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

export function typeScriptFiles(files: readonly ProjectFile[]): readonly TypeScriptFile[] {
  return files
    .filter(({ path }) => path.endsWith('.ts') && /^(?:engine|scripts)\//.test(path))
    .map((file) => {
      const isEngine = file.path.startsWith('engine/');
      const folder = isEngine ? (/^engine\/([^/]+)\//.exec(file.path)?.[1] ?? '') : '';
      const isTest = /\.test(?:-d)?\.ts$/.test(file.path) || folder === 'testing';
      return Object.assign(readSource(file.text), file, { folder, isEngine, isTest });
    });
}

function listFiles(root: string, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(root, path);
    return entry.isFile() && TEXT.test(path) && statSync(join(root, path)).size <= LARGEST ? [path] : [];
  });
}
