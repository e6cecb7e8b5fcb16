/**
 * The real file system behind the port. It follows no symbolic link, neither when it lists nor when it opens, and it
 * refuses text that is not UTF-8 (`NOT_UTF8`) instead of replacing characters. A tree is many small files: to wait for each
 * of them takes ten times as long as to read it at once.
 */
import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import type { FileEntry, FileSystem } from '../ports/index.ts';

/** The code of the error with which Node's decoder refuses bytes. */
export const NOT_UTF8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

export const nodeFileSystem: FileSystem = {
  list: async (folder) => {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.map((entry) => describe(folder, entry));
  },
  readText: async (path) => {
    const handle = openSync(path, READING);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(handle));
    } finally {
      closeSync(handle);
    }
  },
};

/** What was a file when it was listed and is a pipe now is not waited for. */
const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function describe(folder: string, entry: Dirent): FileEntry {
  if (entry.isDirectory()) return { name: entry.name, kind: 'folder', bytes: 0 };
  if (!entry.isFile()) return { name: entry.name, kind: 'other', bytes: 0 };
  const { size } = lstatSync(`${folder}/${entry.name}`);
  return { name: entry.name, kind: 'file', bytes: size };
}
