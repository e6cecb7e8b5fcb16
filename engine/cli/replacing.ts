/** What is not replaced: a file that is no page of ours by a page, a skill that somebody wrote by one that is made from a file. */
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { exitCodes } from './exit-code.ts';
import { PAGE_BEGINNING } from './print/report-page.ts';
import { Problem } from './problem.ts';

/** A pipe is not waited for. */
const AT_ONCE = constants.O_RDONLY | constants.O_NONBLOCK;

export async function assertPage(page: string): Promise<void> {
  const beginning = await beginningOf(page);
  if (beginning === undefined || beginning === PAGE_BEGINNING) return;
  throw new Problem({
    message: `\`${page}\` is there already and is no page, so it is not replaced.`,
    hint: 'Choose another file with --out, such as out/report.html.',
    exitCode: exitCodes.unavailable,
  });
}

/** What each skill that is made from a public file says of itself. */
const LOADED = 'Written by `healthsim reference load ';

export async function assertLoaded(skill: string): Promise<void> {
  const before = await readFile(skill, { encoding: 'utf8', flag: AT_ONCE }).catch(wordless).catch(absent);
  if (before === undefined || before.includes(LOADED)) return;
  throw new Problem({
    message: `\`${skill}\` is there already and was not written by \`reference load\`, so it is not replaced.`,
    hint: 'Give that skill another name, and its file too.',
    exitCode: exitCodes.unavailable,
  });
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}

/** A folder stands there, which says nothing of itself. */
function wordless(error: NodeJS.ErrnoException): '' {
  if (error.code === 'EISDIR') return '';
  throw error;
}

async function beginningOf(file: string): Promise<string | undefined> {
  const handle = await open(file, AT_ONCE).catch(absent);
  if (handle === undefined) return undefined;
  try {
    const { length } = PAGE_BEGINNING;
    const read = handle.read(Buffer.alloc(length), 0, length, null);
    return await read.then(({ buffer, bytesRead }) => buffer.toString('latin1', 0, bytesRead)).catch(wordless);
  } finally {
    await handle.close();
  }
}
