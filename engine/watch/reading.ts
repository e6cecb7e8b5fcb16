/** Two readings of a tree compared: whether they say the same, and whether the later one seems to be half of an edit. */
import { createHash } from 'node:crypto';
import type { TreeReading } from '../pipeline.ts';

/** Of every text and of everything that could not be read. */
export function digestOf({ files, diagnostics }: TreeReading): string {
  const hash = createHash('sha256');
  for (const { path, digest } of files) hash.update(`${path}\0${digest}\n`);
  for (const { code, at, message } of diagnostics) hash.update(`${code}\0${at?.file ?? ''}\0${message}\n`);
  return hash.digest('hex');
}

/**
 * Programs write a file by emptying it first, or by taking it away and putting it back. So a file that is empty of a sudden,
 * or gone without standing under another name, deserves a second look before it is believed.
 */
export function looksHalfDone(before: TreeReading, after: TreeReading): boolean {
  const now = new Map(after.files.map(({ path, text }) => [path, text]));
  const added = new Set(after.files.map(({ digest }) => digest));
  return before.files.some(({ path, text, digest }) => {
    const found = now.get(path);
    return found === undefined ? !added.has(digest) : found.trim() === '' && text.trim() !== '';
  });
}
