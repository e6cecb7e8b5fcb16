/** The tree of skills that a command works on, and the ways in which it can be missing. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceRange } from '../model/index.ts';
import { loadTree, nodeFileSystem } from '../pipeline.ts';
import type { Loaded } from '../pipeline.ts';
import { exitCodes } from './exit-code.ts';
import { Problem } from './problem.ts';
import { wholePlace } from './whole-places.ts';

/** `folder` is the path that the command was given. */
export interface Tree {
  readonly folder: string;
  readonly loaded: Loaded;
}

export async function loadSkills(folder: string): Promise<Tree> {
  await assertFolder(folder);
  await assertOwnPlace(folder);
  return { folder, loaded: await loadTree(folder, nodeFileSystem) };
}

async function assertFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new Problem({
    message:
      found === undefined
        ? `There is no folder \`${folder}\` here.`
        : `\`${folder}\` is a file, not a folder of skills.`,
    hint: 'Run in the folder that holds the skills, or name it: --skills <folder>.',
    exitCode: exitCodes.unavailable,
  });
}

async function assertOwnPlace(folder: string): Promise<void> {
  const place = await wholePlace(folder);
  if (place === undefined) return;
  throw new Problem({
    message: `\`${folder}\` is ${place}, not a folder of skills.`,
    hint: 'Name the folder that holds nothing but skills: --skills <folder>.',
    exitCode: exitCodes.usage,
  });
}

/** A place of the tree as a path from where the command runs: `skills/a.md:12`. */
export function placeOf(folder: string, at: SourceRange): string {
  return `${pathOf(folder, at.file)}:${at.start.line}`;
}

/** A path of the tree as one from where the command runs; markers such as `<phrase>` stay as they are. */
export function pathOf(folder: string, file: string): string {
  return file.startsWith('<') ? file : join(folder, file);
}

/** The tree with a text that is no file of it, such as a phrase, so that diagnostics can show where in it they apply. */
export function withText({ folder, loaded }: Tree, marker: string, text: string): Tree {
  return { folder, loaded: { ...loaded, sources: new Map([...loaded.sources, [marker, text]]) } };
}
