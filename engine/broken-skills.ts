/** Skills that somebody asks for by name and that have errors: there, but not to be used. */
import { ownerOf } from './diagnostics/index.ts';
import { isOfPart } from './load-tree.ts';
import type { Loaded } from './load-tree.ts';

/** A template that is there, but has errors, is not the same as none of that name; it may also stand in what cannot be read. */
export function isBroken(name: string, loaded: Loaded): boolean {
  return loaded.diagnostics.some(isOfPart) || isBrokenFile(name, loaded);
}

/** Whether a file with errors is that of the skill of this name. */
export function isBrokenFile(name: string, { diagnostics, sources }: Loaded): boolean {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.some(({ at }) => at !== undefined && declares(sources.get(ownerOf(at)), name));
}

/** Whether the text is that of a skill of this name, as far as that can be told where it cannot be read. */
export function declares(text: string | undefined, name: string): boolean {
  return text !== undefined && declaredIn(text, 'name') === name;
}

/** The plain value of a key by the lines of the front matter, which may be all that can be read of it. */
export function declaredIn(text: string, key: 'name' | 'type'): string | undefined {
  const lines = text.split('\n', LINES_OF_FRONT_MATTER);
  return lines.map((line) => PLAIN_LINE.exec(line)).find((found) => found?.[1] === key)?.[2];
}

const LINES_OF_FRONT_MATTER = 20;
const PLAIN_LINE = /^(name|type): *["']?([\w-]+)["']?\s*$/;
