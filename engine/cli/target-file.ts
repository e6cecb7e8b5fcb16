/** Where no database and no page may be written, whatever `--force` says: among the skills, into what git keeps, beside all that somebody has. */
import { dirname, relative, resolve, sep } from 'node:path';
import { exitCodes } from './exit-code.ts';
import { Problem } from './problem.ts';
import { realFolder, wholePlace } from './whole-places.ts';

export async function assertTarget(file: string, skills: string, example: string = 'out/cohort.duckdb'): Promise<void> {
  const folder = await realFolder(dirname(resolve(file)));
  const tree = await realFolder(resolve(skills));
  const whole = await wholePlace(folder);
  const isAmongSkills = tree !== process.cwd() && isWithin(folder, tree);
  const place = isAmongSkills
    ? `within \`${skills}\`, where skills stand`
    : folder.split(sep).includes('.git')
      ? 'within what git keeps'
      : whole && `in ${whole} itself`;
  if (place === undefined) return;
  throw new Problem({
    message: `\`${file}\` lies ${place}.`,
    hint: `Choose another file with --out, such as ${example}.`,
    exitCode: exitCodes.usage,
  });
}

function isWithin(folder: string, tree: string): boolean {
  const path = relative(tree, folder);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && resolve(tree, path) === folder);
}
