/** Where no page may be written: over a file that is no page of ours, such as the database that it reports on. */
import { open } from 'node:fs/promises';
import { exitCodes } from './exit-code.ts';
import { PAGE_BEGINNING } from './print/report-page.ts';
import { Problem } from './problem.ts';

export async function assertPage(page: string): Promise<void> {
  const beginning = await beginningOf(page);
  if (beginning === undefined || beginning === PAGE_BEGINNING) return;
  throw new Problem({
    message: `\`${page}\` is there already and is no page, so it is not replaced.`,
    hint: 'Choose another file with --out, such as out/report.html.',
    exitCode: exitCodes.unavailable,
  });
}

async function beginningOf(file: string): Promise<string | undefined> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PAGE_BEGINNING.length), 0, PAGE_BEGINNING.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
