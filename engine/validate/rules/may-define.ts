/** Whether a file that could not be read defines, by its place, names of a kind: then a name nobody knows may stand in it. */
import type { SkillKind } from '../../model/index.ts';
import { isProse, kindOfPlace } from '../skill-kind.ts';
import type { RuleContext } from './rule.ts';

export function mayDefine({ unreadable }: RuleContext, kind: SkillKind): boolean {
  return unreadable.some((path) => !isProse(path) && kindOfPlace(path) === kind);
}
