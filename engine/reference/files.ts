/** The lines of a public file, and a skill file written whole: beside its place first, then renamed into it. */
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder, openNew } from '../ports/index.ts';
import { LONGEST_RECORD } from './csv.ts';

/**
 * UTF-8 where the line is; else Latin-1, in which the Census Bureau publishes older files. A line without end is handed on
 * cut, a little longer than any record may be.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, { encoding: 'latin1' });
  let rest = '';
  try {
    for await (const chunk of input) {
      // The line feed of a return that ends a chunk begins the next.
      const isHeld = rest.endsWith('\r');
      const [end = '', ...lines] = `${isHeld ? '\r' : ''}${String(chunk)}`.split(/\r\n|\n|\r(?!$)/);
      rest = isHeld ? rest.slice(0, -1) : rest;
      if (rest.length <= LONGEST_RECORD) rest += end;
      for (const line of lines) {
        yield decoded(rest);
        rest = line;
      }
    }
    if (rest !== '') yield decoded(rest.replace(/\r$/, ''));
  } finally {
    input.destroy();
  }
}

function decoded(line: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(line, 'latin1'));
  } catch {
    return line;
  }
}

export async function writeWhole(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  const beside = `${path}.part`;
  try {
    const file = await openNew(beside);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}
