/** The skills of the tree, by kind and name. */
import type { Skill } from '../../model/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatQuantity } from '../print/quantities.ts';
import { formatFitted } from '../print/table.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellTree } from '../tell.ts';
import { loadSkills, pathOf } from '../tree.ts';

export interface ListOptions {
  readonly skills: string;
  readonly json?: boolean;
}

export async function list(kind: string | undefined, options: ListOptions, session: Session): Promise<ExitCode> {
  const tree = await loadSkills(options.skills);
  tellTree(tree, session);
  const skills = tree.loaded.library.skills
    .filter((skill) => kind === undefined || skill.kind === kind)
    .toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name));
  const data = skills.map((skill) => ({
    name: skill.name,
    kind: skill.kind,
    file: pathOf(options.skills, skill.path),
    description: skill.description,
    ...(skill.extends === undefined ? {} : { extends: skill.extends.value }),
  }));
  present(session, data, () => formatSkills(skills, session.width));
  if (!session.json) session.note(formatQuantity(skills.length, 'skill'));
  return exitCodes.ok;
}

const DESCRIPTION = { title: 'description' };

function formatSkills(skills: readonly Skill[], width: number): string {
  const columns = [{ title: 'kind' }, { title: 'name' }, DESCRIPTION];
  const rows = skills.map(({ kind, name, description, extends: base }) => [
    kind,
    name,
    base === undefined ? description : `Extends ${base.value}. ${description}`,
  ]);
  return formatFitted(columns, rows, { title: DESCRIPTION.title, width });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
