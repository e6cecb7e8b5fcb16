/**
 * The real file system behind the port. It follows no symbolic link, neither when it lists nor when it opens, and it
 * refuses text that is not UTF-8 (`NOT_UTF8`) instead of replacing characters.
 */
import type { Dirent } from 'node:fs';
import { constants, lstat, readdir, readFile } from 'node:fs/promises';
import type { FileEntry, FileSystem } from '../ports/index.ts';

/** The code of the error with which Node's decoder refuses bytes. */
export const NOT_UTF8 = 'ERR_ENCODING_INVALID_ENCODED_DATA';

export const nodeFileSystem: FileSystem = {
  list: async (folder) => {
    const entries = await readdir(folder, { withFileTypes: true });
    return Promise.all(entries.map((entry) => describe(folder, entry)));
  },
  readText: async (path) => {
    const bytes = await readFile(path, { flag: constants.O_RDONLY | constants.O_NOFOLLOW });
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  },
};

async function describe(folder: string, entry: Dirent): Promise<FileEntry> {
  if (entry.isDirectory()) return { name: entry.name, kind: 'folder', bytes: 0 };
  if (!entry.isFile()) return { name: entry.name, kind: 'other', bytes: 0 };
  const { size } = await lstat(`${folder}/${entry.name}`);
  return { name: entry.name, kind: 'file', bytes: size };
}
