/**
 * Where nothing may be written, whatever `--force` says: databases and pages among the skills, into what git keeps or beside all
 * that somebody has, and skills anywhere but among the skills.
 */
import { dirname, relative, resolve, sep } from 'node:path';
import { exitCodes } from './exit-code.ts';
import { Problem } from './problem.ts';
import { realFolder, wholePlace } from './whole-places.ts';

export async function assertTarget(
  file: string,
  skills: string,
  hint: string = anotherFile('out/cohort.duckdb'),
): Promise<void> {
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
    hint,
    exitCode: exitCodes.usage,
  });
}

export function anotherFile(example: string): string {
  return `Choose another file with --out, such as ${example}.`;
}

/** A folder of the tree may be a link that leads out of it. */
export async function assertAmongSkills(file: string, skills: string): Promise<void> {
  const folder = await realFolder(dirname(resolve(file)));
  if (isWithin(folder, await realFolder(resolve(skills)))) return;
  throw new Problem({
    message: `\`${dirname(file)}\` is a link that leads out of \`${skills}\`, so no skill is written there.`,
    hint: 'Put a folder in its place.',
    exitCode: exitCodes.usage,
  });
}

function isWithin(folder: string, tree: string): boolean {
  const path = relative(tree, folder);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && resolve(tree, path) === folder);
}
