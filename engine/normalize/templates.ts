/** Where specifications stand in the tree, and under which names they run. */
import type { Located, MapNode, ParameterDefinition, Skill, Specification, SpecificationKind } from '../model/index.ts';
import { entryOf } from '../trees/index.ts';

export interface AuthoredTemplate {
  readonly id: string;
  readonly skill: Skill;
  readonly data: MapNode;
  /** As authored, where parameters have no values. */
  readonly written: MapNode;
  readonly parameters: readonly ParameterDefinition[];
  /** The template that it is laid over. */
  readonly base: Located<string> | undefined;
  /** What its streams are named after where that is another. */
  readonly root: string | undefined;
  /** An example is checked, never run. */
  readonly runnable: boolean;
}

/** The first that can run is called like its skill; others of the same skill by their title too. */
export function templatesOf(skills: readonly Skill[], kind: SpecificationKind): readonly AuthoredTemplate[] {
  return skills.flatMap((skill) => {
    const all = skill.specifications.filter((one) => one.kind === kind);
    const first = all.find(({ runnable }) => runnable);
    return all.map((one) => ({
      id: one === first ? skill.name : `${skill.name}/${labelOf(one, all)}`,
      skill,
      data: one.data,
      written: one.written ?? one.data,
      parameters: skill.parameters ?? [],
      base: one.root === undefined ? undefined : skill.extends,
      root: one.root,
      runnable: one.runnable,
    }));
  });
}

function labelOf(one: Specification, all: readonly Specification[]): string {
  const title = ['profile_name', 'journey_name', 'cohort_name', 'name', 'profile_id', 'journey_id']
    .map((key) => entryOf(one.data, key)?.value)
    .find((node) => node?.kind === 'scalar');
  const text = title?.kind === 'scalar' ? String(title.value) : String(all.indexOf(one) + 1);
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
}

/** What a template extends comes before it; else in their order. Circles were refused before. */
export function basesFirst(templates: readonly AuthoredTemplate[]): readonly AuthoredTemplate[] {
  const byName = new Map(templates.filter(({ runnable }) => runnable).map((one) => [one.id, one]));
  const ordered = new Set<AuthoredTemplate>();
  for (const template of templates) {
    const line: AuthoredTemplate[] = [];
    let link: AuthoredTemplate | undefined = template;
    while (link !== undefined && !ordered.has(link) && !line.includes(link)) {
      line.push(link);
      link = link.base && byName.get(link.base.value);
    }
    for (const one of line.toReversed()) ordered.add(one);
  }
  return [...ordered];
}

export function drawnAs(root: string | undefined): { readonly drawnAs?: string } {
  return root === undefined ? {} : { drawnAs: root };
}
