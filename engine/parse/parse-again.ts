/** A tree parsed again and again: a text that stood under its path at the last time is not parsed anew. */
import type { SourceFile } from '../model/index.ts';
import { parseSkill } from './parse-skill.ts';
import type { SkillParsing } from './parse-skill.ts';

export type ParseTree = (files: readonly SourceFile[]) => readonly SkillParsing[];

/** Keeps what one tree came to, and nothing of those before it. */
export function createTreeParser(): ParseTree {
  let last = new Map<string, SkillParsing>();
  return (files) => {
    const now = new Map<string, SkillParsing>();
    const parsed = files.map((file) => {
      const key = `${file.path}\n${file.digest}`;
      const parsing = last.get(key) ?? parseSkill(file);
      now.set(key, parsing);
      return parsing;
    });
    last = now;
    return parsed;
  };
}
