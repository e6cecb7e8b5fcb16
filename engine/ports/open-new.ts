/** A new file for writing, whatever was left under its name: a link that stands there is taken away, never written through. */
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export async function openNew(path: string): Promise<FileHandle> {
  const openAlone = (): Promise<FileHandle> => open(path, 'wx');
  return openAlone().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    await rm(path);
    return openAlone();
  });
}
