/**
 * A folder into its Markdown files, sorted by path. A file that cannot be read as text is named by a diagnostic and left
 * out. The digest is taken of the very text that is handed on, so it cannot differ from what is parsed.
 */
import { createHash } from 'node:crypto';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { SourceFile } from '../model/index.ts';
import type { FileSystem } from '../ports/index.ts';
import { failureCode } from './failure.ts';
import { listFiles } from './list-files.ts';
import type { ListedFile } from './list-files.ts';
import { NOT_UTF8 } from './node-file-system.ts';
import { findSamePaths } from './same-paths.ts';
import { wholeFile } from './whole-file.ts';

/** Bytes of a skill file. */
export const BYTE_LIMIT = 2_000_000;
const FILES_AT_ONCE = 64;

export interface TreeReading {
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

type FileReading = { readonly file: SourceFile } | { readonly problem: Diagnostic };

export async function readTree(root: string, files: FileSystem): Promise<TreeReading> {
  const listing = await listFiles(root, files);
  const listed = listing.files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const readings: FileReading[] = [];
  for (let from = 0; from < listed.length; from += FILES_AT_ONCE) {
    const batch = listed.slice(from, from + FILES_AT_ONCE);
    readings.push(...(await Promise.all(batch.map((file) => readSkill(root, file, files)))));
  }
  return {
    files: readings.flatMap((one) => ('file' in one ? [one.file] : [])),
    diagnostics: [
      ...listing.diagnostics,
      ...findSamePaths(listed.map(({ path }) => path)),
      ...readings.flatMap((one) => ('problem' in one ? [one.problem] : [])),
    ],
  };
}

async function readSkill(root: string, { path, bytes }: ListedFile, files: FileSystem): Promise<FileReading> {
  const at = wholeFile(path);
  if (bytes > BYTE_LIMIT) return { problem: diagnostic('read-too-large', { bytes, limit: BYTE_LIMIT }, at) };
  try {
    const text = await files.readText(`${root}/${path}`);
    if (text.includes('\0')) return { problem: diagnostic('read-nul-character', {}, at) };
    return { file: { path, text, digest: createHash('sha256').update(text).digest('hex') } };
  } catch (error) {
    const reason = failureCode(error);
    return {
      problem:
        reason === NOT_UTF8 ? diagnostic('read-not-utf8', {}, at) : diagnostic('read-unreadable', { reason }, at),
    };
  }
}
