/**
 * How often a file was written out. The database counts it in the two headers that it writes in turn, so a file that somebody has
 * changed since its build shows it, whatever was changed.
 */
import { open } from 'node:fs/promises';

const HEADERS = [4096, 8192];
/** Behind the checksum of a header. */
const COUNT_AT = 8;

export async function checkpointsOf(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const counts: number[] = [];
    for (const position of HEADERS) {
      const { buffer } = await handle.read({ buffer: Buffer.alloc(8), position: position + COUNT_AT });
      counts.push(Number(buffer.readBigUInt64LE()));
    }
    return Math.max(...counts);
  } finally {
    await handle.close();
  }
}
