/** Two readings of a tree into the files that differ. A file that vanished and one that came with the same text are one renamed file. */
import type { TreeReading } from '../pipeline.ts';
import type { FileChange } from './watch-event.ts';

type Texts = ReadonlyMap<string, string>;

/** Texts by path. A file that cannot be read is there all the same. */
export function textsOf({ files, diagnostics }: TreeReading): Texts {
  const unread = diagnostics.flatMap(({ at, code }) => (at === undefined ? [] : [[at.file, `\0${code}`] as const]));
  return new Map([...unread, ...files.map(({ path, text }) => [path, text] as const)]);
}

export function compareTexts(before: Texts, after: Texts): readonly FileChange[] {
  const vanished = new Map([...before].filter(([file]) => !after.has(file)).map(([file, text]) => [text, file]));
  const changes: FileChange[] = [];
  for (const [file, text] of after) {
    const from = before.has(file) ? undefined : vanished.get(text);
    if (from !== undefined && vanished.delete(text)) changes.push({ how: 'renamed', file, before: from });
    else if (!before.has(file)) changes.push({ how: 'added', file, before: undefined });
    else if (before.get(file) !== text) changes.push({ how: 'changed', file, before: undefined });
  }
  const renamed = new Set(changes.map((change) => change.before));
  for (const file of before.keys()) {
    if (!after.has(file) && !renamed.has(file)) changes.push({ how: 'removed', file, before: undefined });
  }
  return changes.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
