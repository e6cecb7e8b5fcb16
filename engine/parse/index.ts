export { parseSkill } from './parse-skill.ts';
export type { SkillParsing } from './parse-skill.ts';
export { createTreeParser } from './parse-again.ts';
export type { ParseTree } from './parse-again.ts';
