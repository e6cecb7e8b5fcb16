/** Where specifications stand in the tree, and under which names they run. */
import type { MapNode, Skill, Specification, SpecificationKind } from '../model/index.ts';
import { entryOf } from './data-node.ts';

export interface AuthoredTemplate {
  readonly id: string;
  readonly skill: Skill;
  readonly data: MapNode;
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
      runnable: one.runnable,
    }));
  });
}

function labelOf(one: Specification, all: readonly Specification[]): string {
  const title = ['profile_name', 'journey_name', 'cohort_name', 'name']
    .map((key) => entryOf(one.data, key)?.value)
    .find((node) => node?.kind === 'scalar');
  const text = title?.kind === 'scalar' ? String(title.value) : String(all.indexOf(one) + 1);
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
}
