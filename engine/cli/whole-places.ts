/** Places that hold everything somebody has: neither a tree of skills nor a folder for built files. */
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, parse, resolve } from 'node:path';

/** What such a place is called; nothing where it is none. */
export async function wholePlace(folder: string): Promise<string | undefined> {
  const place = await realFolder(resolve(folder));
  if (place === parse(place).root) return 'the root of the file system';
  return place === (await realFolder(homedir())) ? 'the home folder' : undefined;
}

/** With every symbolic link followed, also where the last folders do not exist yet. */
export async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : join(await realFolder(above), basename(folder));
  }
}
