export { parseSkill } from './parse-skill.ts';
export type { SkillParsing } from './parse-skill.ts';
