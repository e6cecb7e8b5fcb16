/** The skills of the tree and all that can be run, by kind and name. */
import type { Library, Skill, SkillKind } from '../../model/index.ts';
import { ownerOf } from '../../diagnostics/index.ts';
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
  const { library } = tree.loaded;
  const listed = [...library.skills.map(entryOfSkill), ...furtherTemplates(library)]
    .filter((entry) => kind === undefined || entry.kind === kind)
    .toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name));
  const data = listed.map(({ path, ...entry }) => ({
    name: entry.name,
    kind: entry.kind,
    file: pathOf(options.skills, path),
    description: entry.description,
    ...(entry.extends === undefined ? {} : { extends: entry.extends }),
  }));
  present(session, data, () => formatEntries(listed, session.width));
  if (!session.json) session.note(formatQuantity(new Set(listed.map(({ path }) => path)).size, 'skill'));
  return exitCodes.ok;
}

interface Entry {
  readonly name: string;
  readonly kind: SkillKind;
  readonly path: string;
  readonly description: string;
  readonly extends?: string;
}

function entryOfSkill({ name, kind, path, description, extends: base }: Skill): Entry {
  return { name, kind, path, description, ...(base === undefined ? {} : { extends: base.value }) };
}

/** Of several templates in one file, those that are not called like it. */
function furtherTemplates({ skills, profiles, journeys, cohorts }: Library): readonly Entry[] {
  const all = [
    ...profiles.map(({ id, title, at }) => ({ name: id, kind: 'profile-template' as const, description: title, at })),
    ...journeys.map(({ id, title, at }) => ({ name: id, kind: 'journey-template' as const, description: title, at })),
    ...cohorts.map(({ id, at }) => ({ name: id, kind: 'cohort' as const, description: '', at })),
  ];
  const named = new Set(skills.map(({ name }) => name));
  return all.filter(({ name }) => !named.has(name)).map(({ at, ...entry }) => ({ ...entry, path: ownerOf(at) }));
}

const DESCRIPTION = { title: 'description' };

function formatEntries(entries: readonly Entry[], width: number): string {
  const columns = [{ title: 'kind' }, { title: 'name' }, DESCRIPTION];
  const rows = entries.map(({ kind, name, description, extends: base }) => [
    kind,
    name,
    base === undefined ? description : `Extends ${base}. ${description}`,
  ]);
  return formatFitted(columns, rows, { title: DESCRIPTION.title, width });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
