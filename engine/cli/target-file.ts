/** Where no database may be written: among the skills, whatever `--force` says, and into what git keeps. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { exitCodes } from './exit-code.ts';
import { Problem } from './problem.ts';

export async function assertTarget(file: string, skills: string): Promise<void> {
  const folder = await realFolder(dirname(resolve(file)));
  const tree = await realFolder(resolve(skills));
  const isAmongSkills = tree !== process.cwd() && isWithin(folder, tree);
  if (!isAmongSkills && !folder.split(sep).includes('.git')) return;
  throw new Problem({
    message: `\`${file}\` lies ${isAmongSkills ? `within \`${skills}\`, where skills stand` : 'within what git keeps'}.`,
    hint: 'Choose another file with --out.',
    exitCode: exitCodes.usage,
  });
}

/** With every symbolic link followed, also where the last folders do not exist yet. */
async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : join(await realFolder(above), basename(folder));
  }
}

function isWithin(folder: string, tree: string): boolean {
  const path = relative(tree, folder);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && resolve(tree, path) === folder);
}
