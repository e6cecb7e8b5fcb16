/** Skills that extend one with an error are not read; each says so once. */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Base } from './inherit.ts';

/** `broken` are the paths of files with errors of their own. */
export function heirsOfBroken(bases: ReadonlyMap<string, Base>, broken: ReadonlySet<string>): readonly Diagnostic[] {
  const isBroken = (path: string | undefined): boolean => {
    let next = path;
    for (let steps = 0; steps <= bases.size; steps += 1) {
      if (next === undefined || broken.has(next)) return true;
      const base = bases.get(next);
      if (base === undefined) return false;
      next = base.path;
    }
    return false;
  };
  return [...bases].flatMap(([path, { name, at, path: below }]) => {
    const isItself = broken.has(path) && isInCircle(path, bases);
    return isItself || !isBroken(below)
      ? []
      : [diagnostic('validate-cause-elsewhere', { names: [name], cause: undefined }, at)];
  });
}

function isInCircle(path: string, bases: ReadonlyMap<string, Base>): boolean {
  let next = bases.get(path)?.path;
  for (let steps = 0; next !== undefined && next !== path && steps < bases.size; steps += 1)
    next = bases.get(next)?.path;
  return next === path;
}
